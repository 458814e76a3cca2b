//! A function's settings as the learner has them, and what of them differs from the function's own.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde_json::{Map, Value, json};

use super::calls;
use super::work::Work;
use crate::aws;
use crate::derived::Derived;
use crate::panels::wrong_variables;
use crate::store::Dispatch;
use crate::widgets::format;
use crate::widgets::pairs::Pairs;

/// The settings. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Settings {
    /// Memory, MB.
    pub memory: RwSignal<u32>,
    /// Timeout, seconds.
    pub timeout: RwSignal<u32>,
    /// The description.
    pub description: RwSignal<String>,
    /// The environment variables.
    pub variables: Pairs,
    /// What Lambda said was wrong with the last that was sent.
    pub refused: RwSignal<Option<String>>,
    /// Whether a call is under way.
    pub sent: RwSignal<bool>,
    work: Work,
    dispatch: Dispatch,
}

impl Settings {
    /// The settings of the function on the bench; they follow what it is given by others.
    pub fn new(work: Work) -> Self {
        let settings = Self {
            memory: RwSignal::new(128),
            timeout: RwSignal::new(3),
            description: RwSignal::new(String::new()),
            variables: Pairs::new(),
            refused: RwSignal::new(None),
            sent: RwSignal::new(false),
            work,
            dispatch: Dispatch::from_context(),
        };
        let own = Derived::new(move |_| {
            work.function.with(|function| {
                function
                    .as_ref()
                    .map(|own| (own.memory_mb, own.timeout_s, own.description.clone(), own.variables.clone()))
            })
        });
        Effect::new(move |_| {
            if !own.is_gone() && own.with(Option::is_some) {
                settings.begin();
            }
        });
        settings
    }

    /// The settings around the current component.
    #[must_use]
    pub fn from_context() -> Self {
        expect_context()
    }

    /// Shows the function's own.
    pub fn begin(self) {
        let Some(own) = self.work.function.get_untracked() else { return };
        self.memory.set(own.memory_mb);
        self.timeout.set(own.timeout_s);
        self.description.set(own.description.clone());
        self.variables.set(own.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
        self.refused.set(None);
    }

    /// What differs, as UpdateFunctionConfiguration takes it, and each change in words.
    pub fn changes(self) -> (Map<String, Value>, Vec<String>) {
        let (mut members, mut words) = (Map::new(), Vec::new());
        let Some(own) = self.work.function.get() else { return (members, words) };
        let (memory, timeout, description) = (self.memory.get(), self.timeout.get(), self.description.get());
        if memory != own.memory_mb {
            members.insert("MemorySize".to_owned(), memory.into());
            let count = |mb: u32| format::count(u64::from(mb));
            words.push(format!("memory {} to {} MB", count(own.memory_mb), count(memory)));
        }
        if timeout != own.timeout_s {
            members.insert("Timeout".to_owned(), timeout.into());
            words.push(format!("timeout {} to {timeout} s", own.timeout_s));
        }
        if description != own.description {
            members.insert("Description".to_owned(), description.into());
            words.push("description".to_owned());
        }
        let variables: BTreeMap<String, String> = self.variables.get().into_iter().collect();
        if variables != own.variables {
            members.insert("Environment".to_owned(), json!({"Variables": variables}));
            words.push("variables".to_owned());
        }
        (members, words)
    }

    /// What is wrong with the variables' names.
    pub fn wrong_name(self) -> Option<String> {
        wrong_variables(&self.variables.get())
    }

    /// Sends what differs.
    pub fn send(self) {
        let (members, _) = untrack(|| self.changes());
        if members.is_empty() || self.sent.get_untracked() || untrack(|| self.wrong_name()).is_some() {
            return;
        }
        self.sent.set(true);
        let request = self.work.name.with_value(|name| calls::configure(name, &Value::Object(members)));
        leptos::task::spawn_local(async move {
            let refused = aws::make(self.dispatch, request).await.err();
            let _ = self.refused.try_set(refused);
            let _ = self.sent.try_set(false);
        });
    }
}
