//! What came of a test run: the result or the error, the figures, the log.

use leptos::prelude::*;

use super::cost::price;
use super::ms;
use super::outcome::{Failure, Frame, Outcome, Report};
use super::work::Work;
use crate::widgets::code::Code;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// Where a test run stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Run {
    /// None was asked for yet.
    None,
    /// Invoke waits for its answer.
    Running,
    /// It was answered.
    Done,
}

/// The result.
#[component]
pub fn Shown(
    /// Where the run stands.
    run: RwSignal<Run>,
) -> impl IntoView {
    let work = Work::from_context();
    move || {
        match (run.get(), work.outcome.get()) {
        (Run::Running, _) => view! {
            <div class="test__wait" role="status"><p>"Running. Lambda answers when the handler has ended."</p><span class="wait-bar"><i></i></span></div>
        }
        .into_any(),
        (Run::None, _) => view! {
            <div class="empty panel__empty"><b>"No run yet"</b><p>"The result lands here, with its log, its time and its price."</p></div>
        }
        .into_any(),
        (Run::Done, None) => view! {
            <div class="empty panel__empty"><b>"No answer"</b><p>"The call was not answered. Run it again."</p></div>
        }
        .into_any(),
        (Run::Done, Some(outcome)) => outcome_view(outcome, work),
    }
    }
}

fn outcome_view(outcome: Outcome, work: Work) -> AnyView {
    let Outcome { payload, failure, log, report } = outcome;
    let head = match &failure {
        None => view! { <span class="chip chip--ok"><Icon name=Name::Tick/>"Returned"</span> }.into_any(),
        Some(failure) => {
            view! { <span class="chip chip--fail"><Icon name=Name::Cross/>{failure.kind.clone()}</span> }.into_any()
        }
    };
    let title = match &failure {
        Some(failure) if failure.in_handler => "The handler failed",
        Some(_) => "Lambda refused the call",
        None => "Result",
    };
    let lines = log.into_iter().map(|text| view! { <li>{line(text)}</li> }).collect_view();
    view! {
        <section class="sect">
            <h3>{title}<span class="grow"></span>{head}</h3>
            {failure.map(|failure| failure_view(failure, work))}
            {(!payload.is_empty()).then(|| view! {
                <Code text=Signal::stored(payload) language=Signal::stored("json") what="the answer"/>
            })}
        </section>
        {report.map(figures)}
        <section class="sect test__log">
            <h3>"Log"<span class="grow"></span><span>"the last 4 KB"</span></h3>
            <ol class="lines">{lines}</ol>
        </section>
    }
    .into_any()
}

fn failure_view(failure: Failure, work: Work) -> impl IntoView {
    let frames = failure.stack.into_iter().map(move |frame| frame_view(frame, work)).collect_view();
    view! {
        <p class="test__message">{failure.message}</p>
        <ol class="stack" aria-label="Stack">{frames}</ol>
    }
}

/// A line of the stack; one that names a file of the package leads to it.
fn frame_view(frame: Frame, work: Work) -> AnyView {
    match frame.place {
        Some((file, number)) => {
            let label = format!("{file}, line {number}");
            view! {
                <li><button class="link" type="button" aria-label=format!("Open {label}") on:click=move |_| work.go_to(&file, number)>{frame.text}</button></li>
            }
            .into_any()
        }
        None => view! { <li>{frame.text}</li> }.into_any(),
    }
}

fn figures(report: Report) -> impl IntoView {
    let start = report.init_ms.map(|init| view! { <div><dt>"Start of the environment"</dt><dd>{ms(init)}</dd></div> });
    view! {
        <section class="sect">
            <h3>"This run"<span class="grow"></span><span>{if report.init_ms.is_some() { "cold" } else { "warm" }}</span></h3>
            <dl class="facts-list">
                <div><dt>"Duration"</dt><dd>{format!("{:.2} ms", report.duration_ms)}</dd></div>
                {start}
                <div><dt>"Billed"</dt><dd>{format!("{} ms", format::count(report.billed_ms))}</dd></div>
                <div><dt>"Memory"</dt><dd>{format!("{} of {} MB", report.max_memory_mb, format::count(u64::from(report.memory_mb)))}</dd></div>
                <div><dt>"Price, with its request"</dt><dd>{format::dollars(price(report.billed_ms, report.memory_mb))}</dd></div>
            </dl>
        </section>
    }
}

/// A log event: what Lambda writes itself begins with a word in capitals.
pub fn line(text: String) -> AnyView {
    const OF_LAMBDA: [&str; 5] = ["INIT_START", "START", "END", "REPORT", "INIT_REPORT"];
    let word = text.split_once(' ').map(|(word, _)| word.to_owned()).filter(|word| OF_LAMBDA.contains(&word.as_str()));
    match word {
        Some(word) => {
            let rest = text[word.len()..].to_owned();
            view! { <span><b>{word}</b>{rest}</span> }.into_any()
        }
        None if text.contains("ERROR") || text.contains("Task timed out") => {
            view! { <span class="is-failed">{text}</span> }.into_any()
        }
        None => view! { <span>{text}</span> }.into_any(),
    }
}
