//! The browser's streams: read part by part, packed and unpacked.

use js_sys::{Array, Reflect, Uint8Array};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, BlobPropertyBag, ReadableStream, ReadableStreamDefaultReader, ReadableWritablePair, Response};

/// How bytes are packed.
const PACKED: &str = "gzip";

#[wasm_bindgen]
extern "C" {
    /// The browser's packer, which `web-sys` does not have yet.
    type CompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<CompressionStream, JsValue>;

    type DecompressionStream;
    #[wasm_bindgen(constructor, catch)]
    fn new(format: &str) -> Result<DecompressionStream, JsValue>;
}

/// Bytes as a file of the browser's.
///
/// # Errors
/// When there is no room for them.
pub fn blob_of(bytes: &[u8], content_type: &str) -> Result<Blob, JsValue> {
    let options = BlobPropertyBag::new();
    options.set_type(content_type);
    Blob::new_with_u8_array_sequence_and_options(&Array::of1(&Uint8Array::from(bytes)), &options)
}

/// The bytes of a file of the browser's.
///
/// # Errors
/// When the browser refuses to read it.
pub async fn bytes_of(blob: &Blob) -> Result<Vec<u8>, JsValue> {
    Ok(Uint8Array::new(&JsFuture::from(blob.array_buffer()).await?).to_vec())
}

/// Gives each part of a stream to `take` as it comes, to its end or until one is not wanted: whether all were.
///
/// # Errors
/// When it breaks off.
pub async fn each_part(stream: &ReadableStream, mut take: impl FnMut(Uint8Array) -> bool) -> Result<bool, JsValue> {
    let reader: ReadableStreamDefaultReader = stream.get_reader().unchecked_into();
    loop {
        let part = JsFuture::from(reader.read()).await?;
        if Reflect::get(&part, &"done".into()).is_ok_and(|done| done.is_truthy()) {
            return Ok(true);
        }
        let value = Reflect::get(&part, &"value".into()).and_then(JsCast::dyn_into)?;
        if !take(value) {
            // Whatever it comes to, it is not wanted.
            let _ = reader.cancel();
            return Ok(false);
        }
    }
}

/// Packs bytes.
///
/// # Errors
/// When the browser cannot.
pub async fn pack(bytes: &[u8]) -> Result<Vec<u8>, JsValue> {
    let stream = through(&blob_of(bytes, "")?, &CompressionStream::new(PACKED)?);
    let blob = JsFuture::from(Response::new_with_opt_readable_stream(Some(&stream))?.blob()?).await?;
    bytes_of(blob.unchecked_ref()).await
}

/// Unpacks up to `largest` bytes; none when there are more.
///
/// # Errors
/// When they were packed otherwise, or are damaged, which their check sum tells.
pub async fn unpack(packed: &Blob, largest: usize) -> Result<Option<Vec<u8>>, JsValue> {
    let stream = through(packed, &DecompressionStream::new(PACKED)?);
    let mut bytes = Vec::new();
    let take = |part: Uint8Array| {
        let held = bytes.len();
        let fits = held + part.length() as usize <= largest;
        if fits {
            bytes.resize(held + part.length() as usize, 0);
            part.copy_to(&mut bytes[held..]);
        }
        fits
    };
    Ok(each_part(&stream, take).await?.then_some(bytes))
}

fn through(blob: &Blob, packer: &impl JsCast) -> ReadableStream {
    blob.stream().pipe_through(packer.unchecked_ref::<ReadableWritablePair>())
}
