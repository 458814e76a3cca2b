//! Keeping the run in the browser, so that a reload brings it back, and giving it out as a file.
//!
//! The run is kept in the Cache storage, which holds bytes of any size: one entry for the text, and the bodies in packs,
//! since each entry costs the page's thread the same, however small.

use std::cell::{Cell, RefCell};

use bytes::Bytes;
use cloud::invocation::RunId;
use gloo::timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use leptos::prelude::*;
use lessons::recording::{Bodies, Saved, Written};
use lessons::{Lesson, Recording};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Cache, Url};

use super::Session;
use crate::streams::blob_of;

/// The name of the storage of the first lesson's run; another lesson's has the lesson's id after it.
const STORE: &str = "coldstart-run";
/// The address of the text in it. It is never fetched.
const TEXT: &str = "/coldstart-run/text";

/// How a recording came back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Came {
    /// To its end.
    Whole,
    /// A part of the page that it needs did not arrive.
    Cut,
    /// The learner went elsewhere meanwhile.
    Gone,
}

/// What of the run is kept.
#[derive(Default)]
pub struct Keeper {
    bodies: RefCell<Bodies>,
    /// Bodies and packs written so far.
    written: Cell<usize>,
    packs: Cell<usize>,
    /// Tells a write that was begun for a run which was forgotten since.
    run: Cell<u32>,
    writing: Cell<bool>,
    again: Cell<bool>,
}

/// From what size on a pack is written, bytes.
const PACK: usize = 1 << 20;
/// How many lines of a recording are written at once.
const LINES: usize = 40;
/// How long the page has for itself between two slices of writing, milliseconds: nobody waits for it.
const REST_MS: u32 = 40;

/// How many such rests a learner who leaves a lesson waits at most until its run is kept.
const LEAVE_AFTER: u32 = 50;

/// Whether the browser keeps a run under a name.
pub(super) async fn keeps(name: &str) -> bool {
    let Ok(cache) = storage(name).await else { return false };
    JsFuture::from(cache.match_with_str(TEXT)).await.is_ok_and(|found| found.is_truthy())
}

/// The storage of a lesson's run.
pub(super) fn storage_of(lesson: &Lesson) -> String {
    if lesson.number == 1 { STORE.to_owned() } else { format!("{STORE}-{}", lesson.id) }
}

fn pack_address(number: usize) -> String {
    format!("/coldstart-run/pack/{number}")
}

async fn storage(name: &str) -> Result<Cache, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.caches()?.open(name)).await?.dyn_into()
}

impl Session {
    /// Keeps the run as it is now. What was kept before stays, only what is new is written.
    pub(super) fn keep(&self) {
        let keeper = &self.0.kept;
        // Half of a run that comes back must not take the place of the whole, nor a lesson's beginning that of its run.
        if self.is_arriving() {
            return;
        }
        if keeper.writing.replace(true) {
            keeper.again.set(true);
            return;
        }
        let session = self.clone();
        spawn_local(async move {
            let keeper = &session.0.kept;
            loop {
                keeper.again.set(false);
                // Without storage the run lives as long as the tab; the page works all the same.
                let _ = session.write().await;
                if !keeper.again.get() {
                    break;
                }
            }
            keeper.writing.set(false);
        });
    }

    /// Which run it is, of those that this tab has had.
    pub(super) fn kept_run(&self) -> u32 {
        self.0.kept.run.get()
    }

    /// Waits until all of the run is kept, within reason.
    pub(super) async fn kept_whole(&self) {
        for _ in 0..LEAVE_AFTER {
            if !self.0.kept.writing.get() {
                return;
            }
            TimeoutFuture::new(REST_MS).await;
        }
    }

