//! What a run costs, and what more memory would make of it: scaled from the last run. Figures are the cloud's own.

use cloud::model::{self, PRICE_LAMBDA_GB_S, PRICE_LAMBDA_REQUEST};
use leptos::prelude::*;

use super::ms;
use super::settings::Settings;
use crate::derived::Derived;
use crate::store::Store;
use crate::store::bench::LastRun;

/// A run's price with its request, US dollars.
#[must_use]
pub fn price(billed_ms: u64, memory_mb: u32) -> f64 {
    compute_price(billed_ms, memory_mb) + PRICE_LAMBDA_REQUEST
}

#[expect(clippy::cast_precision_loss, reason = "a run is paid for in far fewer than 2^52 ms")]
fn compute_price(billed_ms: u64, memory_mb: u32) -> f64 {
    billed_ms as f64 / 1_000.0 * f64::from(memory_mb) / 1_024.0 * PRICE_LAMBDA_GB_S
}

/// The share of processors that memory brings: 1 is a whole one.
#[must_use]
pub fn processors(memory_mb: u32) -> f64 {
    f64::from(memory_mb) / f64::from(u32::try_from(model::LAMBDA_MB_PER_VCPU).unwrap_or(u32::MAX))
}

/// How long `run` would take with another amount of memory, milliseconds: what it computed takes longer or shorter,
/// what it waited for does not.
#[must_use]
pub fn duration_ms(run: &LastRun, memory_mb: u32) -> f64 {
    let computed = (run.duration_ms - run.waited_ms).max(0.0);
    let share = |memory_mb: u32| processors(memory_mb).min(1.0);
    run.waited_ms + computed * share(run.memory_mb) / share(memory_mb)
}

/// What is paid for a warm run of `duration_ms`, milliseconds.
#[must_use]
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a run takes between 0 and 900,000 ms")]
pub fn billed(duration_ms: f64) -> u64 {
    duration_ms.ceil() as u64
}

/// The price of one run with the memory that the slider shows.
#[component]
pub fn Cost() -> impl IntoView {
    let settings = Settings::from_context();
    let store = expect_context::<Store>();
    let last = Derived::new(move |_| store.bench.with(|bench| bench.as_ref().and_then(|bench| bench.last)));
    let rows = move || {
        let Some(run) = last.get() else {
            return view! { <p>"Known once it has run."</p> }.into_any();
        };
        let memory_mb = settings.memory.get();
        let warm_ms = duration_ms(&run, memory_mb);
        let row = |took_ms: f64| {
            let gigabytes = f64::from(memory_mb) / 1_024.0;
            let label = format!("{} × {} GB", ms(billed_whole(took_ms)), trimmed(gigabytes));
            view! { <div><dt>{label}</dt><dd>{dollars(compute_price(billed(took_ms), memory_mb))}</dd></div> }
        };
        let cold = run.init_ms.map(|init_ms| row(init_ms + warm_ms));
        view! {
            <dl class="facts-list cost">
                {cold}
                {row(warm_ms)}
                <div><dt>"A million warm runs, with requests"</dt><dd>{dollars(price(billed(warm_ms), memory_mb) * 1_000_000.0)}</dd></div>
            </dl>
        }
        .into_any()
    };
    let when = move || match last.get() {
        Some(run) if run.init_ms.is_some() => "cold, then warm",
        Some(_) => "warm",
        None => "",
    };
    view! {
        <section class="sect">
            <h3>"Cost of one run"<span class="grow"></span><span>{when}</span></h3>
            {rows}
        </section>
    }
    .into_any()
}

#[expect(clippy::cast_precision_loss, reason = "a run is paid for in far fewer than 2^52 ms")]
fn billed_whole(took_ms: f64) -> f64 {
    billed(took_ms) as f64
}

/// `0.5`, `1.73`.
fn trimmed(value: f64) -> String {
    let text = format!("{value:.2}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Dollars with seven decimals, as Lambda's prices are told, or two when there are dollars to speak of.
fn dollars(usd: f64) -> String {
    if usd < 0.01 { format!("${usd:.7}") } else { format!("${usd:.2}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run() -> LastRun {
        LastRun {
            duration_ms: 900.0,
            waited_ms: 100.0,
            billed_ms: 900,
            memory_mb: 512,
            max_memory_mb: 140,
            init_ms: None,
        }
    }

    #[test]
    fn more_memory_shortens_computing_and_not_waiting() {
        assert!((duration_ms(&run(), 512) - 900.0).abs() < 1e-9);
        assert!((duration_ms(&run(), 1_024) - 500.0).abs() < 1e-9);
        assert!((duration_ms(&run(), 256) - 1_700.0).abs() < 1e-9);
        let whole = duration_ms(&run(), 1_769);
        assert!((duration_ms(&run(), 10_240) - whole).abs() < 1e-9, "a handler computes on one thread");
    }

    #[test]
    fn prices_are_lambdas() {
        assert!((compute_price(1_351, 512) - 0.000_011_258).abs() < 1e-9);
        assert!((price(1, 128) - 0.000_000_202_083).abs() < 1e-12);
        assert_eq!(billed(912.4), 913);
    }
}
