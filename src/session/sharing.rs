//! A run handed on: as a file, or in a link; and one that comes so, which is offered first.

use std::sync::Arc;

use bytes::Bytes;
use gloo::timers::future::TimeoutFuture;
use leptos::prelude::*;
use lessons::handed::{Body, Handed};
use lessons::recording::Saved;
use lessons::{Lesson, Recording};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Blob, File};

use super::Session;
use super::recording::{Came, give_out, keeps, storage_of};
use super::upload::sample;
use crate::home::SAMPLES;
use crate::store::{Offered, ToShare};
use crate::streams::{blob_of, bytes_of, pack, unpack};

/// The longest link that is made, letters: what messengers and mail programs leave whole.
const LONGEST_LINK: usize = 30_000;
/// The most that a link may hold when it is unpacked, bytes: it is unpacked before anybody is asked.
const LARGEST_LINK: usize = 8 << 20;
/// The most that a file may hold when it is unpacked, bytes.
const LARGEST_FILE: usize = 256 << 20;
/// How long to wait until a run comes to rest that is to be handed on, milliseconds, and how often to look.
const REST_WITHIN_MS: u32 = 8_000;
const LOOK_MS: u32 = 50;
/// What an offered run came with when it was a link.
const A_LINK: &str = "a link";
/// What the learner is told of a run that cannot be handed on yet.
const NOT_AT_REST: &str = "Something in it still computes or waits. It can be handed on once it has come to rest.";
/// What the learner is told of anything that is no run.
const NOT_READ: &str = "The run could not be read";

/// A run that came with a file or a link.
pub(super) struct Arrival {
    from: String,
    recording: Recording,
    lesson: Arc<Lesson>,
}

impl Session {
    /// Makes the run ready to be handed on, up to its end and with the playhead where it stands.
    pub(super) fn share(&self) {
        self.store().to_share.set(None);
        let session = self.clone();
        spawn_local(async move {
            let shared = session.packed().await.map(|(packed, is_moment)| ToShare {
                link: Some(link_of(&packed)).filter(|link| link.len() <= LONGEST_LINK),
                bytes: packed.len() as u64,
                is_moment,
            });
            session.store().to_share.set(Some(shared));
        });
    }

    /// Gives the run out as a file.
    pub(super) fn save_recording(&self) {
        let session = self.clone();
        spawn_local(async move {
            match session.packed().await {
                Ok((packed, _)) => {
                    let lesson = session.0.playthrough.borrow().lesson().folder().to_owned();
                    give_out(&format!("{lesson}.coldstart"), "application/octet-stream", &packed);
                }
                Err(why) => session.notify("The run was not saved", &why),
            }
        });
    }

    /// The hop at the playhead, unless it is the last.
    fn moment(&self) -> Option<usize> {
        let hop = self.0.hop.get();
        (hop + 1 < self.0.pace.borrow().len()).then_some(hop)
    }

    /// The run, packed, and whether it stands at a moment before its end; or why it cannot be, in sentences.
    async fn packed(&self) -> Result<(Vec<u8>, bool), String> {
        // One that is cut off within a handler could not be brought back.
        let mut looks = REST_WITHIN_MS / LOOK_MS;
        while !self.0.settled.get() || self.is_arriving() {
            if looks == 0 {
                return Err(NOT_AT_REST.to_owned());
            }
            looks -= 1;
            TimeoutFuture::new(LOOK_MS).await;
        }
        let stands_at = self.moment();
        let recording = Recording { stands_at, came_with: None, ..self.0.playthrough.borrow().recording() };
        let mut handed = Handed::from(recording.save());
        for body in &mut handed.bodies {
            // Every page has the samples; they need not travel.
            if let Some(name) = name_of(body).await {
                *body = Body::Named(name);
            }
        }
        let packed = pack(&handed.to_bytes()).await;
        let packed = packed.map_err(|_| "This browser lacks what packs it. A newer one has it.".to_owned())?;
        Ok((packed, stands_at.is_some()))
    }

    /// Reads a run from a file, and offers it.
    pub(super) fn offer_file(&self, file: File) {
        let session = self.clone();
        spawn_local(async move { session.offer(&file, file.name(), LARGEST_FILE).await });
    }

    /// Reads a run from what came in a link, and offers it.
    pub(super) fn offer_link(&self, link: String) {
        let session = self.clone();
        spawn_local(async move {
            let blob = packed_of(&link).and_then(|packed| blob_of(&packed, "").ok());
            match blob {
                Some(blob) => session.offer(&blob, A_LINK.to_owned(), LARGEST_LINK).await,
                None => session.notify(NOT_READ, "The link is damaged: it was not copied whole."),
            }
        });
    }

