//! What the page fetches for the cage: a runtime's script and its assets, with word of how much has come.

use std::collections::BTreeMap;

use gloo::net::http::Request;
use js_sys::{Array, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::JsValue;
use web_sys::Blob;

use super::error::SandboxError;
use super::fleet::Language;
use crate::streams::each_part;

/// The folder of the runtimes, relative to the page, which may lie in any folder of any host.
pub const RUNTIMES: &str = "assets/runtimes";

/// How far a download has come.
#[derive(Clone, Debug, PartialEq)]
pub struct Loading {
    /// What comes, in words: `the AWS SDK for JavaScript v3`.
    pub what: String,
    /// What has come, bytes as they are once unpacked.
    pub loaded: u64,
    /// All of it, bytes.
    pub total: u64,
}

/// A file that a runtime needs, as `assets.json` lists it.
#[derive(Clone, Debug, Deserialize)]
pub struct Asset {
    /// The name that the worker knows it by.
    pub name: String,
    /// Its file, relative to the folder of the runtimes.
    pub file: String,
    /// Its size, bytes.
    pub bytes: u64,
    /// What it is, in words.
    pub what: String,
}

impl Asset {
    /// The name of the module that the frame makes of it; none when it is no WebAssembly.
    pub fn module(&self) -> Option<&str> {
        Some(self.name.strip_suffix(".wasm")?.trim_end_matches(".asm"))
    }

    /// Whether it is the worker's script, which is fetched by itself.
    pub fn is_script(&self) -> bool {
        self.name == "worker.js"
    }
}

/// The assets of all runtimes.
pub type Assets = BTreeMap<String, Vec<Asset>>;

/// Fetches the list of assets.
///
/// # Errors
/// When it does not come, or is none.
pub async fn list() -> Result<Assets, SandboxError> {
    let path = format!("{RUNTIMES}/assets.json");
    let bytes = fetched(&path).await?;
    serde_json::from_slice(&bytes).map_err(|error| SandboxError::NotFetched { path, why: error.to_string() })
}

/// Fetches a runtime's script.
///
/// # Errors
/// When it does not come.
pub async fn script(language: Language) -> Result<String, SandboxError> {
    let bytes = fetched(&format!("{RUNTIMES}/{}/worker.js", language.folder())).await?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

/// Fetches a file.
///
/// # Errors
/// When it does not come.
pub async fn fetched(path: &str) -> Result<Vec<u8>, SandboxError> {
    let response = answered(path).await?;
    response.binary().await.map_err(|error| failed(path, error.to_string()))
}

/// Fetches an asset, and tells of each part that comes.
///
/// # Errors
/// When it does not come whole.
pub async fn asset(asset: &Asset, mut told: impl FnMut(u64)) -> Result<Blob, SandboxError> {
    let path = format!("{RUNTIMES}/{}", asset.file);
    let response = answered(&path).await?;
    let failed = |error: JsValue| failed(&path, format!("{error:?}"));
    let body = response.body().ok_or_else(|| failed("the answer has no body".into()))?;
    let parts = Array::new();
    let mut loaded = 0;
    let take = |part: Uint8Array| {
        loaded += u64::from(part.length());
        parts.push(&part);
        told(loaded);
        true
    };
    each_part(&body, take).await.map_err(failed)?;
    Blob::new_with_u8_array_sequence(&parts).map_err(failed)
}

async fn answered(path: &str) -> Result<gloo::net::http::Response, SandboxError> {
    let response = Request::get(path).send().await.map_err(|error| failed(path, error.to_string()))?;
    if response.ok() { Ok(response) } else { Err(failed(path, format!("the server answers {}", response.status()))) }
}

fn failed(path: &str, why: String) -> SandboxError {
    SandboxError::NotFetched { path: path.to_owned(), why }
}
