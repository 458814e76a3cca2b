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
const KEY: &str = "page";

/// The page, its editor, and what its browser did.
#[component]
pub fn Page() -> impl IntoView {
    let body = Callback::new(|library: Library| view! { <Loaded library/> }.into_any());
    view! { <div class="page"><WithLibrary children=body waiting=Callback::new(|()| ().into_any())/></div> }.into_any()
}

#[component]
fn Loaded(library: Library) -> impl IntoView {
    let store = expect_context::<Store>();
    let text = RwSignal::new(remembered(KEY).unwrap_or_else(|| starter(&target(store))));
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
        remember(KEY, Some(&text.get_untracked()));
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
fn target(store: Store) -> String {
    let first = store
        .stage
        .with_untracked(|stage| completion::offers(stage, &[]).into_iter().find(|offer| offer.method == "GET"));
    first.map_or_else(
        || "https://my-original-images.s3.us-east-1.amazonaws.com/?list-type=2".to_owned(),
        |offer| offer.url,
    )
}

/// A page to begin with.
fn starter(url: &str) -> String {
    format!(
        r##"<h1>My page</h1>
<pre id="out">Asking…</pre>
<button id="again">Ask with a header</button>
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
  again.onclick = () => ask({{ headers: {{ 'x-api-key': '1' }} }});
</script>
"##
    )
}
