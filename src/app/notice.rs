//! What the session tells once, and what it does that takes real time.

use leptos::prelude::*;

use crate::store::{Action, Dispatch, Store};
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};

/// The notice, until it is dismissed. Never the only sign of a failure; our own bugs offer the recording.
#[component]
pub fn Notice() -> impl IntoView {
    let store = expect_context::<Store>();
    let dispatch = Dispatch::from_context();
    let body = move || {
        store.notice.get().map(|notice| {
            let save = notice.our_fault.then(|| {
                view! {
                    <button class="btn btn--line" type="button" on:click=move |_| dispatch.send(Action::SaveRecording)>
                        "Save the recording"
                    </button>
                }
            });
            view! {
                <div class="notice" class:is-ours=notice.our_fault>
                    <p><b>{notice.title}</b>" "<span>{notice.detail}</span></p>
                    {save}
                    <button
                        class="btn btn--quiet" type="button" aria-label="Dismiss"
                        on:click=move |_| dispatch.send(Action::Dismiss)
                    >
                        <Icon name=Name::Cross/>
                    </button>
                </div>
            }
        })
    };
    view! { <div class="notices" role="alert">{body}</div> }
}

/// What takes real time, with how far it is.
#[component]
pub fn Doing() -> impl IntoView {
    let activity = expect_context::<Store>().activity;
    let line = move || {
        activity.with(|activity| {
            let row = |text: String, share: f64| {
                view! {
                    <p>{text}</p>
                    <span class="wait-bar"><i style:width=format!("{:.0}%", share * 100.0)></i></span>
                }
                .into_any()
            };
            if let Some((done, all)) = activity.reading {
                let photos = format::counted(all, "photo", "photos");
                #[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
                let share = done as f64 / all.max(1) as f64;
                return Some(row(format!("Reading {} of {photos}", format::count(done as u64)), share));
            }
            if let Some((what, kilobytes, of)) = &activity.loading {
                #[expect(clippy::cast_precision_loss, reason = "a share of a bar")]
                let share = *kilobytes as f64 / (*of).max(1) as f64;
                let text = format!("{what}, {} of {}", format::bytes(kilobytes * 1024), format::bytes(of * 1024));
                return Some(row(text, share));
            }
            activity.restoring.then(|| row("Bringing the run back".to_owned(), 1.0))
        })
    };
    view! { <div class="doing" role="status">{line}</div> }
}
