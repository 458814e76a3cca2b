//! The frame: the entrance or a lesson, and what floats above both. It knows where regions stand, not what they show.

mod dialogs;
pub mod frame;
mod keys;
mod lesson;
pub mod notice;
mod projector;
pub mod route;
mod share;
pub mod shell;
pub mod topbar;
pub mod upload;

use leptos::prelude::*;

use crate::derived::Derived;
use crate::home::Home;
use crate::parts::Parts;
use crate::store::{Action, Store};
use crate::widgets::format;
use notice::Notice;
use route::Route;
use shell::Shell;
use topbar::Wordmark;
use upload::DropAnywhere;

/// The page.
#[component]
pub fn App() -> impl IntoView {
    let store = Store::new();
    let shell = Shell::new();
    let parts = Parts::new(store);
    provide_context(store);
    provide_context(parts.dispatch());
    provide_context(shell);
    keys::listen(store);
    keep_title(store, shell);
    let dispatch = parts.dispatch();
    Effect::new(move |_| match shell.route.get() {
        Route::Home => {}
        Route::Lesson(id) => dispatch.send(Action::Enter(id)),
        Route::Run(run) => dispatch.send(Action::OpenLink(run)),
    });
    // The entrance is drawn first.
    request_animation_frame(move || parts.load());

    // A run that is offered is not there yet.
    let at_home = Derived::new(move |_| !matches!(shell.route.get(), Route::Lesson(_)));
    view! {
        <a class="skip" href="#main" on:click=skip>"To the main part"</a>
        {move || match at_home.get() {
            true => view! { <Home/> }.into_any(),
            false => parts.stage.get().map_or_else(|| view! { <Coming/> }.into_any(), |stage| (stage.lesson)()),
        }}
        {move || parts.stage.get().map(|stage| (stage.dialogs)())}
        <DropAnywhere/>
    }
}

/// A lesson's frame while its code is on its way.
#[component]
fn Coming() -> impl IntoView {
    view! {
        <div class="coming">
            <header class="topbar"><Wordmark/></header>
            <Notice/>
            <main class="coming__say" id="main" tabindex="-1">
                <p role="status">"Starting the cloud in this tab"</p>
                <span class="wait-bar" aria-hidden="true"><i></i></span>
            </main>
        </div>
    }
}

/// Gives focus to the main part by itself: its address would be taken for a place of the page.
fn skip(event: leptos::ev::MouseEvent) {
    use wasm_bindgen::JsCast;
    event.prevent_default();
    let main = document().get_element_by_id("main");
    if let Some(main) = main.and_then(|main| main.dyn_into::<web_sys::HtmlElement>().ok()) {
        // Fails only for elements that cannot have focus.
        let _ = main.focus();
    }
}

/// Names the moment in the tab's title: when time stands its figure, else that it runs.
fn keep_title(store: Store, shell: Shell) {
    let moment = Derived::new(move |_| {
        if !matches!(shell.route.get(), Route::Lesson(_)) {
            return "Coldstart: AWS in a browser tab, for learning".to_owned();
        }
        let lesson = store.lesson.with(|lesson| lesson.title.clone());
        // While it plays, the playhead is not followed: the title would change with every frame.
        let when = match store.transport.with(|transport| transport.playing) {
            true => "Playing".to_owned(),
            false => format::ms(store.at_us.get()),
        };
        format!("{when} \u{b7} {lesson} \u{b7} Coldstart")
    });
    Effect::new(move |_| document().set_title(&moment.get()));
}
