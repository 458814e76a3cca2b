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
use crate::widgets::{focus, format};
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
    follow_focus(at_home, parts);
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

/// Gives focus to the main part when the button that led there is gone: the next press of Tab goes on from there, and not
/// from the top of the page. Who has only opened the page has pressed nothing.
fn follow_focus(at_home: Derived<bool>, parts: Parts) {
    let opened_at_home = at_home.get_untracked();
    Effect::new(move |went: Option<bool>| {
        let went = went.unwrap_or_default() || at_home.get() != opened_at_home;
        // A lesson is drawn again, whole, once its code is there.
        if went && (at_home.get() || parts.stage.with(Option::is_some)) {
            // By the next frame the part stands.
            request_animation_frame(|| {
                if focus::is_nowhere() {
                    focus_main();
                }
            });
        }
        went
    });
}

/// Gives focus to the main part by itself: its address would be taken for a place of the page.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    focus_main();
}

fn focus_main() {
    use wasm_bindgen::JsCast;
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
