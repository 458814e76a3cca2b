//! Sliders whose values lie as far apart as they matter: each step is about a fifth more than the one before.

use leptos::prelude::*;

use super::cost::processors;
use super::settings::Settings;
use crate::widgets::format;

/// Memory, MB: four steps to each doubling; 1,769 is one whole processor.
const MEMORY: [u32; 26] = [
    128, 160, 192, 224, 256, 320, 384, 448, 512, 640, 768, 896, 1_024, 1_280, 1_536, 1_769, 2_048, 2_560, 3_008, 3_584,
    4_096, 5_120, 6_144, 7_168, 8_192, 10_240,
];
/// Timeouts, seconds.
const TIMEOUT: [u32; 18] = [1, 2, 3, 5, 7, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 450, 600, 900];

/// Memory and timeout.
#[component]
pub fn Knobs() -> impl IntoView {
    let settings = Settings::from_context();
    let share = move || format!("{:.2} vCPU", processors(settings.memory.get()));
    view! {
        <Knob
            label="Memory" unit="MB" value=settings.memory steps=&MEMORY least=128 most=10_240 aside=Signal::derive(share)
            ticks=&[(128, "128"), (1_769, "1,769 = 1 vCPU"), (10_240, "10,240")]
        />
        <Knob
            label="Timeout" unit="s" value=settings.timeout steps=&TIMEOUT least=1 most=900 aside=Signal::stored(String::new())
            ticks=&[(1, "1 s"), (60, "60 s"), (900, "15 min")]
        />
    }
}

/// Where `value` stands among `steps`: at the one it equals or the last below it.
fn place(value: u32, steps: &[u32]) -> usize {
    steps.partition_point(|step| *step <= value).saturating_sub(1)
}

/// One slider, with its value to type.
#[component]
fn Knob(
    label: &'static str,
    unit: &'static str,
    value: RwSignal<u32>,
    steps: &'static [u32],
    least: u32,
    most: u32,
    /// What the value means, beside it.
    aside: Signal<String>,
    /// What is written under the slider, at which values.
    ticks: &'static [(u32, &'static str)],
) -> impl IntoView {
    // A field that has the focus when it is taken out of the page loses it, and tells so when this is gone.
    let typed = RwSignal::new(None::<String>);
    let wrong = move || {
        let text = typed.get()?;
        let fits = text.trim().replace(',', "").parse::<u32>().is_ok_and(|number| (least..=most).contains(&number));
        (!fits).then(|| format!("{label} is a whole number, {} to {} {unit}.", least, format::count(u64::from(most))))
    };
    let slide = move |event| {
        if let Some(step) = event_target_value(&event).parse::<usize>().ok().and_then(|at| steps.get(at)) {
            typed.set(None);
            value.set(*step);
        }
    };
    let write = move |event| {
        let text = event_target_value(&event);
        if let Ok(number) = text.trim().replace(',', "").parse::<u32>()
            && (least..=most).contains(&number)
        {
            value.set(number);
        }
        typed.set(Some(text));
    };
    let shown = move || typed.get().unwrap_or_else(|| format::count(u64::from(value.get())));
    let part = move || percent(place(value.get(), steps), steps.len());
    let says = move || {
        let aside = aside.get();
        let of = if aside.is_empty() { aside } else { format!(", {aside}") };
        format!("{} {unit}{of}", format::count(u64::from(value.get())))
    };
    let marks = ticks.iter().enumerate().map(|(index, (at, text))| {
        let side = if index == 0 {
            "is-first"
        } else if index + 1 == ticks.len() {
            "is-last"
        } else {
            ""
        };
        view! { <span class=side style:left=percent(place(*at, steps), steps.len())>{*text}</span> }
    });
    view! {
        <div class="knob">
            <p class="knob__head">
                <b>{label}</b>
                <span>
                    <input
                        class="knob__value" inputmode="numeric" autocomplete="off" aria-label=format!("{label}, {unit}")
                        prop:value=shown aria-invalid=move || wrong().is_some().to_string()
                        on:input=write on:blur=move |_| if !typed.is_disposed() && wrong().is_none() { typed.set(None) }
                    />
                    {move || {
                        let aside = aside.get();
                        if aside.is_empty() { unit.to_owned() } else { format!("{unit}, {aside}") }
                    }}
                </span>
            </p>
            <input
                class="knob__slider" type="range" min="0" max=steps.len() - 1 step="1" style:--part=part
                aria-label=label aria-valuetext=says prop:value=move || place(value.get(), steps).to_string() on:input=slide
            />
            <div class="knob__ticks" aria-hidden="true">{marks.collect_view()}</div>
            <p class="field__error" role="status">{wrong}</p>
        </div>
    }
    .into_any()
}

fn percent(at: usize, of: usize) -> String {
    #[expect(clippy::cast_precision_loss, reason = "a slider has few steps")]
    let part = at as f64 / (of - 1) as f64;
    format!("{:.2}%", part * 100.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_between_two_steps_stands_at_the_lower() {
        assert_eq!([place(128, &MEMORY), place(200, &MEMORY), place(10_240, &MEMORY)], [0, 2, 25]);
    }

    #[test]
    fn the_steps_grow_and_end_at_lambdas_limits() {
        for steps in [&MEMORY[..], &TIMEOUT[..]] {
            assert!(steps.is_sorted_by(|one, other| one < other));
        }
        assert_eq!([MEMORY[0], MEMORY[25], TIMEOUT[0], TIMEOUT[17]], [128, 10_240, 1, 900]);
    }
}