    async fn offer(&self, packed: &Blob, from: String, largest: usize) {
        let recording = match read(packed, largest).await {
            Ok(recording) => recording,
            Err(why) => {
                self.notify(NOT_READ, &format!("{why}. Ask whoever gave you {from} for it once more."));
                return;
            }
        };
        let Some(lesson) = self.lesson_called(&recording.lesson).await else { return };
        // What is the learner's own may be on its way back itself.
        self.arrived().await;
        let own = if self.is_in(&lesson.id) { self.store().tape.with_untracked(|tape| tape.arrows.len()) } else { 0 };
        let offered = Offered {
            from: from.clone(),
            lesson: lesson.id.clone(),
            title: lesson.title.clone(),
            done: (recording.commands.len(), recording.runs.len()),
            own,
            kept: own == 0 && keeps(&storage_of(&lesson)).await,
        };
        self.0.offered.replace(Some(Arrival { from, recording, lesson }));
        self.store().offered.set(Some(offered));
    }

    /// Opens the run that is offered, in the place of the learner's own, or lets it go.
    pub(super) fn take_offered(&self, taken: bool) {
        self.store().offered.set(None);
        let Some(arrival) = self.0.offered.take().filter(|_| taken) else { return };
        let session = self.clone();
        self.arrive(async move {
            let Arrival { from, recording, lesson } = arrival;
            session.kept_whole().await;
            session.begin(lesson.clone());
            session.expect_foreign(from);
            match session.play_again(recording).await {
                // Only now the learner's own gives way.
                Came::Whole => {
                    session.forget().await;
                    session.keep_when_arrived();
                }
                Came::Cut => {
                    session.notify(
                        "The run could not be opened",
                        "A part of the page that it needs did not arrive. Check the connection, and open it again.",
                    );
                    session.begin(lesson);
                    session.restore();
                }
                Came::Gone => {}
            }
        });
    }

    /// Keeps the run as soon as a run may be kept.
    fn keep_when_arrived(&self) {
        let session = self.clone();
        let run = self.kept_run();
        spawn_local(async move {
            session.arrived().await;
            if session.kept_run() == run {
                session.keep();
            }
        });
    }
}

/// The name of the sample that a body is.
async fn name_of(body: &Body) -> Option<String> {
    let Body::Whole(body) = body else { return None };
    let sample = SAMPLES.iter().find(|sample| sample.bytes == body.len() as u64)?;
    let name = format!("{}.jpg", sample.name);
    (sample_called(&name).await.ok()? == *body).then_some(name)
}

async fn sample_called(name: &str) -> Result<Bytes, JsValue> {
    Ok(bytes_of(&sample(name).await?).await?.into())
}

/// Reads a recording of which nothing is believed; the reason is a sentence without its full stop.
async fn read(packed: &Blob, largest: usize) -> Result<Recording, String> {
    let unpacked = unpack(packed, largest).await;
    let unpacked = unpacked.map_err(|_| "It is no run that Coldstart saved, or it is damaged")?;
    let bytes = Bytes::from(unpacked.ok_or("It holds more than a tab can take")?);
    let handed = Handed::from_bytes(&bytes).map_err(|error| error.to_string())?;
    let mut bodies = Vec::with_capacity(handed.bodies.len());
    for body in handed.bodies {
        bodies.push(match body {
            Body::Whole(body) => body,
            Body::Named(name) if SAMPLES.iter().any(|sample| name.strip_suffix(".jpg") == Some(sample.name)) => {
                sample_called(&name).await.map_err(|_| format!("It needs {name}, which did not arrive"))?
            }
            Body::Named(name) => return Err(format!("It needs a photo called {name}, which this page does not have")),
        });
    }
    Recording::load(&Saved { text: handed.text, bodies }).map_err(|error| error.to_string())
}

/// What comes after `#` in a run's link.
fn link_of(packed: &[u8]) -> String {
    use base64::Engine as _;
    format!("/run/{}", base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(packed))
}

fn packed_of(link: &str) -> Option<Vec<u8>> {
    use base64::Engine as _;
    if link.len() > LONGEST_LINK {
        return None;
    }
    base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(link).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_leads_back_to_what_it_was_made_of() {
        let packed = [0, 255, 62, 63, 7];
        let link = link_of(&packed);
        assert_eq!(packed_of(link.trim_start_matches("/run/")).as_deref(), Some(&packed[..]));
        assert_eq!(packed_of("not whole \u{2026}"), None);
    }
}
