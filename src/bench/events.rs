//! Test events: templates as services send them, and the learner's own, which the browser keeps.

use std::collections::BTreeMap;

use cloud::sim::trace::Place;
use cloud::view::stage::{Contents, Stage};
use leptos::prelude::*;

use crate::app::shell::{remember, remembered};
use crate::store::Store;

/// Where the browser keeps the learner's own.
const KEY: &str = "events";

/// The templates, by name.
const TEMPLATES: [(&str, &str); 6] = [
    ("S3 put", include_str!("events/s3-put.json")),
    ("API request (REST, proxy)", include_str!("events/api-rest.json")),
    ("API request (HTTP, 2.0)", include_str!("events/api-http.json")),
    ("SQS", include_str!("events/sqs.json")),
    ("Schedule (EventBridge)", include_str!("events/schedule.json")),
    ("Empty", "{}\n"),
];

/// Which event is chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Chosen {
    /// A template.
    Template(&'static str),
    /// One of the learner's own.
    Own(String),
}

impl Chosen {
    /// What a `<select>` knows it by: templates and own events may have one name.
    #[must_use]
    pub fn value(&self) -> String {
        match self {
            Self::Template(name) => format!("template:{name}"),
            Self::Own(name) => format!("own:{name}"),
        }
    }

    /// The event of that value.
    #[must_use]
    pub fn of_value(value: &str) -> Option<Self> {
        match value.split_once(':')? {
            ("own", name) => Some(Self::Own(name.to_owned())),
            (_, name) => names().find(|known| *known == name).map(Self::Template),
        }
    }
}

/// The templates' names.
pub fn names() -> impl Iterator<Item = &'static str> {
    TEMPLATES.iter().map(|(name, _)| *name)
}

/// The text of a template, of this lesson's bucket and of an object that lies in it, where there is one.
#[must_use]
pub fn template(name: &str, store: Store) -> String {
    let text = TEMPLATES.iter().find(|(known, _)| *known == name).map_or("{}\n", |(_, text)| *text);
    let (bucket, key) = store
        .stage
        .with_untracked(|stage| first_bucket(stage))
        .unwrap_or_else(|| ("my-original-images".to_owned(), None));
    let key = key.unwrap_or_else(|| "photos/harbour.jpg".to_owned());
    text.replace("{bucket}", &bucket).replace("{key}", &cloud::protocol::uri::encode_path(&key))
}

/// The template that fits a function of this lesson: what comes from a bucket where there is one.
#[must_use]
pub fn fitting(store: Store) -> &'static str {
    if store.stage.with_untracked(|stage| first_bucket(stage)).is_some() {
        "S3 put"
    } else {
        "API request (REST, proxy)"
    }
}

/// The bucket of this lesson while nothing lies in it: an event that tells of an object there tells of none.
#[must_use]
pub fn empty_bucket(store: Store) -> Option<String> {
    store.stage.with(|stage| first_bucket(stage)).filter(|(_, key)| key.is_none()).map(|(bucket, _)| bucket)
}

/// The first bucket on the map, and the key of an object in it.
fn first_bucket(stage: &Stage) -> Option<(String, Option<String>)> {
    stage.nodes.iter().find_map(|node| match (&node.place, &node.contents) {
        (Place::Bucket(name), Contents::Bucket { objects, .. }) => {
            Some((name.to_string(), objects.first().map(|object| object.key.to_string())))
        }
        _ => None,
    })
}

/// The learner's own events, by name.
#[must_use]
pub fn own() -> BTreeMap<String, String> {
    remembered(KEY).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

/// Keeps the learner's own events.
pub fn keep(events: &BTreeMap<String, String>) {
    let text = serde_json::to_string(events).unwrap_or_default();
    remember(KEY, (!events.is_empty()).then_some(text.as_str()));
}
