//! The account of environments by itself: what it asks for, change by change.

use bytes::Bytes;
use cloud::invocation::{EnvironmentId, Init, InvocationId, Invoke, Next, Outcome, Progress, Resume, RunId};

use super::fleet::{Effect, Fleet, Job};
use super::pool::WorkerId;

fn init(environment: u32) -> Init {
    Init {
        environment: EnvironmentId(environment),
        runtime: "python3.14".into(),
        handler: "app.handler".into(),
        package: None,
        variables: Default::default(),
        seed: environment.to_string(),
        memory_mb: 128,
        timeout_ms: 10_000,
        epoch_us: 0,
    }
}

fn invoke(invocation: u32, environment: u32) -> Invoke {
    Invoke {
        invocation: InvocationId(invocation),
        environment: EnvironmentId(environment),
        runtime: "python3.14".into(),
        code: String::new(),
        handler: "app.handler".into(),
        event: Bytes::from(format!("{invocation}")),
        variables: Default::default(),
        request_id: String::new(),
        function_arn: String::new(),
        memory_mb: 128,
        timeout_ms: 3_000,
        epoch_us: 0,
        deadline_us: 3_000_000,
    }
}

/// The one job that is sent, with its worker and task.
#[track_caller]
fn sent(effects: &[Effect]) -> (WorkerId, u32, Job) {
    let mut jobs = effects.iter().filter_map(|effect| match effect {
        Effect::Send { worker, task, job, .. } => Some((*worker, *task, Job::clone(job))),
        _ => None,
    });
    let job = jobs.next().unwrap_or_else(|| panic!("a job is sent: {effects:?}"));
    assert!(jobs.next().is_none(), "one job at a time: {effects:?}");
    job
}

fn stop(next: Next) -> Progress {
    Progress::new(1, 100, next)
}

fn waits() -> Progress {
    stop(Next::Wait { calls: Vec::new(), sleep_us: Some(1) })
}

fn done(outcome: Outcome) -> Progress {
    stop(Next::End(outcome))
}

/// A fleet with `count` environments that have begun, from 1.
fn begun(count: u32) -> Fleet {
    let mut fleet = Fleet::default();
    assert!(fleet.open().is_empty());
    for environment in 1..=count {
        let (worker, task, _) = sent(&fleet.init(init(environment)));
        fleet.answered(worker, task, done(Outcome::Initialised));
    }
    fleet
}

#[test]
fn what_comes_before_the_cage_is_open_waits() {
    let mut fleet = Fleet::default();
    assert!(fleet.init(init(1)).is_empty());
    let (worker, task, job) = sent(&fleet.open());
    assert_eq!(job, Job::Init(init(1)));
    let effects = fleet.answered(worker, task, done(Outcome::Initialised));
    assert_eq!(effects, [Effect::Tell(RunId::Init(EnvironmentId(1)), done(Outcome::Initialised))]);
}

#[test]
fn a_warm_environment_is_given_only_what_is_new() {
    let mut fleet = begun(1);
    let (worker, task, job) = sent(&fleet.invoke(invoke(1, 1)));
    assert_eq!(job, Job::Invoke(invoke(1, 1)));
    fleet.answered(worker, task, waits());
    let run = RunId::Invocation(InvocationId(1));
    let (again, _, job) = sent(&fleet.resume(EnvironmentId(1), run, Resume::Replies(Vec::new()), 9));
    assert_eq!((again, job), (worker, Job::Resume(Vec::new(), 9)));
}

#[test]
fn one_too_many_takes_the_worker_of_the_longest_idle_which_is_brought_back_without_a_word() {
    let mut fleet = begun(5);
    let effects = fleet.init(init(6));
    assert!(matches!(effects[0], Effect::End(_)), "environment 1 gives way: {effects:?}");
    let (worker, task, _) = sent(&effects);
    fleet.answered(worker, task, done(Outcome::Initialised));

    let effects = fleet.invoke(invoke(7, 1));
    let (worker, task, job) = sent(&effects);
    assert_eq!(job, Job::Init(init(1)), "it begins as it once began");
    let effects = fleet.answered(worker, task, done(Outcome::Initialised));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Tell(..))), "{effects:?}");
    let (worker, task, job) = sent(&effects);
    assert_eq!(job, Job::Invoke(invoke(7, 1)));
    let effects = fleet.answered(worker, task, done(Outcome::OutOfMemory));
    assert_eq!(effects, [Effect::Tell(RunId::Invocation(InvocationId(7)), done(Outcome::OutOfMemory))]);
}

#[test]
fn a_run_brought_back_from_a_recording_runs_when_an_event_comes() {
    let mut fleet = Fleet::default();
    fleet.open();
    fleet.know(EnvironmentId(1), Job::Init(init(1)));
    fleet.know(EnvironmentId(1), Job::Invoke(invoke(1, 1)));
    let (worker, task, job) = sent(&fleet.invoke(invoke(2, 1)));
    assert_eq!(job, Job::Init(init(1)));
    let (_, task, job) = sent(&fleet.answered(worker, task, done(Outcome::Initialised)));
    assert_eq!(job, Job::Invoke(invoke(1, 1)));
    let (_, _, job) = sent(&fleet.answered(worker, task, waits()));
    assert_eq!(job, Job::Invoke(invoke(2, 1)));
}

