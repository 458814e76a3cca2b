//! Photos in, and runs that were saved: dropped anywhere on the window, pasted, or chosen. All ways but [`ChooseRun`]
//! end in [`take`].

use cloud::sim::trace::Place;
use leptos::{ev, prelude::*};
use web_sys::{DataTransfer, File};

use super::route::{self, FIRST_LESSON, Route};
use super::shell::{Shell, Tab};
use crate::store::{Action, Dispatch, Store};
use crate::widgets::picker::{Picker, files_of};

/// The bucket that lesson 1 uploads to, named before its world is there.
const FIRST_BUCKET: &str = "my-original-images";

/// The bucket that a photo lands in: the first of the map.
#[must_use]
pub fn target_bucket(store: Store) -> String {
    store.stage.with(|stage| {
        let first = stage.nodes.iter().find_map(|node| match &node.place {
            Place::Bucket(name) => Some(name.to_string()),
            _ => None,
        });
        first.unwrap_or_else(|| FIRST_BUCKET.to_owned())
    })
}

/// How the name of a file ends that holds a run.
const RUN: &str = ".coldstart";

/// Takes files in: a run is offered, all others are photos.
pub fn take(files: Vec<File>) {
    let (mut runs, photos): (Vec<_>, Vec<_>) = files.into_iter().partition(|file| file.name().ends_with(RUN));
    if let Some(run) = runs.pop() {
        Dispatch::from_context().send(Action::OpenRun(run));
    }
    if !photos.is_empty() {
        send(Action::Upload(photos));
    }
}

/// Asks for `action`, an upload of some kind, and goes to where it can be watched. The entrance's photos are for the first
/// lesson, whichever was open before.
pub fn send(action: Action) {
    let (shell, dispatch) = (Shell::from_context(), Dispatch::from_context());
    if !matches!(shell.route.get_untracked(), Route::Lesson(_)) {
        dispatch.send(Action::Enter(FIRST_LESSON.to_owned()));
        route::go(&Route::Lesson(FIRST_LESSON.to_owned()));
    }
    dispatch.send(action);
    shell.tab.set(Tab::Map);
}

/// A button that lets the learner choose photos of this device.
#[component]
pub fn ChoosePhoto(
    /// Its classes.
    #[prop(optional, default = "btn btn--line")]
    class: &'static str,
    /// What it says; `Choose a photo` unless told.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let says = match children {
        Some(children) => children().into_any(),
        None => "Choose a photo".into_any(),
    };
    chooser(class, "image/*", true, says, take)
}

/// A button that lets the learner choose a run that was saved.
#[component]
pub fn ChooseRun(
    /// Its classes.
    class: &'static str,
    /// Told when one was chosen.
    #[prop(optional, into)]
    then: Option<Callback<()>>,
    /// What it says.
    children: Children,
) -> impl IntoView {
    // Whatever it is called, it was chosen to be opened: what is no run is told so.
    chooser(class, RUN, false, children().into_any(), move |mut files| {
        if let Some(file) = files.pop() {
            Dispatch::from_context().send(Action::OpenRun(file));
        }
        if let Some(then) = then {
            then.run(());
        }
    })
}

/// A button that opens the browser's file picker.
fn chooser(
    class: &'static str,
    accept: &'static str,
    multiple: bool,
    says: AnyView,
    take: impl Fn(Vec<File>) + 'static,
) -> impl IntoView {
    let picker = Picker::default();
    let owner = Owner::current().expect("a component is built under an owner");
    let chosen = move |files| owner.with(|| take(files));
    view! {
        <button class=class type="button" on:click=move |_| picker.open()>{says}</button>
        {picker.input(accept, multiple, chosen)}
    }
}

/// Takes photos dropped anywhere on the window, and pasted ones; names the bucket while they hover.
#[component]
pub fn DropAnywhere() -> impl IntoView {
    let store = expect_context::<Store>();
    // How many nested elements the drag is over: it enters one before it leaves the other.
    let depth = RwSignal::new(0_i32);
    let owner = StoredValue::new(Owner::current().expect("a component is built under an owner"));
    window_event_listener(ev::dragenter, move |event| {
        if carries_files(event.data_transfer().as_ref()) {
            depth.update(|depth| *depth += 1);
        }
    });
    window_event_listener(ev::dragleave, move |event| {
        if carries_files(event.data_transfer().as_ref()) {
            depth.update(|depth| *depth = (*depth - 1).max(0));
        }
    });
    window_event_listener(ev::dragover, move |event| {
        if let Some(data) = event.data_transfer().filter(|data| carries_files(Some(data))) {
            event.prevent_default();
            data.set_drop_effect("copy");
        }
    });
    window_event_listener(ev::drop, move |event| {
        depth.set(0);
        // The stage has taken it.
        if event.default_prevented() {
            return;
        }
        let files = files_of(event.data_transfer().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            owner.with_value(|owner| owner.with(|| take(files)));
        }
    });
    window_event_listener(ev::paste, move |event| {
        let files = files_of(event.clipboard_data().and_then(|data| data.files()));
        if !files.is_empty() {
            event.prevent_default();
            owner.with_value(|owner| owner.with(|| take(files)));
        }
    });
    view! {
        <div class="drop-veil" class:is-over=move || { depth.get() > 0 } aria-hidden="true">
            <p>"Let go to upload to "<b class="mono">{move || target_bucket(store)}</b></p>
        </div>
    }
}

fn carries_files(data: Option<&DataTransfer>) -> bool {
    data.is_some_and(|data| data.types().includes(&"Files".into(), 0))
}
