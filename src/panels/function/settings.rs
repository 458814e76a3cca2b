//! A small form for what lessons change: memory, timeout and environment variables. It sends what differs.

use leptos::prelude::*;
use serde_json::Value;

use crate::derived::Derived;
use crate::store::{Action, Dispatch, FunctionChange, Store};
use crate::widgets::format;
use crate::widgets::icon::{Icon, Name};
use crate::widgets::pairs::{Pair, Pairs};

/// What Lambda takes as memory, MB.
const MEMORY_MB: std::ops::RangeInclusive<u32> = 128..=10_240;
/// What Lambda takes as timeout, seconds.
const TIMEOUT_S: std::ops::RangeInclusive<u32> = 1..=900;

/// What a configuration document says of the settings.
#[derive(Clone, Debug, Default, PartialEq)]
struct Configured {
    memory: String,
    timeout: String,
    variables: Vec<(String, String)>,
}

impl Configured {
    fn read(configuration: &str) -> Self {
        let value: Value = serde_json::from_str(configuration).unwrap_or_default();
        let variables = value["Environment"]["Variables"].as_object().map(|all| {
            all.iter().map(|(name, value)| (name.clone(), value.as_str().unwrap_or_default().to_owned())).collect()
        });
        Self {
            memory: value["MemorySize"].to_string(),
            timeout: value["Timeout"].to_string(),
            variables: variables.unwrap_or_default(),
        }
    }
}

/// The form.
#[component]
pub fn Settings(
    /// The function's name.
    function: String,
    /// Its configuration as the API gives it.
    configuration: Signal<String>,
) -> impl IntoView {
    let (store, dispatch) = (expect_context::<Store>(), Dispatch::from_context());
    let rewound = Derived::new(move |_| store.transport.with(|transport| transport.rewound && !transport.playing));
    let set = Derived::new(move |_| configuration.with(|text| Configured::read(text)));
    let (memory, timeout) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let rows = Pairs::new();
    // What the API says fills the form: at first, and when it was changed.
    Effect::new(move |_| {
        let set = set.get();
        memory.set(set.memory);
        timeout.set(set.timeout);
        rows.set(set.variables.iter().map(|(name, value)| (name.as_str(), value.as_str())));
    });
    let memory_wrong = Derived::new(move |_| memory.with(|text| wrong(text, &MEMORY_MB, "Memory", "MB")));
    let timeout_wrong = Derived::new(move |_| timeout.with(|text| wrong(text, &TIMEOUT_S, "The timeout", "seconds")));
    let variables_wrong = Derived::new(move |_| wrong_variables(&rows.get()));
    let now = Derived::new(move |_| Configured { memory: memory.get(), timeout: timeout.get(), variables: rows.get() });
    let differs = Derived::new(move |_| now.with(|now| set.with(|set| now != set)));
    // What was sent, until the run shows it: else it would be sent once more while the run is on its way there.
    let sent = RwSignal::new(None::<Configured>);
    let under_way = Derived::new(move |_| sent.with(|sent| sent.as_ref() == Some(&now.get())));
    let is_at_end = Derived::new(move |_| store.transport.with(|transport| !transport.playing && !transport.rewound));
    Effect::new(move |_| {
        if is_at_end.get() {
            sent.set(None);
        }
    });
    let is_ready = move || {
        differs.get()
            && !under_way.get()
            && memory_wrong.get().is_none()
            && timeout_wrong.get().is_none()
            && variables_wrong.get().is_none()
    };
    let target = StoredValue::new(function);
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if !is_ready() {
            return;
        }
        let old = set.get_untracked();
        let number = |text: RwSignal<String>, old: &str| {
            text.with_untracked(|text| if text == old { None } else { text.trim().parse().ok() })
        };
        let now = now.get_untracked();
        let variables = now.variables.clone();
        dispatch.send(Action::Configure(FunctionChange {
            function: target.get_value(),
            memory_mb: number(memory, &old.memory),
            timeout_s: number(timeout, &old.timeout),
            variables: if variables == old.variables { Vec::new() } else { variables },
        }));
        // What cannot be sent starts nothing.
        if store.transport.with_untracked(|transport| transport.playing) {
            sent.set(Some(now));
        }
    };
    let add = move |_| rows.add("", "");
    view! {
        <form class="settings" on:submit=send novalidate>
            {number_field("Memory, MB", memory, memory_wrong)}
            {number_field("Timeout, seconds", timeout, timeout_wrong)}
            <fieldset class="settings__variables">
                <legend>"Environment variables"</legend>
                {rows.view(variable, |row| row.name.get())}
                <p class="field__error" role="status">{move || variables_wrong.get()}</p>
                <button class="btn btn--text" type="button" on:click=add><Icon name=Name::Plus/>"Add a variable"</button>
            </fieldset>
            <button class="btn settings__send" class:btn--ink=is_ready type="submit" aria-disabled=move || (!is_ready()).then_some("true")>
                {move || match (differs.get(), is_ready()) {
                    (false, _) => "Nothing changed yet",
                    (true, false) if under_way.get() => "Sent",
                    (true, false) => "Not sent: see above",
                    (true, true) => "Send UpdateFunctionConfiguration",
                }}
            </button>
            {move || rewound.get().then(|| view! {
                <p class="settings__note">"You look at the past: this is the function as it was. What you send goes out at the run\u{2019}s end, over what is set there."</p>
            })}
        </form>
    }
    .into_any()
}

fn number_field(label: &'static str, value: RwSignal<String>, wrong: Derived<Option<String>>) -> impl IntoView {
    view! {
        <label class="field">
            {label}
            <input
                class="input" inputmode="numeric" autocomplete="off" bind:value=value
                aria-invalid=move || wrong.with(Option::is_some).to_string()
            />
            <span class="field__error" role="status">{move || wrong.get()}</span>
        </label>
    }
}

fn wrong(text: &str, range: &std::ops::RangeInclusive<u32>, what: &str, unit: &str) -> Option<String> {
    let is_right = text.trim().parse::<u32>().is_ok_and(|number| range.contains(&number));
    (!is_right).then(|| {
        format!("{what} is a whole number of {unit}, {} to {}.", range.start(), format::count(u64::from(*range.end())))
    })
}

/// A variable's name and value.
pub fn variable(row: Pair) -> AnyView {
    view! {
        <input class="input" aria-label="Name" placeholder="NAME" autocomplete="off" spellcheck="false" bind:value=row.name/>
        <input class="input" aria-label="Value" placeholder="value" autocomplete="off" spellcheck="false" bind:value=row.value/>
    }
    .into_any()
}

/// What is wrong with the names of variables, by Lambda's own rules.
pub fn wrong_variables(all: &[(String, String)]) -> Option<String> {
    all.iter().enumerate().find_map(|(index, (name, _))| wrong_name(name, &all[..index]))
}

fn wrong_name(name: &str, before: &[(String, String)]) -> Option<String> {
    let is_word = name.len() >= 2
        && name.starts_with(|letter: char| letter.is_ascii_alphabetic())
        && name.chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_');
    if !is_word {
        let shown = if name.is_empty() { "A name is missing".to_owned() } else { format!("{name} is no name") };
        return Some(format!("{shown}: it starts with a letter, then come letters, digits and _, two or more in all."));
    }
    before.iter().any(|(other, _)| other == name).then(|| format!("{name} is there twice."))
}
