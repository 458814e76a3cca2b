//! What memory buys: how long the last run would take with more or less of it, and what it would cost.

use std::fmt::Write as _;

use leptos::prelude::*;

use super::cost::{billed, duration_ms, price};
use super::ms;
use super::settings::Settings;
use crate::derived::Derived;
use crate::store::Store;
use crate::store::bench::LastRun;
use crate::widgets::format;

/// What is drawn: memory, MB, each twice the one before but the last.
const STEPS: [u32; 7] = [128, 256, 512, 1_024, 1_769, 3_008, 10_240];
/// The plot within its box of 320 by 112.
const LEFT: f64 = 26.0;
const RIGHT: f64 = 306.0;
const TOP: f64 = 16.0;
const BOTTOM: f64 = 80.0;

/// Where an amount of memory stands, across.
fn x(memory_mb: u32) -> f64 {
    let part = (f64::from(memory_mb) / 128.0).log2() / (10_240.0_f64 / 128.0).log2();
    LEFT + part.clamp(0.0, 1.0) * (RIGHT - LEFT)
}

/// Where a part of the most stands, down.
fn y(part: f64) -> f64 {
    BOTTOM - part.clamp(0.0, 1.0) * (BOTTOM - TOP)
}

/// A line through what `of` says at each step, as parts of the most.
fn path(of: impl Fn(u32) -> f64) -> String {
    let mut path = String::new();
    for (index, memory_mb) in STEPS.into_iter().enumerate() {
        // Writing to a string cannot fail.
        let _ = write!(path, "{}{:.1} {:.1}", if index == 0 { "M" } else { "L" }, x(memory_mb), y(of(memory_mb)));
    }
    path
}

fn cost(run: &LastRun, memory_mb: u32) -> f64 {
    price(billed(duration_ms(run, memory_mb)), memory_mb)
}

/// The curve.
#[component]
pub fn Curve() -> impl IntoView {
    let settings = Settings::from_context();
    let store = expect_context::<Store>();
    let last = Derived::new(move |_| store.bench.with(|bench| bench.as_ref().and_then(|bench| bench.last)));
    let plot = move || match last.get() {
        Some(run) => drawing(&run, settings.memory.get()),
        None => view! { <p>"Drawn from its last run, once it has run."</p> }.into_any(),
    };
    let source = move || if last.get().is_some() { "scaled from the last run" } else { "" };
    view! {
        <section class="sect">
            <h3>"What memory buys"<span class="grow"></span><span>{source}</span></h3>
            {plot}
        </section>
    }
    .into_any()
}

fn drawing(run: &LastRun, memory_mb: u32) -> AnyView {
    let longest = duration_ms(run, STEPS[0]).max(f64::MIN_POSITIVE);
    let dearest = STEPS.iter().map(|step| cost(run, *step)).fold(f64::MIN_POSITIVE, f64::max);
    let (took, paid) = (duration_ms(run, memory_mb), cost(run, memory_mb));
    let (at, lasts, costs) = (x(memory_mb), y(took / longest), y(paid / dearest));
    let is_right = at > (LEFT + RIGHT) / 2.0;
    let (anchor, aside) = if is_right { ("end", -8.0) } else { ("start", 8.0) };
    // The figure stands clear of both lines: above them.
    let figure_y = (lasts.min(costs) - 8.0).max(TOP);
    let ticks = [128, 512, 1_769, 10_240].map(|step| {
        let anchor = if step == 10_240 { "end" } else { "middle" };
        let shift = if step == 10_240 { RIGHT + 4.0 } else { x(step) };
        view! {
            <path class="curve__axis" d=format!("M{:.1} {BOTTOM}v4", x(step))/>
            <text x=format!("{shift:.1}") y="95" text-anchor=anchor>{format::count(u64::from(step))}</text>
        }
    });
    let label = format!(
        "Duration falls from {} at 128 MB to {} at 10,240 MB. At {} MB a warm run takes {} and costs {}; the dearest costs {}.",
        ms(longest),
        ms(duration_ms(run, 10_240)),
        format::count(u64::from(memory_mb)),
        ms(took),
        format::dollars(paid),
        format::dollars(dearest),
    );
    let lasts_path = path(|step| duration_ms(run, step) / longest);
    let costs_path = path(|step| cost(run, step) / dearest);
    view! {
        <svg class="curve" viewBox="0 0 320 112" role="img" aria-label=label>
            <path class="curve__axis" d=format!("M{LEFT} {BOTTOM}.5H{}M{LEFT}.5 {TOP}V{BOTTOM}", RIGHT + 4.0)/>
            {ticks.collect_view()}
            <text x=format!("{}", RIGHT + 4.0) y="109" text-anchor="end">"memory, MB"</text>
            <path class="curve__here" d=format!("M{at:.1} {}V{BOTTOM}", TOP - 8.0)/>
            <path class="curve__lasts" d=lasts_path/>
            <path class="curve__costs" d=costs_path/>
            <circle class="curve__lasts-at" cx=format!("{at:.1}") cy=format!("{lasts:.1}") r="4"/>
            <circle class="curve__costs-at" cx=format!("{at:.1}") cy=format!("{costs:.1}") r="4"/>
            <text class="is-lasts" x=format!("{}", LEFT + 12.0) y="11">"duration"</text>
            <text class="is-costs" x=format!("{}", RIGHT - 6.0) y="11" text-anchor="end">"cost"</text>
            <text class="is-lasts" x=format!("{:.1}", at + aside) y=format!("{figure_y:.1}") text-anchor=anchor>{ms(took)}</text>
        </svg>
    }
    .into_any()
}