    async fn write(&self) -> Result<(), JsValue> {
        let keeper = &self.0.kept;
        let run = keeper.run.get();
        let cache = storage(&self.storage_name()).await?;
        if keeper.run.get() != run {
            return Ok(());
        }
        let mut text = String::new();
        let mut written = Written::default();
        while self.0.playthrough.borrow().write(&mut written, &mut keeper.bodies.borrow_mut(), &mut text, LINES) {
            TimeoutFuture::new(REST_MS).await;
            if keeper.run.get() != run {
                return Ok(());
            }
        }
        let count = keeper.bodies.borrow().list().len();
        while keeper.written.get() < count {
            let (pack, upto) = pack(&keeper.bodies.borrow().list()[..count], keeper.written.get());
            put(&cache, &pack_address(keeper.packs.get()), &Uint8Array::from(pack.as_slice())).await?;
            if keeper.run.get() != run {
                return Ok(());
            }
            TimeoutFuture::new(REST_MS).await;
            keeper.packs.set(keeper.packs.get() + 1);
            keeper.written.set(upto);
        }
        put(&cache, TEXT, &Uint8Array::from(text.as_bytes())).await
    }

    fn storage_name(&self) -> String {
        storage_of(self.0.playthrough.borrow().lesson())
    }

    /// Writes no more to what is kept of this run, and leaves it.
    pub(super) fn leave_kept(&self) {
        let keeper = &self.0.kept;
        keeper.bodies.replace(Bodies::default());
        keeper.written.set(0);
        keeper.packs.set(0);
        keeper.run.set(keeper.run.get() + 1);
    }

    /// Forgets what is kept of this run's lesson: at once for this run, in the storage when what is returned is done.
    pub(super) fn forget(&self) -> impl Future<Output = ()> + use<> {
        self.leave_kept();
        delete(self.storage_name())
    }

    /// Brings the kept run back, if there is one.
    pub(super) fn restore(&self) {
        let session = self.clone();
        let run = self.0.kept.run.get();
        self.arrive(async move {
            let Ok(Some(saved)) = read(&session.storage_name()).await else { return };
            if session.0.kept.run.get() != run {
                return;
            }
            match Recording::load(&saved) {
                Ok(mut recording) => {
                    if let Some(from) = recording.came_with.take() {
                        session.expect_foreign(from);
                    }
                    if session.play_again(recording).await == Came::Cut {
                        session.notify(
                            "The run of your last visit could not be brought back whole",
                            "A part of the page that it needs did not arrive. It is still kept: check the connection and load the page again before you do anything else.",
                        );
                    }
                }
                Err(error) => {
                    session.notify(
                        "The run of your last visit could not be brought back",
                        &format!("{error}. A new one begins."),
                    );
                    session.forget().await;
                }
            }
        });
    }

    /// Plays a recording in a world that stands at its beginning, up to where whoever made it stood.
    pub(super) async fn play_again(&self, recording: Recording) -> Came {
        self.store().activity.update(|activity| activity.restoring = true);
        // The learner may go to another lesson, or start over, while the run comes back.
        let run = self.0.kept.run.get();
        let gone = || self.0.kept.run.get() != run;
        // Code of the learner's own may have called any service.
        if recording.runs.keys().any(|run| matches!(run, RunId::Init(_))) {
            self.learn().await;
        }
        if gone() {
            return Came::Gone;
        }
        let mut came = Came::Whole;
        self.0.playthrough.borrow_mut().expect(recording.runs);
        for (_, command) in recording.commands {
            if !self.is_ready_for(&command).await {
                came = Came::Cut;
                break;
            }
            if gone() {
                return Came::Gone;
            }
            self.0.playthrough.borrow_mut().dispatch(command);
            self.0.settled.set(false);
            self.pump();
            while !self.0.settled.get() {
                TimeoutFuture::new(4).await;
                if gone() {
                    return Came::Gone;
                }
            }
        }
        self.store().activity.update(|activity| activity.restoring = false);
        self.show_run();
        self.go_to_hop(recording.stands_at.unwrap_or(usize::MAX));
        let steps =
            self.store().lesson.with_untracked(|lesson| lesson.steps.iter().take_while(|step| step.done).count());
        let last = self.store().lesson.with_untracked(|lesson| lesson.steps.len().saturating_sub(1));
        self.0.opened.set(steps.min(last));
        self.show_details();
        came
    }

    /// Gives an object out as a file, as it is at the playhead.
    pub(super) fn download(&self, object: &cloud::view::stage::ObjectRef) {
        let playthrough = self.0.playthrough.borrow();
        let trace = playthrough.trace();
        let hop = &trace.hops[trace.origin.0 as usize + self.0.hop.get()];
        let Some(held) = hop.world.s3().object(&object.bucket, &object.key) else { return };
        let name = object.key.rsplit('/').next().unwrap_or("object");
        give_out(name, held.content_type(), &held.body);
    }
}

