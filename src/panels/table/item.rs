//! An item in the editor: in plain JSON or with its types, what is wrong with it at its line, and what can be done with it.

use leptos::{ev, prelude::*};
use serde_json::{Value, json};
use wasm_bindgen::JsCast;

use super::json as text_json;
use super::typed;
use super::work::Work;
use crate::derived::Derived;
use crate::widgets::editor::{Editor, Fault, Library, Reveal, Text, WithLibrary};
use crate::widgets::icon::{Icon, Name};
use crate::widgets::json as faults;

/// An item that is being looked at or edited.
#[derive(Clone, Debug, PartialEq)]
pub struct Draft {
    /// Tells it from others that the editor shows in turn.
    id: u32,
    /// The item as it was opened; none for a new one.
    pub before: Option<Value>,
    /// What the editor began with.
    begun: String,
    /// What the editor holds.
    text: String,
    /// Whether the text names types.
    typed: bool,
}

/// What is said when an edited item would give way.
const UNSENT: &str = "The item in the editor was edited and is not sent. Send it or discard it first.";

/// What the draft says: the item, or what is wrong.
type Reading = Result<Value, Fault>;

/// Opens an item in the editor; a new one when there is none. One that was edited stays.
pub fn begin(work: Work, item: Option<Value>) {
    if work.draft.with_untracked(|draft| draft.as_ref().is_some_and(Draft::is_edited)) {
        work.say(UNSENT.to_owned(), true, Vec::new());
        return;
    }
    let empty = || {
        let keys = work.keys.get_untracked();
        let key = |key: &cloud::view::stage::Column| {
            (key.name.to_string(), json!({key.type_name: if key.type_name == "N" { "0" } else { "" }}))
        };
        Value::Object(keys.iter().map(key).collect())
    };
    let shown = item.clone().unwrap_or_else(empty);
    set(work, item, &shown);
}

/// Closes the item in the editor, unless it was edited.
pub fn close(work: Work) {
    if work.draft.with_untracked(|draft| draft.as_ref().is_some_and(Draft::is_edited)) {
        work.say(UNSENT.to_owned(), true, Vec::new());
    } else {
        work.draft.set(None);
    }
}

/// Opens a copy of an item as a new one.
fn duplicate(work: Work, item: &Value) {
    set(work, None, item);
    work.say("A copy. Give it a key of its own, then send it.".to_owned(), false, Vec::new());
}

fn set(work: Work, before: Option<Value>, shown: &Value) {
    let typed = work.typed.get_untracked();
    let text = text_of(work, shown, typed);
    let id = work.draft.with_untracked(|draft| draft.as_ref().map_or(0, |draft| draft.id + 1));
    work.draft.set(Some(Draft { id, before, begun: text.clone(), text, typed }));
}

fn text_of(work: Work, item: &Value, typed: bool) -> String {
    work.keys.with_untracked(|keys| {
        let names: Vec<&str> = keys.iter().map(|key| &*key.name).collect();
        typed::item_text(item, &names, typed)
    })
}

impl Draft {
    /// Whether it differs from what it began with.
    #[must_use]
    pub fn is_edited(&self) -> bool {
        self.text != self.begun
    }

    /// Where whoever makes a new item begins to write: in its first text.
    fn beginning(&self) -> Reveal {
        if self.before.is_some() {
            return Reveal::default();
        }
        let (line, column) = faults::line_of(&self.begun, self.begun.find(": \"").map_or(0, |at| at + 3));
        Reveal { line, column, times: self.id + 1 }
    }

    fn read(&self, keys: &[(String, String)]) -> Reading {
        if let Some(fault) = faults::fault(&self.text, "item") {
            return Err(fault);
        }
        let at = |at: usize, says: String| faults::fault_at(&self.text, at, &says);
        let node = text_json::read(&self.text).ok_or_else(|| at(0, "it is nested too deep".to_owned()))?;
        let item = typed::item(&node, self.typed, self.before.as_ref()).map_err(|(place, says)| at(place, says))?;
        match typed::key_fault(&item, keys) {
            Some(says) => Err(at(0, says)),
            None => Ok(Value::Object(item)),
        }
    }
}

/// The item beside what lists it, while one is open.
#[component]
pub fn Item() -> impl IntoView {
    let work = Work::from_context();
    let is_open = Derived::new(move |_| work.draft.with(Option::is_some));
    let body = Callback::new(move |library: Library| view! { <Opened library/> }.into_any());
    let leave = move |event: ev::KeyboardEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        // In the editor Esc is the editor's own.
        let edits = target.is_some_and(|target| target.matches("[contenteditable]").unwrap_or(false));
        if event.key() == "Escape" && !edits {
            event.prevent_default();
            event.stop_propagation();
            close(work);
        }
    };
    move || {
        is_open.get().then(|| {
            view! {
                <aside class="item" aria-label="Item" on:keydown=leave>
                    <Heading/>
                    <WithLibrary children=body waiting=Callback::new(|()| ().into_any())/>
                </aside>
            }
        })
    }
}

#[component]
fn Heading() -> impl IntoView {
    let work = Work::from_context();
    let words = Derived::new(move |_| {
        work.draft.with(|draft| match draft.as_ref().map(|draft| &draft.before) {
            Some(Some(item)) => work.words_of(item),
            _ => "A new item".to_owned(),
        })
    });
    view! {
        <header class="item__head">
            <h3 title=move || words.get()>{move || words.get()}</h3>
            <button class="btn btn--quiet" type="button" aria-label="Close the item" title="Close the item (Esc)" on:click=move |_| close(work)>
                <Icon name=Name::Cross/>
            </button>
        </header>
    }
    .into_any()
}

