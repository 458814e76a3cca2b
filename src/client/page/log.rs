//! What a learner's own page said, and what its browser did about each of its calls.

use cloud::view::Number;
use leptos::prelude::*;

use crate::client::numbered;
use crate::widgets::icon::{Icon, Name};

/// The most lines that are kept.
const MOST: usize = 100;

/// The lines, oldest first.
pub type Lines = RwSignal<Vec<Line>>;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub enum Line {
    /// The page said something to its console.
    Said {
        /// `log`, `warn`, `error`, …
        level: String,
        /// What.
        text: String,
    },
    /// The page fetched something.
    Call {
        /// Tells it from the others.
        id: u32,
        /// Method and path.
        asked: String,
        /// What came of it, once something has.
        told: Option<Told>,
    },
}

/// What came of a fetch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Told {
    /// Whether the page got the answer.
    pub verdict: Verdict,
    /// What was answered.
    pub status: Option<u16>,
    /// The messages that it took.
    pub messages: Vec<Number>,
    /// What happened, sentences.
    pub says: Vec<String>,
    /// What to do, a sentence; empty when nothing is wrong.
    pub mend: String,
}

/// Whether a page got an answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Verdict {
    /// It did.
    #[default]
    Given,
    /// It got one that it cannot look into.
    Opaque,
    /// The browser kept it.
    Blocked,
}

/// Adds a line of the page's console.
pub fn say(lines: Lines, level: &str, text: &str) {
    add(lines, Line::Said { level: level.to_owned(), text: text.to_owned() });
}

/// Adds a call that is under way, and gives its number.
pub fn begin(lines: Lines, asked: String) -> u32 {
    let next = |lines: &Vec<Line>| {
        let ids = lines.iter().filter_map(|line| match line {
            Line::Call { id, .. } => Some(*id + 1),
            Line::Said { .. } => None,
        });
        ids.max().unwrap_or_default()
    };
    let id = lines.try_with_untracked(next).unwrap_or_default();
    add(lines, Line::Call { id, asked, told: None });
    id
}

/// Tells what came of a call.
pub fn end(lines: Lines, call: u32, now: Told) {
    lines.try_update(|lines| {
        for line in lines {
            if let Line::Call { id, told, .. } = line
                && *id == call
            {
                *told = Some(now);
                return;
            }
        }
    });
}

fn add(lines: Lines, line: Line) {
    lines.try_update(|lines| {
        lines.push(line);
        let over = lines.len().saturating_sub(MOST);
        lines.drain(..over);
    });
}

/// The lines.
#[component]
pub fn Log(
    /// Which.
    lines: Lines,
) -> impl IntoView {
    let rows = move || lines.get().into_iter().rev().map(row).collect_view();
    view! {
        <ol class="page__log" class:is-empty=move || lines.with(Vec::is_empty) role="log" aria-label="What the browser did" tabindex="0">{rows}</ol>
    }
    .into_any()
}

fn row(line: Line) -> AnyView {
    match line {
        Line::Said { level, text } => {
            let class = if level == "error" { "is-failed" } else { "" };
            view! { <li class=format!("page__said {class}")><small>{level}</small><span>{text}</span></li> }.into_any()
        }
        Line::Call { asked, told: None, .. } => {
            view! { <li><p class="page__call"><b>{asked}</b><span class="is-now">"on its way"</span></p></li> }
                .into_any()
        }
        Line::Call { asked, told: Some(told), .. } => {
            let status = told.status.map(|status| status.to_string()).unwrap_or_default();
            let verdict = match told.verdict {
                Verdict::Given => {
                    view! { <span class="chip chip--ok"><Icon name=Name::Tick/>"the page got "{status}</span> }
                        .into_any()
                }
                Verdict::Opaque => view! { <span class="chip">"opaque"</span> }.into_any(),
                Verdict::Blocked => {
                    view! { <span class="chip chip--fail"><Icon name=Name::Cross/>"blocked by CORS"</span> }.into_any()
                }
            };
            let mend = (!told.mend.is_empty()).then(|| view! { <p class="page__mend">{told.mend}</p> });
            view! {
                <li>
                    <p class="page__call"><b>{asked}</b>{told.messages.into_iter().map(numbered).collect_view()}<span class="grow"></span>{verdict}</p>
                    {(!told.says.is_empty()).then(|| view! { <p>{told.says.join(" ")}</p> })}
                    {mend}
                </li>
            }
            .into_any()
        }
    }
}
