//! An editor for code: CodeMirror with our looks, loaded when it is first wanted. Text and marks in, edits out; what the
//! code is for, the owner knows.

mod compare;
mod library;

use std::sync::atomic::{AtomicU32, Ordering};

use js_sys::Array;
use leptos::{html, prelude::*};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;

pub use compare::Compare;
pub use library::{Held, Library};
use library::{View, object};

/// Tells the help of one editor on the page from that of another.
static NEXT_ID: AtomicU32 = AtomicU32::new(0);

/// A text to edit.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// Tells it from other texts that the same editor shows in turn.
    pub id: String,
    /// What it says.
    pub text: String,
    /// `javascript`, `python`, `json`, `rust` or `text`.
    pub language: &'static str,
}

/// Something wrong with a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Its line, from 1.
    pub line: u32,
    /// Its column, from 1.
    pub column: u32,
    /// What is wrong, a sentence.
    pub message: String,
}

/// What stands at a line's end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The line, from 1.
    pub line: u32,
    /// A few words, or none to mark the line alone.
    pub text: String,
    /// `plain`, `now` or `fail`.
    pub kind: &'static str,
}

/// A place to bring into sight, and how often it was asked for, so that the same can be asked again.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reveal {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
    /// How often a place was asked for.
    pub times: u32,
}

/// The editor's code, once it is there; until then what is on its way, and a way to try again.
#[component]
pub fn WithLibrary(
    /// What is shown with it.
    children: Callback<Library, AnyView>,
    /// What stands above the words while it is not there.
    waiting: Callback<(), AnyView>,
) -> impl IntoView {
    #[derive(Clone)]
    enum State {
        Coming,
        Here(Library),
        Failed,
    }
    let state = RwSignal::new(Library::loaded().map_or(State::Coming, State::Here));
    let attempt = StoredValue::new(0);
    let load = move || {
        state.set(State::Coming);
        let times = attempt.get_value();
        attempt.set_value(times + 1);
        leptos::task::spawn_local(async move {
            let loaded = Library::load(times).await;
            // The learner may have gone on by now.
            let _ = state.try_set(loaded.map_or(State::Failed, State::Here));
        });
    };
    if Library::loaded().is_none() {
        load();
    }
    move || {
        match state.get() {
        State::Here(library) => children.run(library),
        State::Coming => view! {
            {waiting.run(())}
            <div class="editor__coming">
                <p role="status">"Fetching the editor, 0.15 MB"</p>
                <span class="wait-bar" aria-hidden="true"><i></i></span>
            </div>
        }
        .into_any(),
        State::Failed => view! {
            {waiting.run(())}
            <div class="editor__coming">
                <div class="empty" role="alert">
                    <b>"The editor did not arrive"</b>
                    <p>"Its code comes from where the page came from. Check the connection; all else on the page works without it."</p>
                </div>
                <button class="btn btn--line" type="button" on:click=move |_| load()>"Fetch it again"</button>
            </div>
        }
        .into_any(),
    }
    }
}

