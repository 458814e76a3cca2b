//! A run handed on: what is given to others, what others gave, and code of theirs that waits.

use cloud::sim::trace::Place;
use leptos::{html, prelude::*};

use super::route::{self, Route};
use super::shell::Shell;
use super::upload::ChooseRun;
use crate::derived::Derived;
use crate::store::{Action, Dispatch, Offered, Selection, Store, ToShare};
use crate::widgets::copy::Copy;
use crate::widgets::dialog::Dialog;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// Hands the run on: in a link, or as a file.
#[component]
pub fn Share() -> impl IntoView {
    let open = Shell::from_context().dialogs.share;
    let dispatch = Dispatch::from_context();
    Effect::new(move |_| {
        if open.get() {
            dispatch.send(Action::Share);
        }
    });
    view! { <Dialog open title="Share this run"><Ways/></Dialog> }
}

#[component]
fn Ways() -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let shell = Shell::from_context();
    let body = move || match store.to_share.get() {
        None => view! { <p role="status">"Packing the run"</p> }.into_any(),
        Some(Err(why)) => view! { <p role="status">{why}</p> }.into_any(),
        Some(Ok(to_share)) => {
            let stands = match to_share.is_moment {
                true => format!(", and stands at {}, where you stand now.", format::ms(store.at_us.get_untracked())),
                false => ", from its first message to its last.".to_owned(),
            };
            let size = format::bytes(to_share.bytes);
            view! {
                <p>"Whoever opens it sees this run as you see it"{stands}" Code of yours runs there only when they say so."</p>
                <Link to_share/>
                <div class="share__way">
                    <button class="btn btn--line" type="button" on:click=move |_| dispatch.send(Action::SaveRecording)>
                        <Icon name=Name::Download/>"Save as a file, "{size}
                    </button>
                    <ChooseRun class="btn btn--text" then=Callback::new(move |()| shell.dialogs.share.set(false))>
                        "Open a saved run"
                    </ChooseRun>
                </div>
                <p class="share__note">"The link and the file hold the run itself. Nothing is sent anywhere."</p>
            }
            .into_any()
        }
    };
    view! { <div class="share">{body}</div> }
}

#[component]
fn Link(to_share: ToShare) -> impl IntoView {
    let Some(link) = to_share.link else {
        return view! {
            <p class="share__note">"It holds too much for a link: save it as a file."</p>
        }
        .into_any();
    };
    let page = window().location().href().unwrap_or_default();
    let page = page.split('#').next().unwrap_or_default();
    let address = format!("{page}#{link}");
    let text = Signal::stored(address.clone());
    let field = NodeRef::<html::Input>::new();
    // It comes after the dialog, which has given the focus away by then.
    Effect::new(move |_| {
        if let Some(field) = field.get() {
            // What is in the page can have the focus.
            let _ = field.focus();
            field.select();
        }
    });
    view! {
        <div class="share__link">
            <input class="input mono" type="text" readonly aria-label="Link to this run" value=address node_ref=field/>
            <Copy text what="the link"/>
        </div>
    }
    .into_any()
}

/// Asks before a run of somebody else's takes the place of the learner's.
#[component]
pub fn Offer() -> impl IntoView {
    let store = expect_context::<Store>();
    let shell = Shell::from_context();
    let dispatch = Dispatch::from_context();
    let open = RwSignal::new(false);
    let answer = move |taken: bool| {
        let Some(offered) = store.offered.get_untracked() else { return };
        dispatch.send(Action::TakeOffered(taken));
        if taken {
            route::go(&Route::Lesson(offered.lesson));
        } else if matches!(shell.route.get_untracked(), Route::Run(_)) {
            route::go(&Route::Home);
        }
    };
    Effect::new(move |_| {
        if store.offered.with(Option::is_some) {
            open.set(true);
        }
    });
    // Whichever way the dialog was closed, an answer was given.
    Effect::new(move |_| {
        if !open.get() {
            answer(false);
        }
    });
    let take = Callback::new(move |()| {
        answer(true);
        open.set(false);
    });
    view! {
        <Dialog open title="Open this run?">
            {move || store.offered.get().map(|offered| view! { <Offering offered take open/> })}
        </Dialog>
    }
}

#[component]
fn Offering(offered: Offered, take: Callback<()>, open: RwSignal<bool>) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let (done, ran) = offered.done;
    let save = (offered.own > 0).then(|| {
        view! {
            <button class="btn btn--line" type="button" on:click=move |_| dispatch.send(Action::SaveRecording)>
                <Icon name=Name::Download/>"Save mine first"
            </button>
        }
    });
    let own = match offered.own {
        0 if offered.kept => Some("The browser keeps a run of yours of that lesson, and this one takes its place. Leave this and save yours there first, if you want to keep it.".to_owned()),
        0 => None,
        own => Some(format!("It takes the place of your own run of this lesson, {}.", format::counted(own, "message", "messages"))),
    };
    view! {
        <p>
            "It came with "<b>{offered.from}</b>" and is a run of "<b>{offered.title}</b>": "
            {format::counted(done, "action", "actions")}" and "{format::counted(ran, "run of code", "runs of code")}"."
        </p>
        <p>"What the code did then is shown from the recording. Code that is not the lesson\u{2019}s own does not run here until you say so."</p>
        {own.map(|own| view! { <p>{own}</p> })}
        <div class="dialog__do">
            <button class="btn btn--ink" type="button" on:click=move |_| take.run(())>"Open it"</button>
            {save}
            <button class="btn btn--line" type="button" data-focus="true" on:click=move |_| open.set(false)>"Leave it"</button>
        </div>
    }
    .into_any()
}

/// Says whose code waits, and lets it run.
#[component]
pub fn Waiting() -> impl IntoView {
    let store = expect_context::<Store>();
    let shell = Shell::from_context();
    let dispatch = Dispatch::from_context();
    let waits = Derived::new(move |_| store.waits.get());
    let body = move || {
        waits.get().map(|waits| {
            let names = waits.functions.join(", ");
            let read = waits.functions.first().cloned().map(|name| {
                let look = move |_| {
                    let place = Place::Function(name.clone().into());
                    dispatch.send(Action::Select(Some(Selection::Place(place.clone()))));
                    dispatch.send(Action::Open(Some(place)));
                    shell.show_inspector();
                };
                view! { <button class="btn btn--line" type="button" on:click=look>"Read it"</button> }
            });
            view! {
                <div class="notice">
                    <p>
                        <b>"Code of "<span class="mono">{names}</span>" waits. "</b>
                        <span>"This run came with "{waits.from}". Code in it that is not the lesson\u{2019}s own runs in this tab only if you let it; it can reach nothing but the simulated cloud."</span>
                    </p>
                    {read}
                    <button class="btn btn--ink" type="button" on:click=move |_| dispatch.send(Action::Allow)>"Let it run"</button>
                    <button class="btn btn--line" type="button" on:click=move |_| dispatch.send(Action::Refuse)>"Not now"</button>
                </div>
            }
        })
    };
    view! { <div class="notices" role="alert">{body}</div> }
}
