//! An environment's life as the bar in its cell: the same drawing as its lane on the tape. Pure.

use cloud::view::stage::{EnvironmentState, EnvironmentView};
use cloud::view::tape::{SpanKind, Tape};

use crate::widgets::format;

/// The bar of an environment at one moment, in parts of its whole length.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bar {
    /// Starting, hatched.
    pub cold: f64,
    /// Its handler at work.
    pub work: f64,
    /// Kept for the next event.
    pub kept: f64,
    /// Where it failed.
    pub failed: f64,
}

/// Whether its current or last handler waited for the start, so that the bar shows both.
fn cold_run(environment: &EnvironmentView) -> bool {
    let ready = environment.phases.last().map_or(environment.started_us, |(_, end)| *end);
    environment.handler_us.is_none_or(|handler| handler - ready < 60_000.0)
}

/// When the bar begins: when the environment began to start, or, for a later event, when its handler got it.
fn begins_us(environment: &EnvironmentView) -> f64 {
    match environment.handler_us {
        Some(handler) if !cold_run(environment) => handler,
        _ => environment.started_us,
    }
}

/// The bar of `environment` at `at_us`. `ends_us` is when its handler's work ends, where the tape has recorded it.
#[must_use]
pub fn bar(environment: &EnvironmentView, at_us: f64, ends_us: Option<f64>) -> Bar {
    let begin = begins_us(environment);
    let ready = environment.phases.last().map_or(begin, |(_, end)| *end).max(begin);
    let ends = environment.ended_us.or(ends_us);
    let whole = match environment.state {
        EnvironmentState::Starting => ready,
        // What is not recorded yet is drawn as long again as what is.
        EnvironmentState::Busy => ends.unwrap_or(begin + (at_us - begin) * 1.4),
        _ => ends.map_or(at_us, |end| begin + (end - begin) * 1.25),
    };
    let length = (whole - begin).max(1.0);
    let part = |from: f64, to: f64| ((to - from) / length).clamp(0.0, 1.0);
    let cold = if cold_run(environment) { part(begin, at_us.min(ready)) } else { 0.0 };
    let work = environment.handler_us.map_or(0.0, |handler| part(handler, environment.ended_us.unwrap_or(at_us)));
    let rest = (1.0 - cold - work).max(0.0);
    match environment.state {
        EnvironmentState::Starting => Bar { cold, ..Bar::default() },
        EnvironmentState::Busy => Bar { cold, work, ..Bar::default() },
        EnvironmentState::Frozen => Bar { cold, work, kept: rest, failed: 0.0 },
        EnvironmentState::Failed | EnvironmentState::TimedOut => {
            // Wide enough to be seen, whatever the length of the run.
            let failed = 0.06;
            Bar { cold, work: (work - failed).max(0.0), kept: 0.0, failed }
        }
    }
}

/// Where the phases of a start end within the bar, in parts of the whole hatch.
#[must_use]
pub fn phase_marks(environment: &EnvironmentView) -> Vec<f64> {
    let begin = environment.started_us;
    let ready = environment.phases.last().map_or(begin, |(_, end)| *end);
    let inner = environment.phases.len().saturating_sub(1);
    environment.phases[..inner].iter().map(|(_, end)| (end - begin) / (ready - begin).max(1.0)).collect()
}

/// How far its present work has come, 0 to 1, for a cell too small for a bar.
#[must_use]
pub fn fill(environment: &EnvironmentView, at_us: f64, ends_us: Option<f64>) -> f64 {
    let (from, to) = match environment.state {
        EnvironmentState::Starting => {
            (environment.started_us, environment.phases.last().map_or(at_us, |(_, end)| *end))
        }
        EnvironmentState::Busy => {
            let from = environment.handler_us.unwrap_or(environment.since_us);
            (from, ends_us.unwrap_or(from + 1_000_000.0))
        }
        _ => return 1.0,
    };
    ((at_us - from) / (to - from).max(1.0)).clamp(0.0, 1.0)
}

