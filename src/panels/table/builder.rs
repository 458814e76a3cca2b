//! The parts that a Query or a Scan is put together from.

use leptos::prelude::*;

use super::question::{COMPARISONS, Condition, OF_SORT_KEYS, Question};
use super::search::keys_of;
use super::work::Work;
use crate::derived::Derived;
use crate::widgets::icon::{Icon, Name};

type Options = Vec<(String, String)>;

/// The parts.
#[component]
pub fn Builder() -> impl IntoView {
    let work = Work::from_context();
    let question = work.finding.question;
    let part = move |read: fn(&Question) -> String| Signal::derive(move || question.with(read));
    let change = move |write: fn(&mut Question, String)| {
        Callback::new(move |text: String| question.update(|question| write(question, text)))
    };
    let scans = Derived::new(move |_| question.with(|question| question.scans));
    let keys = Derived::new(move |_| question.with(|question| keys_of(work, question.index.as_deref())));
    let sources = Signal::derive(move || {
        let mut sources = vec![(String::new(), work.name())];
        work.table.with(|table| {
            let indexes = table.as_ref().map(|table| table.indexes.as_slice()).unwrap_or_default();
            sources.extend(indexes.iter().map(|index| {
                (
                    index.name.to_string(),
                    format!("{}, {} index", index.name, if index.global { "global" } else { "local" }),
                )
            }));
        });
        sources
    });
    let is_global = move || {
        let index = question.with(|question| question.index.clone());
        work.table.with(|table| {
            table.as_ref().is_some_and(|table| {
                table.indexes.iter().any(|held| Some(&*held.name) == index.as_deref() && held.global)
            })
        })
    };
    let one = move |of: bool, says: &'static str| {
        view! {
            <button type="button" aria-pressed=move || (scans.get() == of).to_string() on:click=move |_| question.update(|question| question.scans = of)>{says}</button>
        }
    };
    let by_key = move || {
        let keys = keys.get();
        let Some(partition) = keys.first().filter(|_| !scans.get()) else { return ().into_any() };
        let sort = keys.get(1).map(|key| {
            let until = move || question.with(|question| question.sort.how == "between").then(|| text_field(
                "and", part(|question| question.sort.until.clone()), change(|question, text| question.sort.until = text), "",
            ));
            view! {
                <fieldset class="search__row">
                    <legend>{key.name.to_string()}<small>{key.type_name}" sort key"</small></legend>
                    {choice("How it is compared", Signal::stored(same(&OF_SORT_KEYS)), part(|question| question.sort.how.to_owned()),
                        change(|question, text| question.sort.how = comparison(&text)))}
                    {text_field("Value of the sort key", part(|question| question.sort.value.clone()), change(|question, text| question.sort.value = text), "any")}
                    {until}
                </fieldset>
            }
        });
        view! {
            <fieldset class="search__row">
                <legend>{partition.name.to_string()}<small>{partition.type_name}" key"</small></legend>
                <span class="search__is">"="</span>
                {text_field("Value of the partition key", part(|question| question.partition.clone()), change(|question, text| question.partition = text), "")}
            </fieldset>
            {sort}
        }
        .into_any()
    };
    let order = move || {
        (!scans.get()).then(|| {
            check(
                "Largest sort key first",
                Signal::derive(move || question.with(|question| question.descending)),
                Callback::new(move |on| question.update(|question| question.descending = on)),
            )
        })
    };
    let consistent = move || {
        (!is_global()).then(|| {
            check(
                "Strongly consistent, for twice the units",
                Signal::derive(move || question.with(|question| question.consistent)),
                Callback::new(move |on| question.update(|question| question.consistent = on)),
            )
        })
    };
    let set_index = Callback::new(move |name: String| {
        question.update(|question| {
            question.index = (!name.is_empty()).then_some(name);
            // A global index is never read consistently.
            question.consistent = false;
        })
    });
    view! {
        <div class="search__what">
            <div class="either" role="group" aria-label="Operation">{one(false, "Query")}{one(true, "Scan")}</div>
            {choice("Table or index", sources, part(|question| question.index.clone().unwrap_or_default()), set_index)}
        </div>
        {by_key}
        <Filters/>
        <div class="search__pair">
            <label class="field">"Attributes"{text_field("Attributes, with commas", part(|question| question.attributes.clone()), change(|question, text| question.attributes = text), "all")}</label>
            <label class="field">"Limit"{text_field("Limit", part(|question| question.limit.clone()), change(|question, text| question.limit = text), "1 MB")}</label>
        </div>
        {order}{consistent}
    }
    .into_any()
}

