//! The method, the address with what it may become, and Send.

use leptos::{ev, html, prelude::*};

use super::Close;
use super::completion::{self, Offer};
use super::desk::{Desk, METHODS};
use crate::app::shell::Shell;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::icon::{Icon, Name};

/// The first row.
#[component]
pub fn Address() -> impl IntoView {
    let desk = Desk::of_page();
    let (store, dispatch) = (expect_context::<Store>(), Dispatch::from_context());
    let method = move || {
        let now = desk.method.get();
        let own = (!METHODS.contains(&now.as_str())).then(|| view! { <option selected=true>{now.clone()}</option> });
        let one = |name: &'static str| view! { <option value=name selected=name == now>{name}</option> };
        view! { {METHODS.map(one).collect_view()}{own} }.into_any()
    };
    let send = move |event: ev::SubmitEvent| {
        event.prevent_default();
        desk.send(store, dispatch);
    };
    view! {
        <form class="call__bar" on:submit=send novalidate=true>
            <span class="call__verb">
                <select aria-label="Method" on:change=move |event| desk.method.set(event_target_value(&event))>{method}</select>
                <Icon name=Name::ChevronDown/>
            </span>
            <Field/>
            <button class="btn btn--ink call__send" type="submit">"Send"<kbd>"Enter"</kbd></button>
            <Close/>
        </form>
        <p class="call__fault" role="alert">
            {move || desk.fault.get().map(|fault| view! { <Icon name=Name::Cross/><span>{fault}</span> })}
        </p>
    }
    .into_any()
}

/// The address, and the list of what it may become.
#[component]
fn Field() -> impl IntoView {
    let desk = Desk::of_page();
    let store = expect_context::<Store>();
    let shell = Shell::from_context();
    let field = NodeRef::<html::Input>::new();
    let open = RwSignal::new(false);
    // Whether the learner has written since the field got the focus: before that all is offered.
    let written = RwSignal::new(false);
    let at = RwSignal::new(None::<usize>);
    let all = Derived::new(move |_| {
        Offers(store.stage.with(|stage| desk.history.with(|history| completion::offers(stage, history))))
    });
    let found = Derived::new(move |_| {
        let url = if written.get() { desk.url.get() } else { String::new() };
        Offers(all.with(|all| completion::fitting(&all.0, &url)))
    });
    let stands = move || open.get() && found.with(|found| !found.0.is_empty());
    let take = move |offer: Offer| {
        desk.method.set(offer.method);
        desk.url.set(offer.url);
        desk.fault.set(None);
        open.set(false);
        at.set(None);
        if let Some(field) = field.get_untracked() {
            // A field that is shown can have the focus.
            let _ = field.focus();
        }
    };
    let key = move |event: ev::KeyboardEvent| {
        let count = found.with_untracked(|found| found.0.len());
        let here = at.get_untracked();
        match event.key().as_str() {
            "ArrowDown" if count > 0 => {
                open.set(true);
                at.set(Some(here.map_or(0, |here| (here + 1) % count)));
            }
            "ArrowUp" if count > 0 && open.get_untracked() => {
                at.set(Some(here.map_or(count - 1, |here| (here + count - 1) % count)));
            }
            "Enter" if open.get_untracked() && here.is_some() && !(event.ctrl_key() || event.meta_key()) => {
                if let Some(offer) = here.and_then(|here| found.with_untracked(|found| found.0.get(here).cloned())) {
                    take(offer);
                }
            }
            "Enter" => {
                open.set(false);
                return;
            }
            "Escape" if open.get_untracked() => open.set(false),
            _ => return,
        }
        event.prevent_default();
        event.stop_propagation();
    };
    // The focus comes when it is asked for, as soon as the field is there.
    Effect::new(move |before: Option<u32>| {
        let (times, field) = (shell.wants_address.get(), field.get());
        let Some(field) = field else { return before.unwrap_or_default() };
        if times > before.unwrap_or_default() && desk.takes_focus(times) {
            request_animation_frame(move || {
                // A field that is shown can have the focus.
                let _ = field.focus();
                field.select();
            });
        }
        times
    });
    let list = move || {
        stands().then(|| {
            let one = |(index, offer): (usize, Offer)| {
                let is_here = move || at.get() == Some(index);
                let (method, note) = (offer.method.clone(), offer.note.clone());
                let (host, path) = parted(&offer.url);
                let taken = offer.clone();
                view! {
                    <li
                        role="option" id=format!("offer-{index}") class:is-here=is_here aria-selected=move || is_here().to_string()
                        on:pointerdown=move |event| { event.prevent_default(); take(taken.clone()); }
                    >
                        <b>{method}</b><span class="call__offer"><span>{host}</span><b>{path}</b></span><small>{note}</small>
                    </li>
                }
            };
            let offers = found.with(|found| found.0.clone());
            view! {
                <ul class="call__offers" id="offers" role="listbox" aria-label="Addresses">
                    {offers.into_iter().enumerate().map(one).collect_view()}
                </ul>
            }
        })
    };
    let shown = move || {
        let (host, path) = parted(&desk.url.get());
        view! { <span>{host}</span><b>{path}</b> }
    };
    view! {
        <div class="call__url">
            <input
                class="input" type="text" inputmode="url" role="combobox" aria-label="Address" aria-autocomplete="list" aria-controls="offers"
                aria-expanded=move || stands().to_string() placeholder="https://… or /users" enterkeyhint="send"
                aria-activedescendant=move || at.get().filter(|_| stands()).map(|at| format!("offer-{at}"))
                aria-invalid=move || desk.fault.with(Option::is_some).then_some("true")
                autocomplete="off" autocapitalize="off" spellcheck="false" node_ref=field prop:value=desk.url
                on:input=move |event| {
                    desk.url.set(event_target_value(&event));
                    desk.fault.set(None);
                    written.set(true);
                    at.set(None);
                    open.set(true);
                }
                on:click=move |_| open.set(true)
                on:focus=move |_| written.set(false)
                on:blur=move |_| { let _ = open.try_set(false); }
                on:keydown=key
            />
            <span class="call__shown" aria-hidden="true">{shown}</span>
            {list}
        </div>
    }
    .into_any()
}

/// Offers, told apart as a whole.
#[derive(Clone, Debug, Default, PartialEq)]
struct Offers(Vec<Offer>);

/// An address as it is read: the host with the stage in front, and what is asked for there.
pub fn parted(url: &str) -> (String, String) {
    let start = url.find("://").map_or(0, |at| at + 3);
    let slash = url[start..].find('/').map_or(url.len(), |at| start + at);
    // The stage of an API belongs to where it is.
    let stage = url[..slash].contains(".execute-api.").then(|| url[slash..].match_indices('/').nth(1)).flatten();
    let at = stage.map_or(slash, |(at, _)| slash + at);
    (url[..at].to_owned(), url[at..].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, host: &str, path: &str) {
        assert_eq!(parted(url), (host.to_owned(), path.to_owned()));
    }

    #[test]
    fn the_path_stands_out() {
        let api = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com";
        check(&format!("{api}/prod/users?a=1"), &format!("{api}/prod"), "/users?a=1");
        check(&format!("{api}/prod"), api, "/prod");
        check("https://photos.s3.us-east-1.amazonaws.com/a/b", "https://photos.s3.us-east-1.amazonaws.com", "/a/b");
        check("/users", "", "/users");
        check("", "", "");
    }
}
