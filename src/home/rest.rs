//! The world of lesson 1 at rest, as a picture: the first bucket is where a photo goes.

use cloud::view::Family;
use leptos::prelude::*;

use crate::app::upload::ChoosePhoto;
use crate::widgets::icon::{Icon, Name};

/// The names of lesson 1's world, as its template gives them; the entrance shows them before the world is built.
const ORIGINALS: &str = "my-original-images";
const FUNCTION: &str = "make-thumbnail";
const THUMBNAILS: &str = "my-thumbnails";
const RUNTIME: &str = "provided.al2023";
const MEMORY_MB: &str = "512";
const TIMEOUT_S: &str = "10";

/// The picture.
#[component]
pub fn AtRest() -> impl IntoView {
    let originals = view! {
        <ChoosePhoto class="drop">
            <span class="disc disc--now" aria-hidden="true">"1"</span>
            <b>"Drop a photo here"</b>
            <span>"or paste it, or choose one from this device"</span>
            <span class="btn btn--ink">"Choose a photo"</span>
            <small>"It stays in this tab."</small>
        </ChoosePhoto>
    };
    let function = view! {
        <p class="rest__slot">"No environment yet"</p>
        <p class="rest__facts"><span><b>{MEMORY_MB}</b>" MB"</span><span>"limit "<b>{TIMEOUT_S}</b>" s"</span></p>
    };
    let thumbnails = view! { <p class="rest__slot rest__slot--tall">"The thumbnail lands here"</p> };
    view! {
        <div class="rest">
            <span class="rest__neat" aria-hidden="true"></span>
            <div class="rest__flow">
                <div class="rest__first">
                    {node(Family::Storage, ORIGINALS, "S3 bucket, empty", originals.into_any())}
                </div>
                <span class="rest__edge" aria-hidden="true"><span>"ObjectCreated:*"</span></span>
                <div class="rest__part">
                    {node(Family::Compute, FUNCTION, format!("Lambda, {RUNTIME}"), function.into_any())}
                    <p class="rest__label">
                        <span class="disc">"2"</span>
                        <span><b>"An event, then a cold start"</b>
                        "S3 tells Lambda. Nothing is running yet, so Lambda starts an environment."</span>
                    </p>
                </div>
                <span class="rest__edge is-call" aria-hidden="true">
                    <span><Icon name=Name::Key/>"s3:PutObject"</span>
                </span>
                <div class="rest__part">
                    {node(Family::Storage, THUMBNAILS, "S3 bucket, empty", thumbnails.into_any())}
                    <p class="rest__label">
                        <span class="disc">"3"</span>
                        <span><b>"The thumbnail lands"</b>"If the role permits it. You can take that away."</span>
                    </p>
                </div>
            </div>
            <p class="rest__caption"><span class="mono">"0 ms"</span>
                "Everything is at rest. Nothing runs, and nothing costs, until a photo arrives."</p>
        </div>
    }
}

fn node(family: Family, name: &'static str, kind: impl Into<String>, holds: AnyView) -> impl IntoView {
    view! {
        <section class=format!("rest__node fam-line--{}", family.token()) aria-label=name>
            <header>
                <span class=format!("fam--{}", family.token())><Icon name=Name::of_family(family)/></span>
                <div><h2>{name}</h2><p>{kind.into()}</p></div>
            </header>
            {holds}
        </section>
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_picture_shows_the_lessons_own_world() {
        let template = include_str!("../../lessons/01-thumbnail/template.yaml");
        for (key, value) in [
            ("BucketName", ORIGINALS),
            ("BucketName", THUMBNAILS),
            ("FunctionName", FUNCTION),
            ("Runtime", RUNTIME),
            ("MemorySize", MEMORY_MB),
            ("Timeout", TIMEOUT_S),
        ] {
            assert!(
                template.contains(&format!("{key}: {value}\n")),
                "the entrance shows {key} {value}, which lessons/01-thumbnail/template.yaml no longer says: change it in src/home/rest.rs"
            );
        }
    }
}
