//! The function's code: its files, the editor, its runtime, and how it differs from what is deployed.

use leptos::prelude::*;

use super::draft::{Draft, RUNTIMES, Source, language};
use super::files::Files;
use super::starters::{Language, starter};
use super::work::Work;
use crate::derived::Derived;
use crate::store::Store;
use crate::widgets::editor::{Compare, Editor, Note, Text};

/// The source of the functions in Rust, to be read.
const RUST: &str = include_str!("../../crates/functions/src/thumbnail/mod.rs");

/// The code.
#[component]
pub fn Code() -> impl IntoView {
    let work = Work::from_context();
    let in_rust = Derived::new(move |_| work.draft.with(|draft| matches!(draft.source, Source::Rust(_))));
    move || if in_rust.get() { view! { <InRust/> }.into_any() } else { view! { <InFiles/> }.into_any() }
}

/// A function in Rust, to be read, and ways to write it in a language that can be changed here.
#[component]
fn InRust() -> impl IntoView {
    let work = Work::from_context();
    let job = work.draft.with_untracked(|draft| match &draft.source {
        Source::Rust(name) => name.clone(),
        Source::Files(_) => String::new(),
    });
    let known = job == "thumbnail";
    let write = move |to: Language| {
        let job = job.clone();
        view! {
            <button class="btn btn--line" type="button" on:click=move |_| work.begin(starter(&job, to))>
                {format!("Write it in {} instead", to.title())}
            </button>
        }
    };
    let text = Signal::stored(Text { id: "rust".to_owned(), text: RUST.to_owned(), language: "rust" });
    view! {
        <div class="bench__bar">
            <p class="bench__say">
                <b>"Rust, compiled to WebAssembly. "</b>
                "It comes built with the page, as provided.al2023 wants it, so this is for reading."
            </p>
            {write(Language::Python)}{write.clone()(Language::Node)}
        </div>
        {known.then(|| view! {
            <Editor
                library=work.library() text label="The function's source in Rust" read_only=true
                changed=Callback::new(|_| ()) saved=Callback::new(move |()| work.deploy())
            />
        })}
    }
    .into_any()
}

/// A function that can be changed here.
#[component]
fn InFiles() -> impl IntoView {
    let work = Work::from_context();
    let compares = RwSignal::new(false);
    // What is deployed is compared with nothing.
    Effect::new(move |_| {
        if compares.is_disposed() {
            return;
        }
        // Told only when it changes: whoever hears of it makes the editor anew, and the focus would be lost.
        if !work.is_edited() && compares.get_untracked() {
            compares.set(false);
        }
    });
    let label = Signal::derive(move || work.open_file.get());
    let now = Derived::new(move |_| {
        let name = work.open_file.get();
        let text = work.draft.with(|draft| draft.text(&name).map(str::to_owned));
        text.map(|text| Text { language: language(&name), id: name, text })
    });
    let is_text = Derived::new(move |_| now.with(Option::is_some));
    let text = Signal::derive(move || now.get().unwrap_or_default());
    let before = Signal::derive(move || {
        work.deployed.with(|deployed| work.open_file.with(|name| deployed.text(name).unwrap_or_default().to_owned()))
    });
    let after = Signal::derive(move || now.with(|now| now.as_ref().map(|now| now.text.clone()).unwrap_or_default()));
    let of = Signal::derive(move || work.open_file.with(|name| language(name)));
    let changed = Callback::new(move |text: String| {
        let name = work.open_file.get_untracked();
        work.draft.update(|draft| draft.write(&name, text));
    });
    let body = move || {
        if !is_text.get() {
            return view! { <p class="bench__nothing">"This file is no text. It stays in the package as it is."</p> }
                .into_any();
        }
        if compares.get() && work.is_edited() {
            return view! { <Compare library=work.library() before after language=of label/> }.into_any();
        }
        view! {
            <Editor
                library=work.library() text label notes=notes(work) reveal=work.reveal
                changed saved=Callback::new(move |()| work.deploy())
            />
        }
        .into_any()
    };
    view! {
        <div class="bench__bar">
            <Files/>
            <button
                class="btn btn--text" type="button" aria-pressed=move || (compares.get() && work.is_edited()).to_string()
                aria-disabled=move || (!work.is_edited()).then_some("true")
                on:click=move |_| if work.is_edited() { compares.update(|compares| *compares = !*compares) }
            >
                "Compare"
            </button>
            <Reset/>
        </div>
        <Runs/>
        {body}
    }
    .into_any()
}

