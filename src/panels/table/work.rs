//! What a table's bench knows of its own: where the learner is, what is selected, and the calls that change items.

use std::collections::BTreeMap;
use std::sync::Arc;

use cloud::view::stage::Column;
use cloud::view::table::OpenTable;
use leptos::prelude::*;
use serde_json::{Map, Value, json};

use super::batch::{self, Progress};
use super::calls::{send, units};
use super::files::Intake;
use super::item::Draft;
use super::search::Finding;
use super::typed;
use crate::derived::Derived;
use crate::store::{Dispatch, Store};
use crate::widgets::format;

/// The parts of the bench.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tab {
    /// All items.
    Items,
    /// Queries and scans.
    Search,
    /// Import and export.
    Files,
    /// What the table declares.
    Facts,
}

/// What came of the last call.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Said {
    /// A sentence.
    pub text: String,
    /// Whether AWS refused it.
    pub failed: bool,
    /// Items that are gone and can be put back.
    pub gone: Vec<Value>,
}

/// What is done with a call's answer. It is nobody's but the call's: the cell or button that made it may be gone by then.
type Then = Box<dyn FnOnce(Result<Value, String>)>;

/// What the bench knows. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Work {
    name: StoredValue<String>,
    /// The session.
    pub dispatch: Dispatch,
    /// The store.
    pub store: Store,
    /// The table at the playhead; none while it is not there.
    pub table: Derived<Option<Arc<OpenTable>>>,
    /// Its key.
    pub keys: Derived<Vec<Column>>,
    /// The part that is open.
    pub tab: RwSignal<Tab>,
    /// The item in the editor.
    pub draft: RwSignal<Option<Draft>>,
    /// Whether texts of items name their types.
    pub typed: RwSignal<bool>,
    /// The items that are selected, by their keys' texts.
    pub marked: RwSignal<BTreeMap<String, Value>>,
    /// What came of the last call.
    pub said: RwSignal<Option<Said>>,
    /// Whether a call is under way.
    pub busy: RwSignal<bool>,
    /// What was asked last, and found.
    pub finding: Finding,
    /// What is read from a file, and written.
    pub intake: Intake,
}

impl Work {
    /// The bench of the table called `name`.
    pub fn new(name: String) -> Self {
        let store = expect_context::<Store>();
        let table = Derived::new(move |_| {
            store.table.with(|bench| bench.as_ref().and_then(|bench| bench.shown.clone()).map(Arc::new))
        });
        // The key stays as it was while the table is away.
        let keys = Derived::new(move |before: Option<&Vec<Column>>| {
            let now = table.with(|table| table.as_ref().map(|table| table.keys.clone()));
            now.or_else(|| before.cloned()).unwrap_or_default()
        });
        Self {
            name: StoredValue::new(name),
            dispatch: Dispatch::from_context(),
            store,
            table,
            keys,
            tab: RwSignal::new(Tab::Items),
            draft: RwSignal::new(None),
            typed: RwSignal::new(false),
            marked: RwSignal::new(BTreeMap::new()),
            said: RwSignal::new(None),
            busy: RwSignal::new(false),
            finding: Finding::new(),
            intake: Intake::new(),
        }
    }

    /// The bench around the current component.
    #[must_use]
    pub fn from_context() -> Self {
        expect_context()
    }

    /// The table's name.
    #[must_use]
    pub fn name(self) -> String {
        self.name.get_value()
    }

    /// The key's names and types.
    #[must_use]
    pub fn key_types(self) -> Vec<(String, String)> {
        self.keys
            .with_untracked(|keys| keys.iter().map(|key| (key.name.to_string(), key.type_name.to_owned())).collect())
    }

    /// The key of an item.
    #[must_use]
    pub fn key_of(self, item: &Value) -> Value {
        let member = |key: &Column| Some((key.name.to_string(), item.get(&*key.name)?.clone()));
        Value::Object(self.keys.with_untracked(|keys| keys.iter().filter_map(member).collect()))
    }

    /// An item's key, as a reader names it.
    #[must_use]
    pub fn words_of(self, item: &Value) -> String {
        let key = self.key_of(item);
        let parts = key.as_object().into_iter().flatten().map(|(_, value)| typed::short(value, 40));
        parts.collect::<Vec<_>>().join(" / ")
    }

    /// Says what came of a call.
    pub fn say(self, text: String, failed: bool, gone: Vec<Value>) {
        let _ = self.said.try_set(Some(Said { text, failed, gone }));
    }

    /// Changes attributes of an item, those that differ, if the item is still there.
    pub fn update(self, before: Value, after: Value, then: Option<Callback<()>>) {
        let Some(input) = self.update_input(&before, &after) else { return };
        let words = self.words_of(&before);
        self.act(
            "UpdateItem",
            input,
            Box::new(move |answer| match answer {
                Ok(answer) => {
                    self.finding.replace(self, &before, Some(&answer["Attributes"]));
                    self.say(with_units(format!("UpdateItem changed {words}"), &answer), false, Vec::new());
                    if let Some(then) = then {
                        then.try_run(());
                    }
                }
                Err(error) if error.starts_with("ConditionalCheckFailed") => {
                    self.say(
                        format!("{words} is not there any more, so nothing was changed. ({error})"),
                        true,
                        vec![after.clone()],
                    );
                }
                Err(error) => self.say(error, true, Vec::new()),
            }),
        );
    }

