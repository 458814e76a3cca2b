//! Files in and out: what was understood of a file before anything is written, and how the writing goes; and items as a
//! file.

use std::sync::Arc;

use gloo::timers::future::TimeoutFuture;
use leptos::{ev, prelude::*};
use serde_json::{Value, json};
use wasm_bindgen_futures::JsFuture;
use web_sys::{DataTransfer, File};

use super::batch::{self, Progress};
use super::calls::send;
use super::csv;
use super::read::{Form, Reading, Row};
use super::typed;
use super::work::Work;
use crate::store::Action;
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::picker::Picker;

/// How many rows are read between two looks at the clock, and for how long the page may be held, milliseconds.
const ROWS: usize = 64;
const HOLD_MS: f64 = 8.0;
/// The most rows that are listed with what is wrong with them; a file holds them all.
const LISTED: usize = 40;

/// What was understood of a file.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Understood {
    file: String,
    form: String,
    rows: Arc<Vec<Row>>,
    columns: Vec<(String, String, usize)>,
    faults: Arc<Vec<(u32, String)>>,
}

/// An import: it goes on whatever part of the bench is looked at. A copy is a handle.
#[derive(Clone, Copy)]
pub struct Intake {
    stage: RwSignal<Stage>,
    progress: RwSignal<Progress>,
    going: RwSignal<bool>,
}

impl Intake {
    /// Nothing was chosen yet.
    #[must_use]
    pub fn new() -> Self {
        Self {
            stage: RwSignal::new(Stage::None),
            progress: RwSignal::new(Progress::default()),
            going: RwSignal::new(true),
        }
    }
}

/// Takes a file that was dropped or chosen, unless another is being read or written.
pub fn take(work: Work, file: Option<File>) {
    let stage = work.intake.stage;
    let busy = stage.with_untracked(|stage| matches!(stage, Stage::Reading(..) | Stage::Writing(_)));
    if let Some(file) = file.filter(|_| !busy) {
        if file.type_().starts_with("image/") {
            work.say(format!("{} is a picture. Items come as JSON or CSV.", file.name()), true, Vec::new());
            return;
        }
        leptos::task::spawn_local(understand(work, stage, file));
    }
}

/// The first of the files that a drag carries.
#[must_use]
pub fn first(data: Option<DataTransfer>) -> Option<File> {
    data.and_then(|data| data.files()).and_then(|files| files.get(0))
}

/// Where an import stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Stage {
    /// Nothing was chosen.
    None,
    /// A file of this name is read, and how much of it was.
    Reading(String, f64),
    /// It can be written.
    Ready(Understood),
    /// It is written.
    Writing(Understood),
    /// It was; these rows were not, each with AWS's reason.
    Done(Understood, Arc<Vec<(usize, String)>>),
}

/// Import and export.
#[component]
pub fn Files() -> impl IntoView {
    let work = Work::from_context();
    let Intake { stage, progress, going } = work.intake;
    let body = move || match stage.get() {
        Stage::None => view! { <Choose/> }.into_any(),
        Stage::Reading(file, share) => view! {
            <div class="files-in__wait" role="status"><p>{format!("Reading {file}")}</p><Bar share/></div>
        }
        .into_any(),
        Stage::Ready(understood) => ready(work, stage, progress, going, understood),
        Stage::Writing(understood) => view! { <Writing progress going file=understood.file/> }.into_any(),
        Stage::Done(understood, failed) => done(work, stage, progress, going, understood, failed),
    };
    let every = Callback::new(move |()| Arc::new(Vec::new()));
    view! {
        <div class="files-in" tabindex="0" role="region" aria-label="Import and export">
            <section class="sect"><h3>"Import"</h3>{body}</section>
            <section class="sect">
                <h3>"Export"</h3>
                <p>"Reads the table with Scan, page after page of at most 1 MB, and gives it out as a file. The units are billed as any Scan's."</p>
                <div class="send"><Export items=every whole=true/></div>
            </section>
        </div>
    }
    .into_any()
}

#[component]
fn Bar(share: f64) -> impl IntoView {
    view! { <span class="wait-bar" aria-hidden="true"><i style=format!("width: {:.1}%", share * 100.0)></i></span> }
        .into_any()
}