/// Where the last test failed, if that was in the open file.
fn notes(work: Work) -> Signal<Vec<Note>> {
    let failed = Derived::new(move |_| {
        work.outcome.with(|outcome| {
            let outcome = outcome.as_ref()?;
            let (file, line) = outcome.place()?;
            Some((file, line, outcome.failure.as_ref()?.kind.clone()))
        })
    });
    Signal::derive(move || match failed.get() {
        Some((file, line, kind)) if work.open_file.with(|open| *open == file) => {
            vec![Note { line, text: format!("{kind} in the last test"), kind: "fail" }]
        }
        _ => Vec::new(),
    })
}

/// Back to the code that the lesson began with; it is edited, not deployed.
#[component]
fn Reset() -> impl IntoView {
    let work = Work::from_context();
    let store = expect_context::<Store>();
    let begun = Derived::new(move |_| {
        let library = work.library();
        store.bench.with(|bench| bench.as_ref()?.begun.as_ref().map(|function| Draft::of(function, &library)))
    });
    let differs =
        move || begun.with(|begun| begun.as_ref().is_some_and(|begun| work.draft.with(|draft| draft != begun)));
    move || {
        differs().then(|| {
            view! {
                <button
                    class="btn btn--text" type="button" title="Puts the code that the lesson began with into the editor"
                    on:click=move |_| if let Some(begun) = begun.get_untracked() { work.begin(begun) }
                >
                    "Back to the starting code"
                </button>
            }
        })
    }
}

/// What the code runs on, and where it begins.
#[component]
fn Runs() -> impl IntoView {
    let work = Work::from_context();
    let runtime = Derived::new(move |_| work.draft.with(|draft| draft.runtime.clone()));
    let handler = Derived::new(move |_| work.draft.with(|draft| draft.handler.clone()));
    let options = move || {
        let now = runtime.get();
        let known = RUNTIMES.iter().any(|(name, _)| *name == now);
        let other = (!known)
            .then(|| view! { <option value=now.clone() selected=true>{format!("{now}; does not run here")}</option> });
        let one = |(name, says): (&'static str, &'static str)| {
            view! { <option value=name selected=name == now>{format!("{name}: {says}")}</option> }
        };
        view! { {RUNTIMES.map(one).collect_view()}{other} }.into_any()
    };
    let lost = move || {
        let (handler, runtime) = (handler.get(), runtime.get());
        let file = handler.rsplit_once('.').map_or("", |(module, _)| module).to_owned();
        let ends: &[&str] = if runtime.starts_with("python") { &["py"] } else { &["js", "mjs", "cjs"] };
        let found = work
            .draft
            .with(|draft| draft.files().iter().any(|held| ends.iter().any(|end| held.name == format!("{file}.{end}"))));
        (!found).then(|| format!("There is no {file}.{}: Lambda would not find the handler.", ends[0]))
    };
    view! {
        <div class="bench__runs">
            <label>"Runtime"
                <select class="input" on:change=move |event| work.draft.update(|draft| draft.runtime = event_target_value(&event))>
                    {options}
                </select>
            </label>
            <label>"Handler"
                <input
                    class="input" autocomplete="off" spellcheck="false" prop:value=move || handler.get()
                    on:input=move |event| work.draft.update(|draft| draft.handler = event_target_value(&event))
                />
            </label>
            <span class="field__error" role="status">{lost}</span>
        </div>
    }
    .into_any()
}
