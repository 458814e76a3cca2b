//! What of the frame comes with the lesson's part.

use leptos::prelude::*;

use super::dialogs::Dialogs;
use super::lesson::Lesson;

/// A lesson, with all its regions.
pub fn lesson() -> AnyView {
    view! { <Lesson/> }.into_any()
}

/// The frame's dialogs.
pub fn dialogs() -> AnyView {
    view! { <Dialogs/> }.into_any()
}