#[component]
fn Choose() -> impl IntoView {
    let work = Work::from_context();
    let picker = Picker::default();
    let over = RwSignal::new(false);
    let drop = move |event: ev::DragEvent| {
        over.set(false);
        // The page's own drop is for photos.
        event.prevent_default();
        event.stop_propagation();
        take(work, first(event.data_transfer()));
    };
    view! {
        <button
            class="drop drop--file" class:is-over=over type="button"
            on:click=move |_| picker.open()
            on:dragover=move |event| { event.prevent_default(); over.set(true) } on:dragleave=move |_| over.set(false) on:drop=drop
        >
            <b>"Drop a file here, or choose one"</b>
            <span>"JSON: a list, or an item in each line; plain or with types, as DynamoDB, its exports and the AWS CLI write it. Or CSV with names in its first line."</span>
            <span class="btn btn--line">"Choose a file"</span>
            <small>"It stays in this tab. Nothing is written before you say so."</small>
        </button>
        {picker.input(".json,.jsonl,.ndjson,.csv,.txt", false, move |mut files| take(work, files.pop()))}
    }
    .into_any()
}

/// Reads a file in slices, and says what was understood.
async fn understand(work: Work, stage: RwSignal<Stage>, file: File) {
    let name = file.name();
    let _ = stage.try_set(Stage::Reading(name.clone(), 0.0));
    let text = JsFuture::from(file.text()).await.ok().and_then(|text| text.as_string());
    let Some(text) = text else {
        let _ = stage.try_set(Stage::None);
        work.say(format!("The browser refused {name}: it may have been moved, or be a folder."), true, Vec::new());
        return;
    };
    let mut reading = Reading::new(text.into(), &name, work.key_types());
    let mut begun = now_ms();
    let mut more = true;
    while more {
        for _ in 0..ROWS {
            more = more && reading.step();
        }
        if now_ms() - begun > HOLD_MS {
            let _ = stage.try_set(Stage::Reading(name.clone(), reading.share()));
            TimeoutFuture::new(0).await;
            begun = now_ms();
        }
    }
    let form = match (reading.form, reading.typed) {
        (Form::Csv, _) => "CSV: each column has the type that fits all of it",
        (Form::List, true) => "a list of items in DynamoDB JSON",
        (Form::List, false) => "a list of plain JSON objects",
        (Form::Lines, true) => "items in DynamoDB JSON, one after the other",
        (Form::Lines, false) => "plain JSON objects, one after the other",
    };
    let columns = reading.found.iter().map(|found| {
        let kinds: Vec<&str> = found.types.keys().copied().collect();
        (found.name.clone(), kinds.join(", "), found.types.values().sum())
    });
    let understood = Understood {
        form: form.to_owned(),
        columns: columns.collect(),
        file: name,
        rows: Arc::new(reading.rows),
        faults: Arc::new(reading.faults),
    };
    let _ = stage.try_set(Stage::Ready(understood));
}

/// What was understood, before it is written.
fn ready(
    work: Work,
    stage: RwSignal<Stage>,
    progress: RwSignal<Progress>,
    going: RwSignal<bool>,
    understood: Understood,
) -> AnyView {
    let count = understood.rows.len();
    let keys = work.key_types();
    let row = |(name, kinds, rows): &(String, String, usize)| {
        let is_key = keys.iter().any(|(key, _)| key == name);
        let holes = count.saturating_sub(*rows);
        view! {
            <tr>
                <th scope="row">{name.clone()}{is_key.then(|| view! { <span class="chip">"key"</span> })}</th>
                <td>{kinds.clone()}</td>
                <td>{if holes == 0 { "in each row".to_owned() } else { format!("in {}", format::counted(*rows, "row", "rows")) }}</td>
            </tr>
        }
    };
    let columns = understood.columns.iter().take(LISTED).map(row).collect_view();
    let calls = format::counted(count.div_ceil(25), "call", "calls");
    let faults = told(&understood.faults, "left out");
    let begin = {
        let understood = understood.clone();
        move |_| write(work, stage, progress, going, understood.clone())
    };
    let verb = format!("Write {}", format::counted(count, "item", "items"));
    view! {
        <p><b class="mono">{understood.file}</b>" was read as "{understood.form}"."</p>
        {(count > 0).then(|| view! {
            <table class="columns"><caption class="hidden-text">"Attributes found"</caption><tbody>{columns}</tbody></table>
            <p>{format!("{verb} with {calls} of BatchWriteItem. An item of the same key that is there is replaced.")}</p>
        })}
        {faults}
        {(count == 0 && understood.faults.is_empty()).then(|| view! { <p>"There are no items in it."</p> })}
        <div class="send">
            {(count > 0).then(|| view! { <button class="btn btn--ink" type="button" on:click=begin>{verb}</button> })}
            <button class="btn btn--line" type="button" on:click=move |_| stage.set(Stage::None)>"Choose another file"</button>
        </div>
    }
    .into_any()
}

