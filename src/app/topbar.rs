//! The top bar: where the learner is and how far, and what belongs to no resource.

use leptos::prelude::*;

use super::route::Route;
use super::shell::{Shell, Theme};
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::icon::{Icon, Name};

/// The wordmark, which leads home.
#[component]
pub fn Wordmark() -> impl IntoView {
    view! {
        <a class="wordmark" href=Route::Home.href() aria-label="Coldstart, all lessons">
            <svg class="wordmark__mark" viewBox="0 0 34 20" aria-hidden="true">
                <path class="is-ice" d="M1 3h1.2v14H1zM5 3h1.7v14H5zM9 3h2.3v14H9zM13 3h3v14h-3z"/>
                <rect class="is-hot" x="17.6" y="3" width="15.4" height="14" rx="1"/>
            </svg>
            <span>"Coldstart"</span>
        </a>
    }
}

/// System, light, dark, in turn.
#[component]
pub fn ThemeButton() -> impl IntoView {
    let theme = Shell::from_context().theme;
    let label = move || match theme.get() {
        Theme::System => "Theme: as the system. Change to light",
        Theme::Light => "Theme: light. Change to dark",
        Theme::Dark => "Theme: dark. Change to the system's",
    };
    let glyph = move || match theme.get() {
        Theme::System => view! { <Icon name=Name::Contrast/> },
        Theme::Light => view! { <Icon name=Name::Sun/> },
        Theme::Dark => view! { <Icon name=Name::Moon/> },
    };
    view! {
        <button
            class="btn btn--quiet" type="button" aria-label=label title=label
            on:click=move |_| theme.update(|theme| *theme = theme.next())
        >
            {glyph}
        </button>
    }
}

/// The top bar of a lesson.
#[component]
pub fn TopBar() -> impl IntoView {
    let shell = Shell::from_context();
    let store = expect_context::<Store>();
    let lesson = store.lesson;
    let part = move || lesson.with(|lesson| lesson.part.clone());
    let title = Derived::new(move |_| lesson.with(|lesson| lesson.title.clone()));
    let place = Derived::new(move |_| lesson.with(|lesson| (lesson.current, lesson.steps.len())));
    let standing = move || match place.get() {
        (_, 0) => String::new(),
        (current, of) if current >= of => format!("All {of} steps done"),
        (current, of) => format!("Step {} of {of}", current + 1),
    };
    let segments = Derived::new(move |_| {
        lesson.with(|lesson| {
            let current = lesson.current;
            let class = |(index, step): (usize, &lessons::view::StepView)| match index == current {
                true => "is-now",
                false if step.done => "is-done",
                false => "",
            };
            lesson.steps.iter().enumerate().map(class).collect::<Vec<_>>()
        })
    });
    view! {
        <header class="topbar">
            <Wordmark/>
            <span class="topbar__rule"></span>
            <div class="crumb">
                <span class="crumb__part">{part}</span>
                <Icon name=Name::ChevronRight/>
                <h1>{move || title.get()}</h1>
            </div>
            <ol class="progress" aria-hidden="true">
                {move || segments.get().into_iter().map(|class| view! { <li class=class></li> }).collect_view()}
            </ol>
            <span class="topbar__note">{standing}</span>
            <span class="grow"></span>
            {move || if shell.presenting.get() { presenting().into_any() } else { tools(shell).into_any() }}
        </header>
    }
}

fn presenting() -> impl IntoView {
    view! {
        <span class="topbar__keys">
            <span>"Clicker: next, back"</span>
            <span><kbd>"B"</kbd>" blank"</span>
            <span><kbd>"Esc"</kbd>" leave"</span>
        </span>
    }
}

fn tools(shell: Shell) -> impl IntoView {
    let inspector = move |_| shell.inspector_open.update(|open| *open = !*open);
    view! {
        <button
            class="btn btn--quiet topbar__inspector" type="button" aria-label="Inspector" title="Inspector"
            aria-expanded=move || shell.inspector_open.get().to_string() on:click=inspector
        >
            <Icon name=Name::PanelRight/>
        </button>
        <button
            class="btn btn--quiet" type="button" aria-label="Start over" title="Start over"
            on:click=move |_| shell.dialogs.start_over.set(true)
        >
            <Icon name=Name::Restart/>
        </button>
        <button
            class="btn btn--quiet" type="button" aria-label="Share this run" title="Share this run"
            on:click=move |_| shell.dialogs.share.set(true)
        >
            <Icon name=Name::Share/>
        </button>
        <button
            class="btn btn--quiet topbar__wide" type="button" aria-label="All keys" title="All keys"
            on:click=move |_| shell.dialogs.keys.set(true)
        >
            <Icon name=Name::Keyboard/>
        </button>
        <ThemeButton/>
        <button class="btn btn--line topbar__wide" type="button" on:click=move |_| shell.presenting.set(true)>
            <Icon name=Name::Projector/>
            <span>"Present"</span>
            <kbd>"P"</kbd>
        </button>
    }
}
