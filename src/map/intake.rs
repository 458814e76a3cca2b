//! How the learner's files get in: chosen here, or dropped anywhere on the window, which the stage shows.

use leptos::prelude::*;
use web_sys::DragEvent;

use crate::store::{Action, Dispatch};
use crate::widgets::picker::Picker;

/// The way in for files. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Intake {
    /// Whether files are held over the stage now.
    pub over: RwSignal<bool>,
    picker: Picker,
    dispatch: Dispatch,
}

impl Intake {
    /// A way in.
    #[must_use]
    pub fn new() -> Self {
        Self { over: RwSignal::new(false), picker: Picker::default(), dispatch: Dispatch::from_context() }
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
        self.picker.open();
    }

    /// What stands behind the picker in the page.
    pub fn input(self) -> AnyView {
        self.picker.input("image/*", true, move |files| self.dispatch.send(Action::Upload(files)))
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
