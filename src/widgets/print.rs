//! An object's picture as a white print, the way it lies in buckets and lists.

use cloud::view::stage::{ObjectRef, ObjectView};
use leptos::prelude::*;

use super::icon::{Icon, Name};
use crate::store::Pictures;

/// The name of an object, as actions and pictures want it.
#[must_use]
pub fn name_of(object: &ObjectView) -> ObjectRef {
    ObjectRef { bucket: object.bucket.clone(), key: object.key.clone() }
}

/// A print. While the picture is being made its place is kept; what is no picture shows its type.
#[component]
pub fn Print(
    /// The object.
    object: ObjectView,
    /// Whole, rather than at most 320 pixels.
    #[prop(optional)]
    whole: bool,
    /// Told the picture's own width and height once it is there.
    #[prop(optional, into)]
    measured: Option<Callback<(u32, u32)>>,
) -> impl IntoView {
    if !object.content_type.starts_with("image/") {
        let kind = object.content_type.to_string();
        return view! { <span class="print print--other"><Icon name=Name::Copy/><span>{kind}</span></span> }.into_any();
    }
    let url = Pictures::from_context().url(name_of(&object), whole);
    let key = object.key.to_string();
    view! {
        <span class="print">
            {move || match url.get() {
                Some(url) => {
                    view! {
                        <img
                            src=url
                            alt=key.clone()
                            loading="lazy"
                            on:load=move |event| {
                                let image = event_target::<web_sys::HtmlImageElement>(&event);
                                if let Some(measured) = measured {
                                    measured.run((image.natural_width(), image.natural_height()));
                                }
                            }
                        />
                    }
                        .into_any()
                }
                None => view! { <span class="print__wait" role="img" aria-label=key.clone()></span> }.into_any(),
            }}
        </span>
    }
    .into_any()
}