/// An editor.
#[component]
pub fn Editor(
    /// The editor's code.
    library: Library,
    /// The text. When another is given, it is shown in its place.
    text: Signal<Text>,
    /// What it is, for screen readers: `handler.py`.
    #[prop(into)]
    label: Signal<String>,
    /// What is wrong, at its lines.
    #[prop(optional, into)]
    faults: Signal<Vec<Fault>>,
    /// What stands at lines' ends.
    #[prop(optional, into)]
    notes: Signal<Vec<Note>>,
    /// Whether it is only to be read.
    #[prop(optional, into)]
    read_only: Signal<bool>,
    /// A place to bring into sight.
    #[prop(optional, into)]
    reveal: Signal<Reveal>,
    /// Told the text after each edit.
    changed: Callback<String>,
    /// Ctrl or Command with S.
    saved: Callback<()>,
    /// Told when it gets or loses focus.
    #[prop(optional, into)]
    focused: Option<Callback<bool>>,
) -> impl IntoView {
    let help = format!("editor-help-{}", NEXT_ID.fetch_add(1, Ordering::Relaxed));
    let frame = NodeRef::<html::Div>::new();
    let view = StoredValue::<Option<SendWrapper<View>>>::new(None);
    let with = move |act: &dyn Fn(&View)| {
        view.try_with_value(|view| view.as_deref().map(act));
    };
    let described = help.clone();
    Effect::new(move |_| {
        let Some(frame) = frame.try_get().flatten() else { return };
        if view.with_value(Option::is_some) {
            return;
        }
        let tell = tell(changed, saved, focused);
        let first = text.get_untracked();
        let is = object(&[
            ("id", first.id.into()),
            ("text", first.text.into()),
            ("language", first.language.into()),
            ("label", label.get_untracked().into()),
            ("described", described.clone().into()),
            ("readOnly", read_only.get_untracked().into()),
        ]);
        view.set_value(Some(SendWrapper::new(library.open(&frame, &is, &tell))));
    });
    // Each of these also runs once after the editor has opened, for what was given before. One that was called for may come
    // when the editor and all that it was given are gone: then there is nothing to do.
    Effect::new(move |_| text.try_with(|text| with(&|view| view.show(&text.id, &text.text, text.language))));
    Effect::new(move |_| {
        let (Some(label), Some(read_only)) = (label.try_get(), read_only.try_get()) else { return };
        with(&|view| view.set(&label, read_only));
    });
    Effect::new(move |_| {
        // Another text has faults and notes of its own.
        text.try_with(|text| drop(text.id.clone()));
        let (Some(faults), Some(notes)) = (faults.try_get(), notes.try_get()) else { return };
        let (faults, notes) = (faults_of(&faults), notes_of(&notes));
        with(&|view| {
            view.set_faults(&faults);
            view.set_notes(&notes);
        });
    });
    Effect::new(move |_| {
        let Some(place) = reveal.try_get() else { return };
        if place.times > 0 {
            with(&|view| view.reveal(place.line, place.column));
        }
    });
    on_cleanup(move || {
        // The value may be gone already when the whole page's part is.
        let _ = view.try_update_value(|view| view.take().inspect(|view| view.close()));
    });
    view! {
        <div class="editor" node_ref=frame></div>
        <p class="editor__help" id=help>
            <span class="hidden-text">"Tab indents. To leave the editor by keyboard, press Escape, then Tab. "</span>
            <span aria-hidden="true"><kbd>"Esc"</kbd>" then "<kbd>"Tab"</kbd>" leaves"</span>
            <span aria-hidden="true"><kbd>"Ctrl"</kbd><kbd>"F"</kbd>" finds"</span>
            <span aria-hidden="true"><kbd>"Ctrl"</kbd><kbd>"Space"</kbd>" completes"</span>
        </p>
    }
    .into_any()
}

/// What the editor tells, as functions. They live as long as the page: an editor may tell until it is gone.
fn tell(changed: Callback<String>, saved: Callback<()>, focused: Option<Callback<bool>>) -> js_sys::Object {
    let changed = Closure::<dyn Fn(String)>::new(move |text| {
        changed.try_run(text);
    });
    let saved = Closure::<dyn Fn()>::new(move || {
        saved.try_run(());
    });
    let focused = Closure::<dyn Fn(bool)>::new(move |whether| {
        if let Some(focused) = focused {
            focused.try_run(whether);
        }
    });
    object(&[
        ("changed", changed.into_js_value()),
        ("save", saved.into_js_value()),
        ("focused", focused.into_js_value()),
    ])
}

fn faults_of(faults: &[Fault]) -> Array {
    let fault = |fault: &Fault| {
        object(&[
            ("line", fault.line.into()),
            ("column", fault.column.into()),
            ("message", fault.message.clone().into()),
        ])
    };
    faults.iter().map(fault).collect()
}

fn notes_of(notes: &[Note]) -> Array {
    let note = |note: &Note| {
        object(&[("line", note.line.into()), ("text", note.text.clone().into()), ("kind", note.kind.into())])
    };
    notes.iter().map(note).collect()
}
