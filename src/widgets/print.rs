//! An object's picture as a white print, the way it lies in buckets and lists.

use cloud::view::stage::{ObjectRef, ObjectView};
use leptos::prelude::*;

use crate::store::Pictures;

/// The name of an object, as actions and pictures want it.
#[must_use]
pub fn name_of(object: &ObjectView) -> ObjectRef {
    ObjectRef { bucket: object.bucket.clone(), key: object.key.clone() }
}

/// The longest ending that names a kind of file.
const ENDING: usize = 5;

/// What kind of file an object is, in few letters: how its key ends, or else its content type without its group.
fn kind_of(key: &str, content_type: &str) -> String {
    let name = key.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending).filter(|ending| (1..=ENDING).contains(&ending.len()));
    let kind = content_type.split(';').next().unwrap_or_default();
    let kind = kind.rsplit_once('/').map_or(kind, |(_, kind)| kind);
    ending.unwrap_or(kind).to_uppercase()
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
        return view! { <span class="print print--other"><span>{kind_of(&object.key, &object.content_type)}</span></span> }.into_any();
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_that_is_no_picture_is_named_by_its_ending_or_its_type() {
        assert_eq!(kind_of("notes/a.txt", "text/plain;charset=utf-8"), "TXT");
        assert_eq!(kind_of("v1.2/data", "application/json"), "JSON");
        assert_eq!(kind_of("data.geojson", "application/geo+json"), "GEO+JSON");
        assert_eq!(kind_of("data", ""), "");
    }
}
