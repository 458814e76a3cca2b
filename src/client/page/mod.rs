//! A page of the learner's own, in a frame without network and without origin: what it fetches goes to the cloud as from a
//! browser at the origin that it is given, and CORS decides what it may read.

mod calls;
mod frame;
mod log;

use leptos::prelude::*;

use self::calls::Browser;
use self::frame::Frame;
use self::log::{Lines, Log};
use super::completion;
use crate::app::shell::{remember, remembered};
use crate::store::{Dispatch, Store};
use crate::widgets::editor::{Editor, Library, Text, WithLibrary};
use crate::widgets::icon::{Icon, Name};

/// The origin that a page has until the learner gives it another.
const ORIGIN: &str = "https://my-page.example";
const KEY: &str = "own-page";

/// The page, its editor, and what its browser did.
#[component]
pub fn Page() -> impl IntoView {
    let body = Callback::new(|library: Library| view! { <Loaded library/> }.into_any());
    view! { <div class="page"><WithLibrary children=body waiting=Callback::new(|()| ().into_any())/></div> }.into_any()
}

#[component]
fn Loaded(library: Library) -> impl IntoView {
    let store = expect_context::<Store>();
    let first = StoredValue::new(starter(&target(store)));
    let text = RwSignal::new(remembered(KEY).unwrap_or_else(|| first.get_value()));
    let origin = RwSignal::new(ORIGIN.to_owned());
    // What runs: the text and the origin as they were when it was loaded, and how often it was.
    let loaded = RwSignal::new(None::<(u32, String, String)>);
    let lines: Lines = RwSignal::new(Vec::new());
    let browser = Browser::new(store, Dispatch::from_context(), lines);
    let load = move || {
        let wanted = origin.with_untracked(|origin| super::cors::origin_of(origin.trim()));
        origin.set(wanted.clone());
        lines.set(Vec::new());
        browser.forget();
        // What nobody changed calls an API of this run, and is of no use to another.
        text.with_untracked(|text| remember(KEY, first.with_value(|first| text != first).then_some(text.as_str())));
        let times = loaded.with_untracked(|loaded| loaded.as_ref().map_or(0, |(times, ..)| *times));
        loaded.set(Some((times + 1, wanted, text.get_untracked())));
    };
    let shown = Signal::derive(move || Text { id: "page".to_owned(), text: text.get(), language: "text" });
    let frame = move || {
        match loaded.get() {
        Some((run, origin, text)) => view! { <Frame run origin text browser lines/> }.into_any(),
        None => view! {
            <div class="page__none">
                <p>"Your page runs here, in a frame of its own. What it fetches from the API goes by way of a browser's rules: CORS decides what it may read."</p>
            </div>
        }
        .into_any(),
    }
    };
    let is_old =
        move || loaded.with(|loaded| loaded.as_ref().is_some_and(|(_, _, held)| text.with(|text| text != held)));
    view! {
        <div class="page__code">
            <Editor
                library text=shown label="Your own page, HTML" changed=Callback::new(move |now| text.set(now)) saved=Callback::new(move |()| load())
            />
        </div>
        <div class="page__seen">
            <div class="page__bar">
                <input
                    class="input" aria-label="Origin of your page" title="The origin that your page has" autocomplete="off" autocapitalize="off"
                    spellcheck="false" prop:value=origin on:input=move |event| origin.set(event_target_value(&event))
                />
                <button class="btn btn--line" class:is-old=is_old type="button" on:click=move |_| load()>
                    <Icon name=Name::Play/>{move || if loaded.with(Option::is_some) { "Load again" } else { "Load the page" }}
                </button>
            </div>
            {frame}
            <Log lines/>
        </div>
    }
    .into_any()
}

/// What a first page fetches: the first route that there is, else a bucket.
fn target(store: Store) -> Target {
    let offers = store.stage.with_untracked(|stage| completion::offers(stage, &[]));
    let first = offers.iter().find(|offer| offer.method == "GET").map(|offer| offer.url.clone());
    let url = first.unwrap_or_else(|| "https://my-original-images.s3.us-east-1.amazonaws.com/?list-type=2".to_owned());
    let takes_post = offers.iter().any(|offer| offer.method == "POST" && offer.url == url);
    Target { url, takes_post }
}

/// What a page asks.
struct Target {
    url: String,
    /// Whether a POST to it is answered.
    takes_post: bool,
}

/// A page to begin with: it asks at once, and has a button for a request that no form could send.
fn starter(target: &Target) -> String {
    let url = &target.url;
    let (label, request) = match target.takes_post {
        true => (
            "Send a user",
            "ask({
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: '100', name: 'Grace Hopper' }),
  })",
        ),
        false => ("Ask with a header", "ask({ headers: { 'x-own': '1' } })"),
    };
    format!(
        r##"<h3>My page</h3>
<button id="send">{label}</button>
<pre id="out">Asking…</pre>
<script>
  const url = '{url}';

  async function ask(init) {{
    try {{
      const response = await fetch(url, init);
      out.textContent = response.status + '\n' + await response.text();
    }} catch (error) {{
      out.textContent = error;
    }}
  }}

  ask();
  send.onclick = () => {request};
</script>
"##
    )
}
