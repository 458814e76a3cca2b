//! How the learner's files get in: chosen here, or dropped anywhere on the window, which the stage shows.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{DragEvent, File, FileList};

use crate::store::{Action, Dispatch};

/// The way in for files. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Intake {
    /// Whether files are held over the stage now.
    pub over: RwSignal<bool>,
    input: NodeRef<Input>,
    dispatch: Dispatch,
}

impl Intake {
    /// A way in.
    #[must_use]
    pub fn new() -> Self {
        Self { over: RwSignal::new(false), input: NodeRef::new(), dispatch: Dispatch::from_context() }
    }

    /// Files are held over the stage: says that they may be dropped.
    pub fn hold(self, event: &DragEvent) {
        let files = event.data_transfer().is_some_and(|data| data.types().includes(&"Files".into(), 0));
        if files {
            event.prevent_default();
            self.over.set(true);
        }
    }

    /// The pointer left `event`'s target; inside the stage it only passes from one part to another.
    pub fn leave(self, event: &DragEvent) {
        if event.related_target().is_none() {
            self.over.set(false);
        }
    }

    /// Files are dropped: the window takes them in, wherever they fall.
    pub fn drop(self) {
        self.over.set(false);
    }

    /// Opens the browser's file picker.
    pub fn pick(self) {
        if let Some(input) = self.input.get_untracked() {
            input.click();
        }
    }

    fn send(self, files: Option<FileList>) {
        let Some(files) = files else { return };
        let files: Vec<File> = (0..files.length()).filter_map(|at| files.item(at)).collect();
        if !files.is_empty() {
            self.dispatch.send(Action::Upload(files));
        }
    }
}

/// The input behind the picker: it is never seen, the button that opens it is.
#[component]
pub fn HiddenInput(
    /// The way in.
    intake: Intake,
) -> impl IntoView {
    let chosen = move |_| {
        if let Some(input) = intake.input.get_untracked() {
            intake.send(input.files());
            // So that the same file can be chosen again.
            input.set_value("");
        }
    };
    view! {
        <input node_ref=intake.input type="file" accept="image/*" multiple hidden tabindex="-1" aria-hidden="true"
            on:change=chosen/>
    }
}

/// A button that opens the picker.
#[component]
pub fn PickFiles(
    /// The way in.
    intake: Intake,
    /// What it says.
    label: &'static str,
) -> impl IntoView {
    view! { <button class="btn btn--ink tray__pick" on:click=move |_| intake.pick()>{label}</button> }
}
