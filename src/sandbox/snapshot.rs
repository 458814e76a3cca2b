//! The snapshot of Python's memory with its packages loaded: made on the learner's machine after Python's first run, kept
//! in the browser, so that Python starts in a fraction of the time. It is marked with the build that it belongs to, which
//! the worker looks at.

use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, Cache, Response};

/// The name that the worker knows it by.
pub const NAME: &str = "snapshot";
/// The name of the storage.
const STORE: &str = "coldstart-python";
/// Its address in the storage. It is never fetched.
const ADDRESS: &str = "/coldstart-python/snapshot";

async fn storage() -> Result<Cache, JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    JsFuture::from(window.caches()?.open(STORE)).await?.dyn_into()
}

/// The snapshot of an earlier run; none when there is none, or the browser keeps nothing.
pub async fn kept() -> Option<Blob> {
    let cache = storage().await.ok()?;
    let response: Response = JsFuture::from(cache.match_with_str(ADDRESS)).await.ok()?.dyn_into().ok()?;
    JsFuture::from(response.blob().ok()?).await.ok()?.dyn_into().ok()
}

/// Keeps the snapshot. Where the browser keeps nothing, Python starts as it did the first time.
pub async fn store(blob: Blob) {
    let Ok(cache) = storage().await else { return };
    let Ok(response) = Response::new_with_opt_blob(Some(&blob)) else { return };
    let _ = JsFuture::from(cache.put_with_str(ADDRESS, &response)).await;
}