/// Lines with what is wrong with each.
fn told(faults: &[(u32, String)], what: &str) -> AnyView {
    if faults.is_empty() {
        return ().into_any();
    }
    let rows = faults
        .iter()
        .take(LISTED)
        .map(|(line, says)| view! { <li><b>{format!("Line {line}")}</b>{says.clone()}"."</li> });
    let more = faults.len().saturating_sub(LISTED);
    view! {
        <p class="is-wrong"><Icon name=Name::Cross/>{format!("{} {what}:", format::counted(faults.len(), "row is", "rows are"))}</p>
        <ul class="faults" tabindex="0" aria-label="Rows with faults">{rows.collect_view()}{(more > 0).then(|| view! { <li>{format!("and {} more", format::count(more as u64))}</li> })}</ul>
    }
    .into_any()
}

fn write(
    work: Work,
    stage: RwSignal<Stage>,
    progress: RwSignal<Progress>,
    going: RwSignal<bool>,
    understood: Understood,
) {
    progress.set(Progress { total: understood.rows.len(), ..Progress::default() });
    going.set(true);
    stage.set(Stage::Writing(understood.clone()));
    leptos::task::spawn_local(async move {
        let rows = understood.rows.clone();
        let one = |index: usize| format!("{{\"PutRequest\":{{\"Item\":{}}}}}", rows[index].item);
        let failed = batch::write(work, &one, progress, going).await;
        let _ = stage.try_set(Stage::Done(understood, Arc::new(failed)));
    });
}

#[component]
fn Writing(progress: RwSignal<Progress>, going: RwSignal<bool>, file: String) -> impl IntoView {
    let says = move || {
        let now = progress.get();
        format!("{} of {} written", format::count(now.written as u64), format::counted(now.total, "item", "items"))
    };
    let share = move || {
        let now = progress.get();
        #[expect(clippy::cast_precision_loss, reason = "it is a share of a bar")]
        let share = (now.written + now.failed) as f64 / now.total.max(1) as f64;
        view! { <Bar share/> }
    };
    view! {
        <div class="files-in__wait">
            <p>{format!("Writing {file}")}</p>{share}
            <p class="mono" role="status">{says}</p>
            <button class="btn btn--line" type="button" on:click=move |_| going.set(false)>"Stop"</button>
        </div>
    }
    .into_any()
}

/// What came of it; what could not be written is kept.
fn done(
    work: Work,
    stage: RwSignal<Stage>,
    progress: RwSignal<Progress>,
    going: RwSignal<bool>,
    understood: Understood,
    failed: Arc<Vec<(usize, String)>>,
) -> AnyView {
    let now = progress.get_untracked();
    let lines: Vec<(u32, String)> = failed
        .iter()
        .map(|(index, says)| (understood.rows[*index].line, says.trim_end_matches('.').to_owned()))
        .collect();
    let left: Arc<Vec<Row>> = Arc::new(failed.iter().map(|(index, _)| understood.rows[*index].clone()).collect());
    let again = {
        let understood = Understood { rows: left.clone(), ..understood.clone() };
        move |_| write(work, stage, progress, going, understood.clone())
    };
    let save = move |_| {
        let text: String = left.iter().map(|row| format!("{}\n", row.item)).collect();
        work.dispatch.send(Action::GiveOut("not-written.jsonl".to_owned(), "application/json", text));
    };
    let is_whole = failed.is_empty();
    view! {
        <p class:is-done=is_whole><Icon name=if is_whole { Name::Tick } else { Name::Cross }/>
            {format!("{} of {} from {} are in the table.", format::count(now.written as u64), format::counted(now.total, "item", "items"), understood.file)}
        </p>
        {told(&lines, "not written")}
        <div class="send">
            {(!is_whole).then(|| view! {
                <button class="btn btn--ink" type="button" on:click=again>"Send these again"</button>
                <button class="btn btn--line" type="button" on:click=save>"Save these rows"</button>
            })}
            <button class="btn btn--line" type="button" on:click=move |_| stage.set(Stage::None)>"Choose another file"</button>
        </div>
    }
    .into_any()
}