/// What of the items found is answered.
#[component]
fn Filters() -> impl IntoView {
    let work = Work::from_context();
    let question = work.finding.question;
    let count = Derived::new(move |_| question.with(|question| question.filters.len()));
    let add = move |_| question.update(|question| question.filters.push(Condition::default()));
    let rows = move || (0..count.get()).map(|index| view! { <Filter index/> }).collect_view();
    view! {
        <div class="search__filters" role="group" aria-label="Filters">
            {rows}
            <button class="btn btn--text" type="button" on:click=add><Icon name=Name::Plus/>"Filter"</button>
        </div>
    }
    .into_any()
}

#[component]
fn Filter(index: usize) -> impl IntoView {
    let question = Work::from_context().finding.question;
    let part = move |read: fn(&Condition) -> String| {
        Signal::derive(move || question.with(|question| question.filters.get(index).map(read).unwrap_or_default()))
    };
    let change = move |write: fn(&mut Condition, String)| {
        Callback::new(move |text: String| {
            question.update(|question| {
                if let Some(filter) = question.filters.get_mut(index) {
                    write(filter, text)
                }
            });
        })
    };
    let values =
        Derived::new(move |_| question.with(|question| question.filters.get(index).map_or(0, Condition::values)));
    let kinds = vec![
        ("S".to_owned(), "text".to_owned()),
        ("N".to_owned(), "number".to_owned()),
        ("BOOL".to_owned(), "boolean".to_owned()),
    ];
    let kind = move || {
        (values.get() > 0).then(|| {
            choice(
                "Type of the value",
                Signal::stored(kinds.clone()),
                part(|filter| filter.kind.to_owned()),
                change(|filter, text| {
                    filter.kind = match text.as_str() {
                        "N" => "N",
                        "BOOL" => "BOOL",
                        _ => "S",
                    }
                }),
            )
        })
    };
    let value = move || {
        (values.get() > 0).then(|| {
            text_field(
                "Value",
                part(|filter| filter.value.clone()),
                change(|filter, text| filter.value = text),
                "value",
            )
        })
    };
    let until = move || {
        (values.get() > 1).then(|| {
            text_field("and", part(|filter| filter.until.clone()), change(|filter, text| filter.until = text), "and")
        })
    };
    let remove = move |_| {
        question.update(|question| {
            if index < question.filters.len() {
                drop(question.filters.remove(index))
            }
        })
    };
    let all: Vec<&str> = COMPARISONS.iter().map(|(how, _)| *how).collect();
    view! {
        <fieldset class="search__row search__row--filter">
            <legend class="hidden-text">{format!("Filter {}", index + 1)}</legend>
            {text_field("Attribute", part(|filter| filter.name.clone()), change(|filter, text| filter.name = text), "attribute")}
            {choice("Comparison", Signal::stored(same(&all)), part(|filter| filter.how.to_owned()), change(|filter, text| filter.how = comparison(&text)))}
            {kind}{value}{until}
            <button class="btn btn--quiet" type="button" aria-label=format!("Remove filter {}", index + 1) on:click=remove><Icon name=Name::Cross/></button>
        </fieldset>
    }
    .into_any()
}

fn same(words: &[&str]) -> Options {
    words.iter().map(|word| ((*word).to_owned(), (*word).to_owned())).collect()
}

fn comparison(word: &str) -> &'static str {
    COMPARISONS.iter().find(|(how, _)| *how == word).map_or("=", |(how, _)| how)
}

fn choice(label: &'static str, options: Signal<Options>, now: Signal<String>, chosen: Callback<String>) -> AnyView {
    let all = move || {
        let now = now.get();
        let one = |(value, says): (String, String)| view! { <option selected=value == now value=value>{says}</option> };
        options.get().into_iter().map(one).collect_view()
    };
    view! { <select class="input" aria-label=label on:change=move |event| chosen.run(event_target_value(&event))>{all}</select> }.into_any()
}

fn text_field(label: &'static str, now: Signal<String>, changed: Callback<String>, empty: &'static str) -> AnyView {
    view! {
        <input
            class="input" aria-label=label placeholder=empty autocomplete="off" spellcheck="false" prop:value=now
            on:input=move |event| changed.run(event_target_value(&event))
        />
    }
    .into_any()
}

fn check(label: &'static str, now: Signal<bool>, changed: Callback<bool>) -> AnyView {
    view! {
        <label class="search__check">
            <input type="checkbox" prop:checked=now on:change=move |event| changed.run(event_target_checked(&event))/>{label}
        </label>
    }
    .into_any()
}
