//! The Rust Lambda functions, and the small runtime that runs them: in a caged worker as wasm, or natively
//! within a test, a bench or the native server.
//!
//! A function is an `async fn handler(event: &[u8], aws: &Aws) -> Result<Vec<u8>, FunctionError>`. It reaches
//! the cloud by [`Aws`] alone: no network, no clock, no entropy, no files. So the same event and the same
//! replies always lead to the same calls and the same result, and a handler whose worker was killed can be
//! brought back by feeding it the earlier replies again.
//!
//! # Build
//! One wasm module holds every function of the registry:
//! ```text
//! RUSTFLAGS="-C target-feature=+simd128 -C link-arg=--import-memory -C link-arg=--initial-memory=2097152" \
//!   cargo build -p functions --lib --target wasm32-unknown-unknown --profile fast --target-dir target/functions
//! wasm-opt -O3 --all-features -o thumbnail.wasm target/functions/wasm32-unknown-unknown/fast/functions.wasm
//! ```
//! The memory is imported, so that the worker can cap it at what the function was given; its first size
//! (32 pages) is known to `runtimes/provided/worker.js` as well. The flags differ from the page's, hence the
//! target folder of its own. What the exports are is written in `abi.rs`.

#[cfg(target_arch = "wasm32")]
mod abi;
pub mod frame;
pub mod native;
pub mod runtime;
pub mod thumbnail;
#[cfg(feature = "trials")]
mod trials;

pub use runtime::{Aws, FunctionError, Handler, Run};

/// A registry entry: a name, and the handler of that name in a module.
macro_rules! entry {
    ($name:literal, $handler:path) => {
        ($name, Handler::new(|event, aws| Box::pin(async move { $handler(&event, &aws).await })))
    };
}

/// The functions there are, by the name that a function's `code` gives.
const REGISTRY: &[(&str, Handler)] = &[
    entry!("thumbnail", thumbnail::handler),
    #[cfg(feature = "trials")]
    entry!("spin", trials::spin),
    #[cfg(feature = "trials")]
    entry!("panic", trials::panic),
    #[cfg(feature = "trials")]
    entry!("hog", trials::hog),
    #[cfg(feature = "trials")]
    entry!("deep", trials::deep),
    #[cfg(feature = "trials")]
    entry!("nap", trials::nap),
];

/// The function called `name`, or `None` when there is none.
#[must_use]
pub fn find(name: &str) -> Option<Handler> {
    REGISTRY.iter().find(|(known, _)| *known == name).map(|(_, handler)| *handler)
}
