//! Queries and scans: put together by hand, shown as the call that they are, run page by page.

use std::sync::Arc;

use cloud::view::cli;
use cloud::view::stage::Column;
use leptos::prelude::*;
use serde_json::Value;

use super::calls::{send, units};
use super::grid::{Form, Grid, Rows};
use super::items::{Forms, Selected};
use super::question::Question;
use super::work::Work;
use super::{builder, files};
use crate::derived::Derived;
use crate::widgets::code::Code;
use crate::widgets::copy::Copy;
use crate::widgets::icon::{Icon, Name};

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The items of all pages.
    pub items: Arc<Vec<Value>>,
    /// How many pages were read.
    pages: usize,
    /// The last page's counts: items answered, items looked at.
    counts: (u64, u64),
    /// What the last page consumed.
    units: String,
    /// Where the next page begins; none after the last.
    token: Option<Value>,
}

/// What is asked, and what was found. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Finding {
    /// What is asked.
    pub question: RwSignal<Question>,
    found: RwSignal<Option<Found>>,
    /// The question that was found an answer to: its pages go on even while another is put together.
    asked: RwSignal<Option<(Question, Vec<Column>)>>,
    refused: RwSignal<Option<String>>,
}

impl Finding {
    /// Nothing was asked yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            question: RwSignal::new(Question::default()),
            found: RwSignal::new(None),
            asked: RwSignal::new(None),
            refused: RwSignal::new(None),
        }
    }

    /// Puts what an item has become in its place among those found, or takes it out.
    pub fn replace(self, work: Work, before: &Value, after: Option<&Value>) {
        let key = work.key_of(before);
        self.found.update(|found| {
            let Some(found) = found else { return };
            let items = Arc::make_mut(&mut found.items);
            if let Some(index) = items.iter().position(|item| work.key_of(item) == key) {
                match after.filter(|after| after.is_object()) {
                    Some(after) => items[index] = after.clone(),
                    None => drop(items.remove(index)),
                }
            }
        });
    }
}

/// The key of what is searched: of the table or of an index.
pub fn keys_of(work: Work, index: Option<&str>) -> Vec<Column> {
    let of = |name: &str| {
        work.table.with(|table| {
            table.as_ref()?.indexes.iter().find(|index| *index.name == *name).map(|index| index.keys.clone())
        })
    };
    index.and_then(of).unwrap_or_else(|| work.keys.get())
}

/// The request as it is put together.
fn request(work: Work) -> Derived<Result<Value, String>> {
    Derived::new(move |_| {
        work.finding.question.with(|question| {
            let keys = keys_of(work, question.index.as_deref());
            question.request(&work.name(), &keys, None)
        })
    })
}

/// Asks; from the beginning, or for the next page.
fn run(work: Work, next: bool) {
    let finding = work.finding;
    if work.busy.get_untracked() {
        return;
    }
    let asked = match next {
        true => finding.asked.get_untracked(),
        false => {
            let question = finding.question.get_untracked();
            let keys = untrack(|| keys_of(work, question.index.as_deref()));
            Some((question, keys))
        }
    };
    let Some((question, keys)) = asked else { return };
    let before = finding.found.get_untracked().filter(|_| next).unwrap_or_default();
    let Ok(input) = question.request(&work.name(), &keys, before.token.as_ref()) else { return };
    work.busy.set(true);
    leptos::task::spawn_local(async move {
        let answer = send(work.dispatch, question.operation(), &input).await;
        let _ = work.busy.try_set(false);
        match answer {
            Ok(mut answer) => {
                let mut items = before.items;
                if let Value::Array(more) = answer["Items"].take() {
                    Arc::make_mut(&mut items).extend(more);
                }
                let found = Found {
                    items,
                    pages: before.pages + 1,
                    counts: (answer["Count"].as_u64().unwrap_or(0), answer["ScannedCount"].as_u64().unwrap_or(0)),
                    units: units(&answer, "read").unwrap_or_default(),
                    token: answer.get("LastEvaluatedKey").cloned(),
                };
                let _ = finding.refused.try_set(None);
                let _ = finding.found.try_set(Some(found));
                let _ = finding.asked.try_set(Some((question, keys)));
            }
            Err(error) => drop(finding.refused.try_set(Some(error))),
        }
    });
}

/// The search: what is asked beside what was found.
#[component]
pub fn Search() -> impl IntoView {
    let work = Work::from_context();
    let made = request(work);
    let missing = move || made.with(|made| made.as_ref().err().cloned());
    let is_ready = move || made.with(Result::is_ok) && !work.busy.get();
    let verb = move || work.finding.question.with(|question| format!("Run {}", question.operation()));
    let ask = Callback::new(move |()| {
        if untrack(is_ready) {
            run(work, false)
        }
    });
    view! {
        <div class="search">
            <form class="search__ask" aria-label="What is asked" on:submit=move |event| { event.prevent_default(); ask.run(()); }>
                <div class="search__parts"><builder::Builder/></div>
                <div class="search__run">
                    <p class="search__missing" role="status">{missing}</p>
                    <button class="btn" class:btn--ink=is_ready type="submit" aria-disabled=move || (!is_ready()).then_some("true")>
                        <Icon name=Name::Play/>{verb}
                    </button>
                </div>
                <details class="search__call"><summary>"The call"</summary><CallText made/></details>
            </form>
            <Results/>
        </div>
    }
    .into_any()
}

