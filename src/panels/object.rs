//! An object: its picture whole, beside what was made of it or what it was made of.

use cloud::view::stage::ObjectView;
use leptos::prelude::*;

use super::{Head, part};
use crate::store::{Action, Dispatch, Inspected, Selection};
use crate::widgets::dialog::Dialog;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::print::{Print, name_of};

/// Width and height, once they are known.
type Size = RwSignal<Option<(u32, u32)>>;

/// An object.
#[component]
pub fn Object(
    /// Its key.
    key: String,
) -> impl IntoView {
    let object = part(|inspected| match inspected {
        Inspected::Object { object, .. } => Some(Some(object.clone())),
        _ => None,
    });
    let counterpart = part(|inspected| match inspected {
        Inspected::Object { counterpart, .. } => Some(counterpart.clone()),
        _ => None,
    });
    let headers = part(|inspected| match inspected {
        Inspected::Object { headers, .. } => Some(headers.clone()),
        _ => None,
    });
    let dispatch = Dispatch::from_context();
    let kind = Signal::derive(move || {
        object.with(|object| object.as_ref().map(|object| format!("Object in {}", object.bucket))).unwrap_or_default()
    });
    let (own, other) = (Size::new(None), Size::new(None));
    let zoomed = RwSignal::new(false);
    let title = key.clone();
    let picture = move || {
        object.get().map(|object| {
            view! {
                <button class="exhibit" type="button" aria-label="See it large" on:click=move |_| zoomed.set(true)>
                    <Print object whole=true measured=Callback::new(move |size| own.set(Some(size)))/>
                    <span class="exhibit__zoom"><Icon name=Name::Zoom/></span>
                </button>
            }
        })
    };
    let open_bucket = move |_| {
        if let Some(object) = object.get_untracked() {
            dispatch.send(Action::Select(Some(Selection::Place(cloud::sim::trace::Place::Bucket(object.bucket)))));
        }
    };
    let download = move |_| {
        if let Some(object) = object.get_untracked() {
            dispatch.send(Action::Download(name_of(&object)));
        }
    };
    let fields = move || {
        headers
            .get()
            .into_iter()
            .map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> })
            .collect_view()
    };
    view! {
        <Head family="storage" glyph=Name::Bucket kind name=key/>
        <div class="panel__body">
            <section class="sect">
                {picture}
                <div class="exhibit__do">
                    <button class="btn btn--line" type="button" on:click=download><Icon name=Name::Download/>"Download"</button>
                    <button class="btn btn--text" type="button" on:click=open_bucket>"All of the bucket"</button>
                </div>
            </section>
            {move || match (object.get(), counterpart.get()) {
                (Some(object), Some(counterpart)) => view! { <BeforeAfter object counterpart own other/> }.into_any(),
                (Some(object), None) => view! { <section class="sect"><dl class="facts-list">
                    <div><dt>"Size"</dt><dd>{format::bytes(object.size)}</dd></div>
                    {move || own.get().map(|size| view! { <div><dt>"Picture"</dt><dd>{pixels(size)}</dd></div> })}
                    <div><dt>"Written"</dt><dd>{format::ms(object.modified_us)}</dd></div>
                </dl></section> }.into_any(),
                _ => ().into_any(),
            }}
            <section class="sect"><h3>"As HeadObject tells it"</h3><dl class="fields">{fields}</dl></section>
        </div>
        <Dialog open=zoomed title size="wide">
            {object.get_untracked().map(|object| view! { <div class="exhibit__large"><Print object whole=true/></div> })}
        </Dialog>
    }
    .into_any()
}

/// A photo and its thumbnail, whichever of them is open: what was, what became of it.
#[component]
fn BeforeAfter(object: ObjectView, counterpart: ObjectView, own: Size, other: Size) -> impl IntoView {
    let dispatch = Dispatch::from_context();
    // The larger of the two was there first.
    let is_photo = object.size >= counterpart.size;
    let open = name_of(&counterpart);
    let opens = format!("Open {}", counterpart.key);
    let (before, after) = if is_photo { (object.size, counterpart.size) } else { (counterpart.size, object.size) };
    let sizes = format!("{} \u{2192} {}", format::bytes(before), format::bytes(after));
    let dimensions = move || {
        let (before, after) = if is_photo { (own.get(), other.get()) } else { (other.get(), own.get()) };
        before.zip(after).map(|(before, after)| format!("{} \u{2192} {}", pixels(before), pixels(after)))
    };
    view! {
        <section class="sect">
            <h3>{if is_photo { "Its thumbnail" } else { "Made of" }}</h3>
            <div class="pair">
                <button
                    type="button" aria-label=opens
                    on:click=move |_| dispatch.send(Action::Select(Some(Selection::Object(open.clone()))))
                >
                    <Print object=counterpart.clone() whole=true measured=Callback::new(move |size| other.set(Some(size)))/>
                </button>
                <p>
                    <span class="mono">{counterpart.bucket.to_string()}<br/>{counterpart.key.to_string()}</span>
                    <b>{sizes}</b>
                    <b>{dimensions}</b>
                </p>
            </div>
        </section>
    }
}

fn pixels((width, height): (u32, u32)) -> String {
    format!("{width} \u{d7} {height}")
}