#[test]
fn a_runaway_is_ended_and_its_environment_is_gone() {
    let mut fleet = begun(1);
    let (worker, task, _) = sent(&fleet.invoke(invoke(1, 1)));
    let effects = fleet.overdue(worker, task);
    assert_eq!(effects[0], Effect::End(worker));
    let stopped = Progress::new(3_000_000, 0, Next::End(Outcome::Stopped));
    assert_eq!(effects[1], Effect::Tell(RunId::Invocation(InvocationId(1)), stopped));
    assert!(fleet.answered(worker, task, waits()).is_empty(), "what it may still say is passed over");
    assert!(!fleet.has(EnvironmentId(1)));
}

#[test]
fn after_the_frame_is_gone_all_begin_again_when_they_are_needed() {
    let mut fleet = begun(2);
    let (old, task, _) = sent(&fleet.invoke(invoke(1, 1)));
    fleet.reopen();
    assert!(fleet.answered(old, task, waits()).is_empty());
    let (worker, task, job) = sent(&fleet.open());
    assert!(worker != old && job == Job::Init(init(1)));
    let (_, _, job) = sent(&fleet.answered(worker, task, done(Outcome::Initialised)));
    assert_eq!(job, Job::Invoke(invoke(1, 1)));
}

#[test]
fn what_was_under_way_in_two_frames_that_ended_is_killed() {
    let mut fleet = begun(2);
    fleet.invoke(invoke(1, 1));
    assert!(fleet.reopen().is_empty(), "of one frame that ended, anything could have been the cause");
    let (worker, task, _) = sent(&fleet.open());
    fleet.answered(worker, task, done(Outcome::Initialised));
    let killed = Progress::new(0, 0, Next::End(Outcome::Exited("signal: killed".into())));
    assert_eq!(fleet.reopen(), [Effect::Tell(RunId::Invocation(InvocationId(1)), killed)]);
    assert!(!fleet.has(EnvironmentId(1)) && fleet.has(EnvironmentId(2)));
    assert!(fleet.open().is_empty(), "nothing is under way any more");
}

#[test]
fn a_frame_that_ended_does_not_count_against_what_has_answered_since() {
    let mut fleet = begun(1);
    let run = RunId::Invocation(InvocationId(1));
    fleet.invoke(invoke(1, 1));
    fleet.reopen();
    let (worker, task, _) = sent(&fleet.open());
    let (_, task, _) = sent(&fleet.answered(worker, task, done(Outcome::Initialised)));
    fleet.answered(worker, task, waits());
    fleet.resume(EnvironmentId(1), run, Resume::Replies(Vec::new()), 9);
    assert!(fleet.reopen().is_empty());
}

#[test]
fn an_environment_that_is_begun_anew_has_no_past() {
    let mut fleet = begun(1);
    let (worker, task, _) = sent(&fleet.invoke(invoke(1, 1)));
    fleet.answered(worker, task, waits());
    let effects = fleet.init(init(1));
    assert_eq!(effects[0], Effect::End(worker));
    let (new, task, job) = sent(&effects);
    assert!(new != worker && job == Job::Init(init(1)));
    fleet.answered(new, task, done(Outcome::Initialised));
    assert_eq!(sent(&fleet.invoke(invoke(2, 1))).2, Job::Invoke(invoke(2, 1)));
}

#[test]
fn a_reset_ends_everything_silently() {
    let mut fleet = begun(2);
    let effects = fleet.reset();
    assert!(effects.len() == 2 && effects.iter().all(|effect| matches!(effect, Effect::End(_))), "{effects:?}");
    assert!(matches!(fleet.invoke(invoke(1, 1))[..], [Effect::Tell(..)]), "what is not known any more ends");
}

#[test]
fn a_worker_that_says_what_it_was_not_asked_is_ended() {
    let mut fleet = begun(1);
    let (worker, task, _) = sent(&fleet.invoke(invoke(1, 1)));
    fleet.answered(worker, task, done(Outcome::Returned(Bytes::new())));
    assert_eq!(fleet.answered(worker, task, done(Outcome::Returned(Bytes::new()))), [Effect::End(worker)]);
    assert!(!fleet.has(EnvironmentId(1)));
}

#[test]
fn a_worker_that_needs_without_end_gets_no_more() {
    let mut fleet = begun(1);
    let (worker, ..) = sent(&fleet.invoke(invoke(1, 1)));
    assert!((0..100).take_while(|_| fleet.needs(worker).is_some()).count() < 20);
}

#[test]
fn once_its_code_has_begun_a_start_has_the_codes_own_time() {
    let mut fleet = Fleet::default();
    fleet.open();
    let effects = fleet.init(init(1));
    let (worker, task, _) = sent(&effects);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Send { budget_ms: 60_000, .. })), "{effects:?}");
    assert_eq!(fleet.began(worker, task + 1), None, "it speaks of another task");
    assert_eq!(fleet.began(worker, task), Some(10_000));
    assert_eq!(fleet.under_way(worker), Some((task, 10_000)));
    assert_eq!(fleet.began(worker, task), None, "it moves its limit once");
}
