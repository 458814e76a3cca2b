//! Files in: read and hashed a slice at a time, so that the page stays smooth, then sent as one command.

use bytes::Bytes;
use cloud::http::Request;
use cloud::identity::Identity;
use cloud::services::s3::digest::{Digest, Hasher};
use gloo::timers::future::TimeoutFuture;
use js_sys::Uint8Array;
use leptos::prelude::*;
use lessons::Command;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Blob, File};

use super::pump::now_ms;
use super::{Session, requests};

/// How much of a file is read and hashed at once, bytes.
const SLICE: u32 = 1 << 20;
/// How long reading may hold the page, milliseconds.
const HOLD_MS: f64 = 12.0;

/// A file in memory.
struct Photo {
    name: String,
    content_type: String,
    body: Bytes,
    digest: Digest,
}

impl Session {
    /// Uploads files, all at once, as a browser's S3 client would.
    pub(super) fn upload(&self, files: Vec<File>) {
        // Who is quicker than the page was has it opened while the files are read.
        self.make_ready();
        let session = self.clone();
        spawn_local(async move {
            let count = files.len();
            let mut photos = Vec::with_capacity(count);
            let mut begun = now_ms();
            for (index, file) in files.iter().enumerate() {
                if index == 0 || now_ms() - begun > HOLD_MS {
                    session.store().activity.update(|activity| activity.reading = Some((index, count)));
                    TimeoutFuture::new(0).await;
                    begun = now_ms();
                }
                match read(file, file.name(), file.type_()).await {
                    Ok(photo) => photos.push(photo),
                    Err(_) => session.notify(
                        &format!("{} could not be read", file.name()),
                        "The browser refused it: it may have been moved, or be a folder. The other files go on.",
                    ),
                }
            }
            session.store().activity.update(|activity| activity.reading = None);
            session.send_photos(photos).await;
        });
    }

    /// Uploads one of the sample photos that come with the page.
    pub(super) fn upload_sample(&self, name: &'static str) {
        self.make_ready();
        let session = self.clone();
        spawn_local(async move {
            let file = format!("{name}.jpg");
            session.store().activity.update(|activity| activity.loading = Some((file.clone(), 0, 0)));
            let photo = fetch_sample(&file).await;
            session.store().activity.update(|activity| activity.loading = None);
            match photo {
                Ok(photo) => session.send_photos(vec![photo]).await,
                Err(_) => session.notify(
                    &format!("{file} did not arrive"),
                    "The samples come with the page. Check the connection and try again, or choose a photo of your own.",
                ),
            }
        });
    }

    async fn send_photos(&self, photos: Vec<Photo>) {
        if photos.is_empty() {
            return;
        }
        self.arrived().await;
        let upload = self.0.playthrough.borrow().lesson().upload.clone();
        let Some((bucket, prefix)) = upload else {
            self.notify("This lesson has no bucket for photos", "Photos are for lesson 1. Here nothing was uploaded.");
            return;
        };
        let mut sent = Vec::with_capacity(photos.len());
        for photo in photos {
            self.0.playthrough.borrow_mut().cloud_mut().know_digest(photo.body.clone(), photo.digest);
            let key = format!("{prefix}{}", photo.name);
            let request: Request = requests::put_object(&bucket, &key, &photo.content_type, photo.body);
            sent.push((Identity::Owner, request));
        }
        self.command(Command::Send(sent));
    }
}

async fn fetch_sample(file: &str) -> Result<Photo, JsValue> {
    read(&sample(file).await?, file.to_owned(), "image/jpeg".to_owned()).await
}

/// One of the sample photos that come with the page.
pub(super) async fn sample(file: &str) -> Result<Blob, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let response: web_sys::Response =
        JsFuture::from(window.fetch_with_str(&format!("assets/samples/{file}"))).await?.dyn_into()?;
    if !response.ok() {
        return Err(JsValue::NULL);
    }
    JsFuture::from(response.blob()?).await?.dyn_into()
}

async fn read(blob: &Blob, name: String, content_type: String) -> Result<Photo, JsValue> {
    let size = blob.size();
    let mut body = Vec::with_capacity(size as usize);
    let mut hasher = Hasher::new();
    let mut from = 0.0;
    let mut begun = now_ms();
    while from < size {
        if now_ms() - begun > HOLD_MS {
            TimeoutFuture::new(0).await;
            begun = now_ms();
        }
        let to = (from + f64::from(SLICE)).min(size);
        // What fits one slice is read as it is.
        let slice = if to - from < size { &blob.slice_with_f64_and_f64(from, to)? } else { blob };
        let buffer = Uint8Array::new(&JsFuture::from(slice.array_buffer()).await?);
        let held = body.len();
        body.resize(held + buffer.length() as usize, 0);
        buffer.copy_to(&mut body[held..]);
        hasher.update(&body[held..]);
        from = to;
    }
    Ok(Photo { name, content_type, body: Bytes::from(body), digest: hasher.finish() })
}