#[component]
fn Opened(library: Library) -> impl IntoView {
    let work = Work::from_context();
    let reading = Derived::new(move |_| {
        let keys: Vec<(String, String)> =
            work.keys.with(|keys| keys.iter().map(|key| (key.name.to_string(), key.type_name.to_owned())).collect());
        work.draft.with(|draft| draft.as_ref().map(|draft| draft.read(&keys)))
    });
    let is_new = Derived::new(move |_| {
        work.draft.with(|draft| match draft.as_ref().map(|draft| &draft.before) {
            Some(Some(before)) => reading.with(|reading| match reading {
                // Another key makes another item.
                Some(Ok(item)) => work.key_of(item) != work.key_of(before),
                _ => false,
            }),
            _ => true,
        })
    });
    let edited = Derived::new(move |_| {
        work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.is_edited() || draft.before.is_none()))
    });
    let is_ready = move || edited.get() && reading.with(|reading| matches!(reading, Some(Ok(_)))) && !work.busy.get();
    let send = Callback::new(move |()| {
        let Some(Ok(item)) = reading.get_untracked() else { return };
        if !untrack(is_ready) {
            return;
        }
        let then = Callback::new({
            let item = item.clone();
            move |()| set(work, Some(item.clone()), &item)
        });
        match work.draft.get_untracked().and_then(|draft| draft.before).filter(|_| !is_new.get_untracked()) {
            Some(before) => work.update(before, item, Some(then)),
            None => work.put(item, then),
        }
    });
    let text = Signal::derive(move || {
        let draft = work.draft.get();
        draft.map_or_else(Text::default, |draft| Text {
            id: format!("{}{}", draft.id, draft.typed),
            text: draft.text,
            language: "json",
        })
    });
    let reveal = Derived::new(move |before: Option<&Reveal>| {
        let begins = work.draft.with(|draft| draft.as_ref().map(Draft::beginning).unwrap_or_default());
        // The same item in another form is no reason to take the focus.
        before.copied().filter(|before| before.times == begins.times).unwrap_or(begins)
    });
    let wrong = Derived::new(move |_| {
        reading.with(|reading| reading.as_ref().and_then(|reading| reading.as_ref().err().cloned()))
    });
    let faults = Signal::derive(move || wrong.get().into_iter().collect::<Vec<_>>());
    let note = move || match wrong.get() {
        Some(fault) => view! { <span class="is-wrong"><Icon name=Name::Cross/>{fault.message}</span> }.into_any(),
        None if is_new.get() => view! { <span>"PutItem, if there is no item of this key yet."</span> }.into_any(),
        None if edited.get() => {
            view! { <span>"UpdateItem with what differs, if the item is still there."</span> }.into_any()
        }
        None => view! { <span>"As it is in the table."</span> }.into_any(),
    };
    let shown = move || {
        let draft = work.draft.get_untracked()?;
        draft.before.or_else(|| reading.get_untracked()?.ok())
    };
    let verb = move || if is_new.get() { "Send PutItem" } else { "Send UpdateItem" };
    let discard = move |_| match work.draft.get_untracked().and_then(|draft| draft.before) {
        Some(before) => set(work, Some(before.clone()), &before),
        None => work.draft.set(None),
    };
    let is_held = move || work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.before.is_some()));
    view! {
        <div class="bench__bar">
            <Forms/>
            <span class="grow"></span>
            {move || is_held().then(|| view! {
                <button class="btn btn--text" type="button" on:click=move |_| if let Some(item) = shown() { duplicate(work, &item) }>"Duplicate"</button>
                <button class="btn btn--text is-wrong" type="button" on:click=move |_| if let Some(item) = shown() { work.delete(item) }>"Delete"</button>
            })}
        </div>
        <Editor
            library text label="Item, JSON" faults reveal
            changed=Callback::new(move |text| work.draft.update(|draft| if let Some(draft) = draft { draft.text = text }))
            saved=send
        />
        <p class="item__note" role="status">{note}</p>
        <div class="item__do">
            <button class="btn" class:btn--ink=is_ready type="button" aria-disabled=move || (!is_ready()).then_some("true") on:click=move |_| send.run(())>
                {verb}<kbd>"Ctrl"</kbd><kbd>"S"</kbd>
            </button>
            {move || edited.get().then(|| view! { <button class="btn btn--text" type="button" on:click=discard>"Discard"</button> })}
        </div>
    }
    .into_any()
}

/// Plain JSON, or with types. What was edited goes along, if it can be read.
#[component]
fn Forms() -> impl IntoView {
    let work = Work::from_context();
    let choose = move |typed: bool| {
        work.typed.set(typed);
        work.draft.update(|draft| {
            let Some(draft) = draft.as_mut().filter(|draft| draft.typed != typed) else { return };
            let keys = work.key_types();
            let Ok(item) = draft.read(&keys) else {
                work.say("What stands in the editor cannot be read yet; mend it first.".to_owned(), true, Vec::new());
                return;
            };
            let edited = draft.is_edited();
            draft.text = text_of(work, &item, typed);
            draft.typed = typed;
            // Another form of the same is no edit.
            draft.begun = match (&draft.before, edited) {
                (Some(before), true) => text_of(work, before, typed),
                _ => draft.text.clone(),
            };
        });
    };
    let typed = Derived::new(move |_| work.draft.with(|draft| draft.as_ref().is_some_and(|draft| draft.typed)));
    let one = move |of: bool, says: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (typed.get() == of).to_string() on:click=move |_| choose(of)>{says}</button>
        }
    };
    view! { <div class="either" role="group" aria-label="Form of the item">{one(false, "JSON")}{one(true, "DynamoDB JSON")}</div> }.into_any()
}