    fn update_input(self, before: &Value, after: &Value) -> Option<Value> {
        let (before, after) = (before.as_object()?, after.as_object()?);
        let (mut names, mut values) = (Map::new(), Map::new());
        let (mut set, mut remove) = (Vec::new(), Vec::new());
        for (name, value) in after.iter().filter(|(name, value)| before.get(*name) != Some(*value)) {
            let number = names.len();
            names.insert(format!("#n{number}"), name.as_str().into());
            values.insert(format!(":v{number}"), value.clone());
            set.push(format!("#n{number} = :v{number}"));
        }
        for name in before.keys().filter(|name| !after.contains_key(*name)) {
            let number = names.len();
            names.insert(format!("#n{number}"), name.as_str().into());
            remove.push(format!("#n{number}"));
        }
        if set.is_empty() && remove.is_empty() {
            return None;
        }
        let key = self.keys.with_untracked(|keys| keys.first().map(|key| key.name.to_string()))?;
        names.insert("#key".to_owned(), key.into());
        let part = |word: &str, parts: &[String]| (!parts.is_empty()).then(|| format!("{word} {}", parts.join(", ")));
        let expression: Vec<String> = [part("SET", &set), part("REMOVE", &remove)].into_iter().flatten().collect();
        let mut input = json!({"TableName": self.name(), "Key": self.key_of(&Value::Object(before.clone())),
            "UpdateExpression": expression.join(" "), "ConditionExpression": "attribute_exists(#key)",
            "ExpressionAttributeNames": names, "ReturnValues": "ALL_NEW", "ReturnConsumedCapacity": "TOTAL"});
        if !values.is_empty() {
            input["ExpressionAttributeValues"] = Value::Object(values);
        }
        Some(input)
    }

    /// Puts a new item, if there is none of its key yet.
    pub fn put(self, item: Value, then: Callback<()>) {
        let Some(key) = self.keys.with_untracked(|keys| keys.first().map(|key| key.name.to_string())) else { return };
        let words = self.words_of(&item);
        let input = json!({"TableName": self.name(), "Item": item, "ConditionExpression": "attribute_not_exists(#key)",
            "ExpressionAttributeNames": {"#key": key}, "ReturnConsumedCapacity": "TOTAL"});
        self.act(
            "PutItem",
            input,
            Box::new(move |answer| match answer {
                Ok(answer) => {
                    self.say(with_units(format!("PutItem wrote the item {words}"), &answer), false, Vec::new());
                    then.try_run(());
                }
                Err(error) if error.starts_with("ConditionalCheckFailed") => {
                    self.say(
                        format!("{words} is there already. Choose another key, or edit that item. ({error})"),
                        true,
                        Vec::new(),
                    );
                }
                Err(error) => self.say(error, true, Vec::new()),
            }),
        );
    }

    /// Deletes one item.
    pub fn delete(self, item: Value) {
        let words = self.words_of(&item);
        let input = json!({"TableName": self.name(), "Key": self.key_of(&item), "ReturnValues": "ALL_OLD",
            "ReturnConsumedCapacity": "TOTAL"});
        self.act(
            "DeleteItem",
            input,
            Box::new(move |answer| match answer {
                Ok(answer) => {
                    self.finding.replace(self, &item, None);
                    self.draft.set(None);
                    // What was there at the end is what can be put back.
                    let old = Some(answer["Attributes"].clone()).filter(Value::is_object);
                    self.say(
                        with_units(format!("DeleteItem took {words} out"), &answer),
                        false,
                        old.into_iter().collect(),
                    );
                }
                Err(error) => self.say(error, true, Vec::new()),
            }),
        );
    }

    /// Deletes items, 25 with each call.
    pub fn delete_all(self, items: Vec<Value>) {
        self.marked.set(BTreeMap::new());
        self.write_all(items, false);
    }

    /// Puts items back that are gone.
    pub fn put_back(self, items: Vec<Value>) {
        self.said.set(None);
        self.write_all(items, true);
    }

    fn write_all(self, items: Vec<Value>, puts: bool) {
        if self.busy.get_untracked() || items.is_empty() {
            return;
        }
        self.busy.set(true);
        leptos::task::spawn_local(async move {
            let one = |index: usize| {
                let write = match puts {
                    true => json!({"PutRequest": {"Item": items[index]}}),
                    false => json!({"DeleteRequest": {"Key": self.key_of(&items[index])}}),
                };
                write.to_string()
            };
            let progress = RwSignal::new(Progress { total: items.len(), ..Progress::default() });
            let failed = batch::write(self, &one, progress, RwSignal::new(true)).await;
            let _ = self.busy.try_set(false);
            let done = format::counted(items.len() - failed.len(), "item", "items");
            let mut text = format!("BatchWriteItem {} {done}.", if puts { "put back" } else { "deleted" });
            if let Some((index, why)) = failed.first() {
                let failed = format::counted(failed.len(), "item", "items");
                text.push_str(&format!(" {failed} could not be, first {}: {why}", self.words_of(&items[*index])));
            }
            let lost: Vec<usize> = failed.iter().map(|(index, _)| *index).collect();
            let gone = items
                .iter()
                .enumerate()
                .filter(|(index, _)| lost.contains(index) == puts)
                .map(|(_, item)| item.clone());
            self.say(text, !lost.is_empty(), gone.collect());
        });
    }

    /// Makes one call; nothing is done while another is under way.
    fn act(self, operation: &'static str, input: Value, then: Then) {
        if self.busy.get_untracked() {
            return;
        }
        self.busy.set(true);
        self.said.set(None);
        leptos::task::spawn_local(async move {
            let answer = send(self.dispatch, operation, &input).await;
            let _ = self.busy.try_set(false);
            if !self.busy.is_disposed() {
                then(answer);
            }
        });
    }
}

fn with_units(says: String, answer: &Value) -> String {
    match units(answer, "write") {
        Some(units) => format!("{says}, for {units}."),
        None => format!("{says}."),
    }
}