/// The call that is put together, beside the tape.
#[component]
pub fn Call() -> impl IntoView {
    let work = Work::from_context();
    let made = request(work);
    let operation = move || work.finding.question.with(Question::operation);
    view! {
        <header class="dock__head"><b>"The call"</b><span>{operation}</span><i class="grow"></i></header>
        <div class="dock__call" tabindex="0" role="region" aria-label="The call as JSON"><CallText made/></div>
    }
    .into_any()
}

#[component]
fn CallText(made: Derived<Result<Value, String>>) -> impl IntoView {
    let work = Work::from_context();
    let text = Signal::derive(move || {
        made.with(|made| match made {
            Ok(input) => serde_json::to_string_pretty(input).unwrap_or_default(),
            Err(says) => format!("{says}."),
        })
    });
    let line = Signal::derive(move || {
        let operation = work.finding.question.with(Question::operation);
        made.with(|made| {
            made.as_ref().map(|input| cli::of_json("dynamodb", operation, &input.to_string())).unwrap_or_default()
        })
    });
    let language = Signal::derive(move || if made.with(Result::is_ok) { "json" } else { "text" });
    view! {
        <Code text language what="the request"/>
        {move || made.with(Result::is_ok).then(|| view! {
            <p class="call-line"><code>{line}</code><Copy text=line what="the command"/></p>
        })}
    }
    .into_any()
}

/// What was found.
#[component]
fn Results() -> impl IntoView {
    let work = Work::from_context();
    let finding = work.finding;
    let rows = Derived::new(move |_| {
        let items = finding.found.with(|found| found.as_ref().map(|found| found.items.clone()).unwrap_or_default());
        Rows { total: items.len(), from: 0, items }
    });
    let form = RwSignal::new(Form::Table);
    let state = Derived::new(move |_| finding.found.with(|found| found.as_ref().map(|found| found.items.is_empty())));
    let facts = move || {
        finding.found.with(|found| {
            let Some(found) = found else { return String::new() };
            let page = if found.pages > 1 { format!("page {}: ", found.pages) } else { String::new() };
            format!("{page}Count {}, ScannedCount {}, {}", found.counts.0, found.counts.1, found.units)
        })
    };
    let token = move || finding.found.with(|found| found.as_ref().and_then(|found| found.token.clone()));
    let next = move || {
        match (token(), finding.found.with(Option::is_some)) {
        (Some(token), _) => Some(view! {
            <span class="search__token" title=token.to_string()>"LastEvaluatedKey "<b class="mono">{work.words_of(&token)}</b></span>
            <button class="btn btn--line" type="button" on:click=move |_| run(work, true)>"Next page"</button>
        }
        .into_any()),
        (None, true) => Some(view! { <span class="search__token">"No LastEvaluatedKey: that was all."</span> }.into_any()),
        (None, false) => None,
    }
    };
    let refused = move || {
        finding.refused.get().map(
            |says| view! { <p class="search__refused" role="alert"><Icon name=Name::Cross/><span>{says}</span></p> },
        )
    };
    let body = move || {
        match state.get() {
        None => view! {
            <div class="table__away"><div class="empty">
                <b>"Nothing was asked yet"</b>
                <p>"A Query reads one partition, in the order of its sort keys. A Scan reads everything and bills everything, also what its filter drops."</p>
            </div></div>
        }
        .into_any(),
        Some(true) => view! {
            <div class="table__away"><div class="empty">
                <b>"No items on this page"</b>
                <p>"What was looked at is billed all the same. A page without items can have a next one: see LastEvaluatedKey."</p>
            </div></div>
        }
        .into_any(),
        Some(false) => view! { <Whole rows form/> }.into_any(),
    }
    };
    view! {
        <section class="search__found" aria-label="What was found">
            <div class="bench__bar">
                <Forms form/><Selected/>
                {move || (state.get() == Some(false)).then(|| view! { <files::Export items=Callback::new(move |()| finding.found.with_untracked(|found| found.as_ref().map(|found| found.items.clone()).unwrap_or_default()))/> })}
            </div>
            {refused}
            {body}
            <p class="table__foot"><span role="status">{facts}</span><span class="grow"></span>{next}</p>
        </section>
    }
    .into_any()
}

/// Rows that are all there: only those in sight are given to the grid.
#[component]
fn Whole(rows: Derived<Rows>, form: RwSignal<Form>) -> impl IntoView {
    let window = RwSignal::new((0_usize, 0_usize));
    let seen = Derived::new(move |_| {
        let (from, to) = window.get();
        rows.with(|rows| {
            let (from, to) = (from.min(rows.total), to.min(rows.total));
            Rows { total: rows.total, from, items: Arc::new(rows.items[from..to].to_vec()) }
        })
    });
    let look = Callback::new(move |wanted| window.set(wanted));
    view! { <Grid rows=seen label="Items found" form look/> }.into_any()
}
