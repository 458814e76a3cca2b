//! `assets/editor/editor.js`, as the page calls it. It is fetched when a learner first opens code.

use std::cell::RefCell;

use bytes::Bytes;
use js_sys::{Array, Function, Object, Promise, Reflect, Uint8Array};
use send_wrapper::SendWrapper;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::HtmlElement;

/// Its address, relative to the page.
const ADDRESS: &str = "assets/editor/editor.js";

#[wasm_bindgen]
extern "C" {
    type Module;
    #[wasm_bindgen(method)]
    fn open(this: &Module, parent: &HtmlElement, is: &Object, tell: &Object) -> View;
    #[wasm_bindgen(method)]
    fn compare(this: &Module, parent: &HtmlElement, is: &Object) -> Promise;
    #[wasm_bindgen(method, catch)]
    fn zip(this: &Module, files: &Array) -> Result<Uint8Array, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn unzip(this: &Module, bytes: &Uint8Array) -> Result<Array, JsValue>;

    /// An editor that stands in the page.
    pub type View;
    #[wasm_bindgen(method)]
    pub fn show(this: &View, id: &str, text: &str, language: &str);
    #[wasm_bindgen(method)]
    pub fn set(this: &View, label: &str, read_only: bool);
    #[wasm_bindgen(method, js_name = setFaults)]
    pub fn set_faults(this: &View, faults: &Array);
    #[wasm_bindgen(method, js_name = setNotes)]
    pub fn set_notes(this: &View, notes: &Array);
    #[wasm_bindgen(method)]
    pub fn reveal(this: &View, line: u32, column: u32);
    #[wasm_bindgen(method)]
    pub fn focus(this: &View);
    #[wasm_bindgen(method)]
    pub fn find(this: &View);
    #[wasm_bindgen(method)]
    pub fn close(this: &View);
}

/// The library. A copy is a handle.
#[derive(Clone)]
pub struct Library(SendWrapper<JsValue>);

/// What a file of a package holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Held {
    /// Text.
    Text(String),
    /// Something else, which is kept as it is.
    Bytes(Bytes),
}

thread_local! {
    static LOADED: RefCell<Option<Library>> = const { RefCell::new(None) };
}

impl Library {
    /// The library, if it was loaded before.
    pub fn loaded() -> Option<Self> {
        LOADED.with_borrow(Clone::clone)
    }

    /// Loads it; none when it does not arrive. `attempt` counts from 0: a browser remembers the failure of an address.
    pub async fn load(attempt: u32) -> Option<Self> {
        if let Some(library) = Self::loaded() {
            return Some(library);
        }
        let base = gloo::utils::document().base_uri().ok().flatten()?;
        let again = if attempt == 0 { String::new() } else { format!("?again={attempt}") };
        let address = web_sys::Url::new_with_base(&format!("{ADDRESS}{again}"), &base).ok()?.href();
        // `import` is a word of the language and no function that could be called from here.
        let import = Function::new_with_args("address", "return import(address)");
        let coming: Promise = import.call1(&JsValue::UNDEFINED, &address.into()).ok()?.dyn_into().ok()?;
        let library = Self(SendWrapper::new(JsFuture::from(coming).await.ok()?));
        LOADED.replace(Some(library.clone()));
        Some(library)
    }

    fn module(&self) -> &Module {
        self.0.unchecked_ref()
    }

    /// Opens an editor inside `parent`; `is` and `tell` as editor.mjs describes them.
    pub fn open(&self, parent: &HtmlElement, is: &Object, tell: &Object) -> View {
        self.module().open(parent, is, tell)
    }

    /// Shows two texts and how they differ; gives what ends it, or none when its code does not arrive.
    pub async fn compare(&self, parent: &HtmlElement, is: &Object) -> Option<Function> {
        JsFuture::from(self.module().compare(parent, is)).await.ok()?.dyn_into().ok()
    }

    /// The files as a zip: the same files make the same bytes.
    pub fn zip<'a>(&self, files: impl Iterator<Item = (&'a str, &'a Held)>) -> Option<Bytes> {
        let entry = |(name, held): (&str, &Held)| {
            let held: JsValue = match held {
                Held::Text(text) => text.into(),
                Held::Bytes(bytes) => Uint8Array::from(bytes.as_ref()).into(),
            };
            Array::of2(&name.into(), &held)
        };
        self.module().zip(&files.map(entry).collect()).ok().map(|bytes| bytes.to_vec().into())
    }

    /// The files of a zip, in order of name; none when it cannot be read.
    pub fn unzip(&self, zip: &[u8]) -> Option<Vec<(String, Held)>> {
        let files = self.module().unzip(&Uint8Array::from(zip)).ok()?;
        let file = |entry: JsValue| {
            let entry: Array = entry.unchecked_into();
            let held = entry.get(1);
            let held = match held.as_string() {
                Some(text) => Held::Text(text),
                None => Held::Bytes(held.unchecked_into::<Uint8Array>().to_vec().into()),
            };
            (entry.get(0).as_string().unwrap_or_default(), held)
        };
        Some(files.iter().map(file).collect())
    }
}

/// A plain object of these members.
pub fn object(members: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in members {
        // A plain object takes new properties.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}