/// When the work that goes on in an environment at `at_us` ends, if the tape has recorded it.
#[must_use]
pub fn recorded_end(tape: &Tape, environment: &EnvironmentView, at_us: f64) -> Option<f64> {
    let lane = tape.lanes.iter().find(|lane| lane.environment == Some(environment.id))?;
    let work = |kind| matches!(kind, SpanKind::Init | SpanKind::Handler | SpanKind::Reply | SpanKind::Failed);
    let mut end = None;
    // A run is one chain of spans: start, work, waits for replies. The chain ends at the first hole.
    let after = lane.spans.partition_point(|span| span.to_us < at_us);
    for span in lane.spans[after..].iter().filter(|span| work(span.kind)) {
        match end {
            None if span.from_us <= at_us + 1.0 => end = Some(span.to_us),
            Some(before) if span.from_us <= before + 1_000.0 => end = Some(span.to_us.max(before)),
            _ => break,
        }
    }
    end
}

/// The words for a state.
#[must_use]
pub const fn word(state: EnvironmentState) -> &'static str {
    match state {
        EnvironmentState::Starting => "Starting",
        EnvironmentState::Busy => "Busy",
        EnvironmentState::Frozen => "Frozen",
        EnvironmentState::Failed => "Failed",
        EnvironmentState::TimedOut => "Timed out",
    }
}

/// The css class of a state: `cold`, `busy`, `kept`, `failed`.
#[must_use]
pub const fn class(state: EnvironmentState) -> &'static str {
    match state {
        EnvironmentState::Starting => "cell cell--cold",
        EnvironmentState::Busy => "cell cell--busy",
        EnvironmentState::Frozen => "cell cell--kept",
        EnvironmentState::Failed | EnvironmentState::TimedOut => "cell cell--failed",
    }
}

/// How long the state has lasted, or how long the handler ran that failed.
#[must_use]
pub fn time(environment: &EnvironmentView, at_us: f64) -> String {
    let us = match environment.state {
        EnvironmentState::Starting => at_us - environment.started_us,
        EnvironmentState::Busy => at_us - environment.handler_us.unwrap_or(environment.since_us),
        EnvironmentState::Frozen => return long(at_us - environment.since_us),
        EnvironmentState::Failed | EnvironmentState::TimedOut => {
            environment.ended_us.unwrap_or(at_us) - environment.handler_us.unwrap_or(environment.started_us)
        }
    };
    format::ms(us.max(0.0))
}

/// A length of time that may be long: `340 ms`, `12 s`, `4 min`.
#[must_use]
pub fn long(us: f64) -> String {
    let seconds = us / 1_000_000.0;
    if seconds < 10.0 {
        format::ms(us.max(0.0))
    } else if seconds < 120.0 {
        format!("{seconds:.0} s")
    } else {
        format!("{:.0} min", (seconds / 60.0).floor())
    }
}

#[cfg(test)]
mod tests {
    use cloud::invocation::EnvironmentId;

    use super::*;

    fn environment(state: EnvironmentState) -> EnvironmentView {
        EnvironmentView {
            id: EnvironmentId(1),
            number: 1,
            state,
            since_us: 388_000.0,
            phases: vec![
                ("Fetch the code", 449_000.0),
                ("Start the runtime", 546_000.0),
                ("Run the module", 826_000.0),
            ],
            started_us: 388_000.0,
            handler_us: None,
            ended_us: None,
            deadline_us: None,
            message: None,
            note: String::new(),
        }
    }

    #[test]
    fn the_hatch_grows_with_virtual_time() {
        let starting = environment(EnvironmentState::Starting);
        let bar = bar(&starting, 612_000.0, Some(1_264_000.0));
        assert!((bar.cold - 224.0 / 438.0).abs() < 1e-6 && bar.work == 0.0);
        assert_eq!(time(&starting, 612_000.0), "224 ms");
        assert_eq!(phase_marks(&starting).len(), 2);
    }

    #[test]
    fn a_warm_run_shows_no_start() {
        let mut busy = environment(EnvironmentState::Busy);
        busy.handler_us = Some(5_000_000.0);
        let bar = bar(&busy, 5_050_000.0, Some(5_100_000.0));
        assert!(bar.cold == 0.0 && (bar.work - 0.5).abs() < 1e-6);
    }

    #[test]
    fn long_times_are_told_in_long_units() {
        assert_eq!([long(340_000.0), long(12_000_000.0), long(250_000_000.0)], ["340 ms", "12 s", "4 min"]);
    }
}
