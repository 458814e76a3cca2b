//! The browser's file picker, behind a button of the page's own.

use leptos::html::Input;
use leptos::prelude::*;
use web_sys::{File, FileList};

/// A picker that is opened from elsewhere. A copy is a handle.
#[derive(Clone, Copy, Default)]
pub struct Picker {
    input: NodeRef<Input>,
}

impl Picker {
    /// Opens it; a press of the learner's must be its cause, or the browser refuses.
    pub fn open(self) {
        if let Some(input) = self.input.get_untracked() {
            input.click();
        }
    }

    /// What stands behind it in the page: never seen, the button that opens it is. `accept` names types or endings, as
    /// HTML has them; `chosen` is given the files, of which there is at least one, and at most one unless `many`.
    pub fn input(self, accept: &'static str, many: bool, chosen: impl Fn(Vec<File>) + 'static) -> AnyView {
        let changed = move |_| {
            let Some(input) = self.input.get_untracked() else { return };
            let files = files_of(input.files());
            // So that the same file can be chosen again.
            input.set_value("");
            if !files.is_empty() {
                chosen(files);
            }
        };
        view! {
            <input node_ref=self.input type="file" accept=accept multiple=many hidden tabindex="-1" aria-hidden="true"
                on:change=changed/>
        }
        .into_any()
    }
}

/// The files of a list that the browser gives.
#[must_use]
pub fn files_of(list: Option<FileList>) -> Vec<File> {
    let Some(list) = list else { return Vec::new() };
    (0..list.length()).filter_map(|index| list.get(index)).collect()
}