async fn put(cache: &Cache, address: &str, bytes: &Uint8Array) -> Result<(), JsValue> {
    let response = web_sys::Response::new_with_opt_buffer_source(Some(bytes))?;
    JsFuture::from(cache.put_with_str(address, &response)).await?;
    Ok(())
}

async fn read(name: &str) -> Result<Option<Saved>, JsValue> {
    let cache = storage(name).await?;
    let Some(text) = read_one(&cache, TEXT).await? else { return Ok(None) };
    let mut saved = Saved { text: String::from_utf8_lossy(&text).into_owned(), bodies: Vec::new() };
    for number in 0.. {
        let Some(pack) = read_one(&cache, &pack_address(number)).await? else { break };
        unpack(&Bytes::from(pack), &mut saved.bodies);
    }
    Ok(Some(saved))
}

/// Bodies from `from` on, each after its length, until there is enough of them for a pack; and the first left out.
fn pack(bodies: &[Bytes], from: usize) -> (Vec<u8>, usize) {
    let mut pack = Vec::new();
    let mut upto = from;
    while upto < bodies.len() && pack.len() < PACK {
        pack.extend_from_slice(&(bodies[upto].len() as u32).to_le_bytes());
        pack.extend_from_slice(&bodies[upto]);
        upto += 1;
    }
    (pack, upto)
}

/// Takes the bodies out of a pack; one that is cut off is left out, which the text then tells of.
fn unpack(pack: &Bytes, bodies: &mut Vec<Bytes>) {
    let mut at = 0;
    while let Some(length) = pack.get(at..at + 4) {
        let length = u32::from_le_bytes(length.try_into().expect("four bytes were taken")) as usize;
        if pack.len() < at + 4 + length {
            break;
        }
        bodies.push(pack.slice(at + 4..at + 4 + length));
        at += 4 + length;
    }
}

/// Deletes what is kept under a name. What cannot be deleted was not kept.
async fn delete(name: String) {
    if let Some(Ok(caches)) = web_sys::window().map(|window| window.caches()) {
        let _ = JsFuture::from(caches.delete(&name)).await;
    }
}

async fn read_one(cache: &Cache, address: &str) -> Result<Option<Vec<u8>>, JsValue> {
    let found = JsFuture::from(cache.match_with_str(address)).await?;
    let Ok(response) = found.dyn_into::<web_sys::Response>() else { return Ok(None) };
    Ok(Some(Uint8Array::new(&JsFuture::from(response.array_buffer()?).await?).to_vec()))
}

/// Gives bytes out as a file.
pub(super) fn give_out(name: &str, content_type: &str, bytes: &[u8]) {
    let Some(document) = web_sys::window().and_then(|window| window.document()) else { return };
    let Ok(blob) = blob_of(bytes, content_type) else { return };
    let Ok(url) = Url::create_object_url_with_blob(&blob) else { return };
    if let Ok(link) = document.create_element("a").map(|element| element.unchecked_into::<web_sys::HtmlAnchorElement>())
    {
        link.set_href(&url);
        link.set_download(name);
        link.click();
    }
    // The download has its own reference by now.
    let _ = Url::revoke_object_url(&url);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bodies_come_out_of_their_packs_as_they_went_in() {
        let bodies: Vec<Bytes> = [0, 3, PACK, 1, PACK / 2].map(|size| Bytes::from(vec![7_u8; size])).into();
        let (mut from, mut out, mut packs) = (0, Vec::new(), 0);
        while from < bodies.len() {
            let (made, upto) = pack(&bodies, from);
            unpack(&Bytes::from(made), &mut out);
            (from, packs) = (upto, packs + 1);
        }
        assert_eq!((out, packs), (bodies, 2));
    }

    #[test]
    fn a_pack_that_is_cut_off_gives_what_is_whole() {
        let (made, _) = pack(&[Bytes::from_static(b"whole"), Bytes::from_static(b"cut off")], 0);
        let mut out = Vec::new();
        unpack(&Bytes::from(made).slice(..15), &mut out);
        assert_eq!(out, [Bytes::from_static(b"whole")]);
    }
}
