//! A bucket: its pictures as prints, newest first.

use cloud::view::stage::ObjectView;
use leptos::prelude::*;

use super::{Head, part};
use crate::app::upload::{ChoosePhoto, target_bucket};
use crate::derived::Derived;
use crate::home::Samples;
use crate::store::{Action, Dispatch, Inspected, Selection, Store};
use crate::widgets::format;
use crate::widgets::icon::Name;
use crate::widgets::print::{Print, name_of};

/// How many prints are laid out before more are asked for: each asks for a decoded picture.
const AT_ONCE: usize = 48;

/// A bucket.
#[component]
pub fn Bucket(
    /// Its name.
    name: String,
) -> impl IntoView {
    let objects = part(|inspected| match inspected {
        Inspected::Bucket { objects, .. } => Some(objects.clone()),
        _ => None,
    });
    let in_all = part(|inspected| match inspected {
        Inspected::Bucket { total, bytes, .. } => Some((*total, *bytes)),
        _ => None,
    });
    let shown = RwSignal::new(AT_ONCE);
    let kind = Signal::derive(move || match in_all.get() {
        (0, _) => "S3 bucket, empty".to_owned(),
        (total, bytes) => {
            format!("S3 bucket, {}, {}", format::counted(total, "object", "objects"), format::bytes(bytes))
        }
    });
    let lying = move || objects.with(|objects| objects.iter().take(shown.get()).cloned().collect::<Vec<_>>());
    let rest = move || {
        let (there, (total, _)) = (objects.with(Vec::len), in_all.get());
        if there > shown.get() {
            let more = move |_| shown.update(|shown| *shown += AT_ONCE);
            return view! { <button class="btn btn--line" type="button" on:click=more>"Show more"</button> }.into_any();
        }
        let hidden = total.saturating_sub(there);
        (hidden > 0)
            .then(|| view! { <p>{format!("The newest {} are shown.", format::count(there as u64))}</p> })
            .into_any()
    };
    let store = expect_context::<Store>();
    let own = name.clone();
    let is_target = Derived::new(move |_| target_bucket(store) == own);
    let upload = move || {
        is_target.get().then(|| {
            view! {
                <section class="sect">
                    <div class="shelf__do"><ChoosePhoto>"Upload photos"</ChoosePhoto></div>
                    <h4>"Or take one of these"</h4>
                    <Samples/>
                </section>
            }
        })
    };
    view! {
        <Head family="storage" glyph=Name::Bucket kind name/>
        <div class="panel__body">
            {upload}
            <section class="sect">
                {move || objects.with(Vec::is_empty).then(|| view! {
                    <div class="empty"><b>"Nothing is in it"</b><p>"An object that is written here lands on this shelf."</p></div>
                })}
                <ul class="shelf">
                    <For
                        each=lying
                        key=|object| (object.key.clone(), object.etag.clone())
                        let:object
                    >
                        <Lying object/>
                    </For>
                </ul>
                {rest}
            </section>
        </div>
    }
    .into_any()
}

/// An object on a shelf; pressing it opens it.
#[component]
pub fn Lying(
    /// The object.
    object: ObjectView,
) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    let name = name_of(&object);
    let key = object.key.to_string();
    let size = format::bytes(object.size);
    let opens = format!("Open {key}, {size}");
    view! {
        <li>
            <button
                type="button" aria-label=opens
                on:click=move |_| dispatch.send(Action::Select(Some(Selection::Object(name.clone()))))
            >
                <Print object/>
                <span class="shelf__name">{key}<small>{size}</small></span>
            </button>
        </li>
    }
    .into_any()
}
