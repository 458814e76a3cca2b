//! Acts of a learner: each is the AWS calls that a person would make for it, one after the other, and stops at the first
//! that AWS refuses.

use std::cell::RefCell;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use cloud::http::{Request, Response};
use leptos::html;
use leptos::prelude::*;
use serde_json::Value;
use web_sys::{ScrollIntoViewOptions, ScrollLogicalPosition};

use super::facts::Facts;
use crate::aws;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::icon::{Icon, Name};

/// The API that is built. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Work {
    /// What is known of it; none when it is gone.
    pub facts: Derived<Option<Arc<Facts>>>,
    id: StoredValue<Arc<str>>,
}

impl Work {
    /// The API with that id.
    pub fn new(id: Arc<str>) -> Self {
        let store = expect_context::<Store>();
        let own = id.clone();
        let facts = Derived::new(move |before: Option<&Option<Arc<Facts>>>| {
            let held = store.drafted.get();
            match held.and_then(|held| Arc::downcast::<Facts>(held).ok()) {
                Some(facts) if facts.api.id == own => Some(facts),
                // Another is selected: this panel is about to go.
                Some(_) => before.cloned().flatten(),
                None => None,
            }
        });
        Self { facts, id: StoredValue::new(id) }
    }

    /// The API around the current component.
    #[must_use]
    pub fn from_context() -> Self {
        expect_context()
    }

    /// Its id.
    pub fn id(self) -> Arc<str> {
        self.id.get_value()
    }

    /// The names of its stages, the one deployed last first.
    pub fn stages(self) -> Derived<Vec<String>> {
        self.part(Facts::stage_names)
    }

    /// A part of what is known of it.
    pub fn part<T: Default + PartialEq + Send + Sync + 'static>(self, of: fn(&Facts) -> T) -> Derived<T> {
        Derived::new(move |_| self.facts.with(|facts| facts.as_deref().map(of).unwrap_or_default()))
    }
}

/// Where an act stands.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    Idle,
    Sent(&'static str),
    Refused(String),
}

/// What an act is: calls, one after the other.
pub type Doing = Pin<Box<dyn Future<Output = Result<(), String>>>>;

/// An act of one form, and where it stands. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Act {
    standing: RwSignal<Standing>,
    dispatch: Dispatch,
}

impl Act {
    /// Nothing was asked for yet.
    pub fn new() -> Self {
        Self { standing: RwSignal::new(Standing::Idle), dispatch: Dispatch::from_context() }
    }

    /// Whether calls are under way.
    pub fn is_busy(self) -> bool {
        self.standing.with(|standing| matches!(standing, Standing::Sent(_)))
    }

    /// Acts, unless it does so already.
    pub fn run(self, act: impl FnOnce(Calls) -> Doing) {
        if untrack(|| self.is_busy()) {
            return;
        }
        let calls = Calls { act: self, done: Rc::default() };
        self.standing.set(Standing::Sent(""));
        let doing = act(calls);
        leptos::task::spawn_local(async move {
            let standing = match doing.await {
                Ok(()) => Standing::Idle,
                Err(why) => Standing::Refused(why),
            };
            // The form may be gone by now.
            let _ = self.standing.try_set(standing);
        });
    }

    /// Acts by one call.
    pub fn make(self, name: &'static str, request: Request) {
        self.run(move |aws| Box::pin(async move { aws.make(name, request).await.map(drop) }));
    }

    /// What there is to say of it.
    pub fn says(self) -> impl IntoView {
        let says = move || match self.standing.get() {
            Standing::Refused(why) => view! { <Refusal why/> }.into_any(),
            Standing::Sent(name) if !name.is_empty() => {
                view! { <p class="sending">"Sending "<b class="mono">{name}</b></p> }.into_any()
            }
            Standing::Idle | Standing::Sent(_) => ().into_any(),
        };
        view! { <div class="act" role="status">{says}</div> }
    }
}

/// Why AWS refused. It comes into sight, wherever the form is scrolled to.
#[component]
fn Refusal(why: String) -> impl IntoView {
    let words = NodeRef::<html::P>::new();
    Effect::new(move |_| {
        if let Some(words) = words.get() {
            request_animation_frame(move || words.scroll_into_view_with_scroll_into_view_options(&nearest()));
        }
    });
    view! { <p class="refused" node_ref=words><Icon name=Name::Cross/><span>{why}</span></p> }
}

/// No further than it takes, so that what is in sight stays where it is.
fn nearest() -> ScrollIntoViewOptions {
    let options = ScrollIntoViewOptions::new();
    options.set_block(ScrollLogicalPosition::Nearest);
    options
}

/// Makes the calls of one act.
#[derive(Clone)]
pub struct Calls {
    act: Act,
    done: Rc<RefCell<Vec<&'static str>>>,
}

impl Calls {
    /// Makes one call: what it answered.
    ///
    /// # Errors
    /// AWS's error, with what was done before.
    pub async fn make(&self, name: &'static str, request: Request) -> Result<Value, String> {
        let response = self.send(name, request).await?;
        Ok(serde_json::from_slice(&response.body).unwrap_or_default())
    }

    /// Makes one call: the response as it came.
    ///
    /// # Errors
    /// AWS's error, with what was done before.
    pub async fn send(&self, name: &'static str, request: Request) -> Result<Arc<Response>, String> {
        let _ = self.act.standing.try_set(Standing::Sent(name));
        let response = aws::make(self.act.dispatch, request).await.map_err(|why| self.told(name, &why))?;
        self.done.borrow_mut().push(name);
        Ok(response)
    }

    fn told(&self, name: &str, why: &str) -> String {
        let done = self.done.borrow();
        let before = match done.len() {
            0 => String::new(),
            1 => format!(" {} was done before it, and stays.", done[0]),
            _ => format!(" {} were done before it, and stay.", done.join(", ")),
        };
        format!("{name} was refused. {why}{before}")
    }
}

/// A text of an answer: `id`.
pub fn text(answer: &Value, name: &str) -> Arc<str> {
    answer[name].as_str().unwrap_or_default().into()
}
