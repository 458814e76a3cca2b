//! The open step: its text, its question, its checks, its hint. Each part changes by itself, so that focus stays.

use leptos::{html, prelude::*};
use lessons::view::StepView;

use super::prose::Prose;
use super::question::Question;
use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The open step.
#[component]
pub fn OpenStep(
    /// Its title.
    title: String,
) -> impl IntoView {
    let store = expect_context::<Store>();
    let shell = Shell::from_context();
    let html = part(store, |step| step.html.clone());
    let hint = part(store, |step| step.hint.clone());
    let heading = NodeRef::<html::H3>::new();
    // A step that opens is brought into sight, under the ones that are done.
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            request_animation_frame(move || keep_in_sight(&heading));
        }
    });
    let advice = NodeRef::<html::Aside>::new();
    Effect::new(move |_| {
        if let Some(advice) = advice.get() {
            request_animation_frame(move || advice.scroll_into_view_with_bool(false));
        }
    });
    view! {
        <h3 node_ref=heading>{title}</h3>
        <Prose html=html.into()/>
        <Question/>
        <Checks/>
        {move || {
            let hint = hint.get().filter(|_| shell.hint_open.get());
            hint.map(|hint| view! {
                <aside class="hint" aria-label="Hint" node_ref=advice><Prose html=Signal::stored(hint)/></aside>
            })
        }}
    }
}

/// One part of the open step.
pub fn part<T: Default + Clone + PartialEq + Send + Sync + 'static>(
    store: Store,
    of: fn(&StepView) -> T,
) -> Derived<T> {
    Derived::new(move |_| store.lesson.with(|lesson| lesson.steps.get(lesson.current).map(of).unwrap_or_default()))
}

/// Scrolls the list of steps, and nothing around it, so that the heading stands near its top.
fn keep_in_sight(heading: &web_sys::HtmlElement) {
    let list = heading.closest(".steps").ok().flatten();
    let Some(list) = list else { return };
    let away = heading.get_bounding_client_rect().top() - list.get_bounding_client_rect().top();
    if away < 0.0 || away > f64::from(list.client_height()) * 0.4 {
        #[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
        list.set_scroll_top(list.scroll_top() + away as i32 - 72);
    }
}

#[component]
fn Checks() -> impl IntoView {
    let store = expect_context::<Store>();
    let checks = part(store, |step| step.checks.clone());
    let rows = move || {
        let checks = checks.get();
        let wanted = checks.iter().position(|check| !check.met);
        let rows = checks.into_iter().enumerate().map(|(index, check)| {
            let is_wanted = wanted == Some(index);
            let state = if check.met {
                "Met: "
            } else if is_wanted {
                "Next: "
            } else {
                "Not yet: "
            };
            view! {
                <li class:is-met=check.met class:is-wanted=is_wanted>
                    <span class="tick">{check.met.then(|| view! { <Icon name=Name::Tick/> })}</span>
                    <span><span class="hidden-text">{state}</span>{check.text}</span>
                    {check.met_us.map(|at| view! { <time>{format::ms(at)}</time> })}
                </li>
            }
        });
        rows.collect_view()
    };
    view! { <ul class="checks" aria-label="Checks" aria-live="polite">{rows}</ul> }
}