/// Gives items out as a file: those given, or the whole table's.
#[component]
pub fn Export(
    /// The items, when they are wanted.
    items: Callback<(), Arc<Vec<Value>>>,
    /// Whether the whole table is read instead.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let work = Work::from_context();
    let busy = RwSignal::new(None::<usize>);
    let give = move |form: &'static str| {
        if busy.get_untracked().is_some() {
            return;
        }
        leptos::task::spawn_local(async move {
            let mut held = items.run(());
            if whole {
                busy.set(Some(0));
                match scan(work, busy).await {
                    Ok(all) => held = Arc::new(all),
                    Err(error) => {
                        let _ = busy.try_set(None);
                        work.say(error, true, Vec::new());
                        return;
                    }
                }
                let _ = busy.try_set(None);
            }
            let (end, kind) = if form == "csv" { ("csv", "text/csv") } else { ("json", "application/json") };
            work.dispatch.send(Action::GiveOut(
                format!("{}.{end}", work.name()),
                kind,
                text_of(&held, form, &work.key_types()),
            ));
        });
    };
    let one = move |form: &'static str, says: &'static str| view! { <button class="btn btn--text" type="button" on:click=move |_| give(form)>{says}</button> };
    let reading = move || busy.get().map(|count| format!("{} read", format::counted(count, "item", "items")));
    view! {
        <span class="export" role="group" aria-label="Save as a file">
            <Icon name=Name::Download/>{one("json", "JSON")}{one("typed", "DynamoDB JSON")}{one("csv", "CSV")}
            <span role="status">{reading}</span>
        </span>
    }
    .into_any()
}

async fn scan(work: Work, busy: RwSignal<Option<usize>>) -> Result<Vec<Value>, String> {
    let mut all = Vec::new();
    let mut input = json!({"TableName": work.name(), "ReturnConsumedCapacity": "TOTAL"});
    loop {
        let mut answer = send(work.dispatch, "Scan", &input).await?;
        if let Value::Array(items) = answer["Items"].take() {
            all.extend(items);
        }
        let _ = busy.try_set(Some(all.len()));
        match answer.get("LastEvaluatedKey") {
            Some(token) => input["ExclusiveStartKey"] = token.clone(),
            None => return Ok(all),
        }
    }
}

fn text_of(items: &[Value], form: &str, keys: &[(String, String)]) -> String {
    if form != "csv" {
        let one = |item: &Value| {
            if form == "typed" { item.to_string() } else { typed::short(&json!({"M": item}), usize::MAX) }
        };
        let rows: Vec<String> = items.iter().map(one).collect();
        return format!("[\n{}\n]\n", rows.join(",\n"));
    }
    let mut names: Vec<&str> = keys.iter().map(|(name, _)| name.as_str()).collect();
    for name in items.iter().filter_map(Value::as_object).flat_map(|item| item.keys()) {
        if !names.contains(&name.as_str()) {
            names.push(name);
        }
    }
    let mut text = String::new();
    let row = |text: &mut String, fields: &mut dyn Iterator<Item = String>| {
        for (index, field) in fields.enumerate() {
            if index > 0 {
                text.push(',');
            }
            csv::write(text, &field);
        }
        text.push('\n');
    };
    row(&mut text, &mut names.iter().map(|name| (*name).to_owned()));
    for item in items {
        let field = |name: &&str| match item.get(*name).map(typed::parts) {
            Some(("B", inner)) => inner.as_str().unwrap_or_default().to_owned(),
            Some(_) => typed::short(&item[*name], usize::MAX),
            None => String::new(),
        };
        row(&mut text, &mut names.iter().map(field));
    }
    text
}

fn now_ms() -> f64 {
    window().performance().map_or(0.0, |performance| performance.now())
}
