//! A text of JSON, XML or plain lines to read: numbered, coloured, foldable, with the path of the selected line.

mod colour;
mod lines;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU32, Ordering};

use leptos::{ev, html, prelude::*};
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::copy::Copy;
use super::format;
use super::icon::Name;
use crate::derived::Derived;
use lines::Text;

/// Tells the parts of one text on the page from those of another.
static NEXT_ID: AtomicU32 = AtomicU32::new(0);

/// A text to read.
#[component]
pub fn Code(
    /// The text, pretty.
    text: Signal<String>,
    /// `json`, `xml` or `text`.
    language: Signal<&'static str>,
    /// What it is, for its label and the copy button: `the event`.
    what: &'static str,
) -> impl IntoView {
    let id = NEXT_ID.fetch_add(1, Ordering::Relaxed);
    let parsed = Derived::new(move |_| text.with(|text| Text::parse(text, language.get())));
    let folded = RwSignal::new(BTreeSet::<usize>::new());
    let selected = RwSignal::new(None::<usize>);
    Effect::new(move |_| {
        text.track();
        folded.set(BTreeSet::new());
        selected.set(None);
    });
    let rows = move || parsed.with(|text| folded.with(|folded| rows(text, folded, selected.get(), id)));
    let path =
        Derived::new(move |_| selected.get().map(|line| parsed.with(|text| text.path(line))).unwrap_or_default());
    // What stands where the path will: the text's own measure.
    let about = Derived::new(move |_| {
        let lines = parsed.with(|text| text.lines.len() + text.cut);
        let kind = match language.get() {
            "json" => "JSON, ",
            "xml" => "XML, ",
            _ => "",
        };
        format!("{kind}{}", format::counted(lines, "line", "lines"))
    });
    let toggle = move |line: usize| {
        folded.update(|folded| {
            if !folded.remove(&line) {
                folded.insert(line);
            }
        })
    };
    let click = move |event: ev::MouseEvent| {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else { return };
        let Some(line) = line_of(&target) else { return };
        if target.closest(".code__fold").is_ok_and(|fold| fold.is_some()) {
            toggle(line);
        } else {
            selected.update(|selected| *selected = (*selected != Some(line)).then_some(line));
        }
    };
    let body = NodeRef::<html::Div>::new();
    let key = move |event: ev::KeyboardEvent| {
        let taken = parsed.with_untracked(|text| {
            let shown = folded.with_untracked(|folded| text.shown(folded));
            act(&event.key(), text, &shown, selected, folded)
        });
        if taken {
            // The arrows would step through time too.
            event.prevent_default();
            event.stop_propagation();
            if let (Some(body), Some(line)) = (body.get_untracked(), selected.get_untracked()) {
                keep_in_sight(&body, line);
            }
        }
    };
    view! {
        <div class="code">
            <div class="code__bar">
                <span class="code__path" aria-live="polite">
                    {move || {
                        let path = path.get();
                        if path.is_empty() {
                            return about.get().into_any();
                        }
                        let last = path.len().saturating_sub(1);
                        path.into_iter().enumerate().map(|(index, part)| {
                            let joint = (index > 0).then_some(" \u{203a} ");
                            view! { {joint}<span class:is-last=index == last>{part}</span> }
                        }).collect_view().into_any()
                    }}
                </span>
                <Copy text what/>
            </div>
            <div
                class="code__body" role="tree" tabindex="0" aria-label=what node_ref=body
                aria-activedescendant=move || selected.get().map(|line| format!("code-{id}-{line}"))
                inner_html=rows on:click=click on:keydown=key
            ></div>
        </div>
    }
    .into_any()
}

/// The rows as HTML: a text of some hundred lines is drawn at once, and events find their row by its number.
fn rows(text: &Text, folded: &BTreeSet<usize>, selected: Option<usize>, id: u32) -> String {
    let mut html = String::new();
    for index in text.shown(folded) {
        let line = &text.lines[index];
        let is_folded = folded.contains(&index);
        let is_selected = selected == Some(index);
        let fold = match line.closes_at {
            Some(_) => format!(
                r#" aria-expanded="{}"><span class="code__no">{}</span><span class="code__fold"><svg class="icon" viewBox="0 0 20 20" aria-hidden="true">{}</svg></span>"#,
                !is_folded,
                index + 1,
                if is_folded { Name::ChevronRight } else { Name::ChevronDown }.markup()
            ),
            None => format!(r#"><span class="code__no">{}</span><span></span>"#, index + 1),
        };
        let end = match line.closes_at.filter(|_| is_folded) {
            Some(last) => format!(" <i>\u{2026}</i> {}", text.lines[last].html),
            None => String::new(),
        };
        // Writing to a string cannot fail.
        let _ = write!(
            html,
            r#"<div class="code__row{}" role="treeitem" aria-level="{}" aria-selected="{is_selected}" id="code-{id}-{index}" data-line="{index}" style="--d:{}"{fold}<span class="code__text">{}{end}</span></div>"#,
            if is_selected { " is-selected" } else { "" },
            line.depth + 1,
            line.depth,
            line.html,
        );
    }
    if text.cut > 0 {
        let _ = write!(html, r#"<div class="code__cut">{} more lines are not shown. Copy takes all.</div>"#, text.cut);
    }
    html
}

/// Moves, folds, unfolds; tells whether the key was one of these.
fn act(
    key: &str,
    text: &Text,
    shown: &[usize],
    selected: RwSignal<Option<usize>>,
    folded: RwSignal<BTreeSet<usize>>,
) -> bool {
    let place = selected.get_untracked().and_then(|line| shown.iter().position(|shown| *shown == line));
    let foldable =
        selected.get_untracked().filter(|line| text.lines.get(*line).is_some_and(|line| line.closes_at.is_some()));
    match (key, place) {
        ("ArrowDown", None) => selected.set(shown.first().copied()),
        ("ArrowDown", Some(place)) => selected.set(shown.get(place + 1).or(shown.last()).copied()),
        ("ArrowUp", Some(place)) => selected.set(shown.get(place.saturating_sub(1)).copied()),
        ("ArrowLeft", Some(_)) => {
            if let Some(line) = foldable {
                folded.update(|folded| {
                    folded.insert(line);
                });
            }
        }
        ("ArrowRight", Some(_)) => {
            if let Some(line) = foldable {
                folded.update(|folded| {
                    folded.remove(&line);
                });
            }
        }
        ("Escape", Some(_)) => selected.set(None),
        _ => return false,
    }
    true
}

fn line_of(target: &Element) -> Option<usize> {
    let row = target.closest("[data-line]").ok().flatten()?;
    row.get_attribute("data-line")?.parse().ok()
}

/// Scrolls the text's own box, and nothing around it.
fn keep_in_sight(body: &Element, line: usize) {
    let Ok(Some(row)) = body.query_selector(&format!("[data-line='{line}']")) else { return };
    let (outer, inner) = (body.get_bounding_client_rect(), row.get_bounding_client_rect());
    let above = inner.top() - outer.top();
    let below = inner.bottom() - outer.bottom();
    let by = if above < 0.0 { above } else { below.max(0.0) };
    #[expect(clippy::cast_possible_truncation, reason = "whole pixels are enough")]
    body.set_scroll_top(body.scroll_top() + by as i32);
}
