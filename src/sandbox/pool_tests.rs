//! The account by itself: what it asks for, change by change.

use cloud::{
    http::{Request, Response},
    invocation::{EnvironmentId, InvocationId, Invoke, Next, Outcome, Progress, Resume},
};

use super::pool::{Answer, Effect, Pool, Task, WorkerId};

fn invoke(invocation: u32, environment: u32) -> Invoke {
    Invoke {
        invocation: InvocationId(invocation),
        environment: EnvironmentId(environment),
        runtime: "provided.al2023".into(),
        code: "thumbnail".into(),
        handler: "bootstrap".into(),
        event: "{}".into(),
        variables: Default::default(),
        request_id: String::new(),
        function_arn: String::new(),
        memory_mb: 128,
        timeout_ms: 5000,
        epoch_us: 0,
        deadline_us: 5_000_000,
    }
}

fn reply(status: u16) -> Resume {
    Resume::Reply(Response::new(status))
}

fn stop(next: Next) -> Progress {
    Progress::new(1, 100, next)
}

fn called() -> Progress {
    stop(Next::Call(Request::default()))
}

/// The one task that is sent, with its worker.
fn sent(effects: &[Effect]) -> (WorkerId, Task) {
    let mut tasks = effects.iter().filter_map(|effect| match effect {
        Effect::Send { worker, task, .. } => Some((*worker, task.clone())),
        _ => None,
    });
    let task = tasks.next().expect("a task is sent");
    assert!(tasks.next().is_none(), "one task at a time");
    task
}

fn told(effects: &[Effect]) -> Vec<(u32, Next)> {
    let told = effects.iter().filter_map(|effect| match effect {
        Effect::Tell(invocation, progress) => Some((invocation.0, progress.next.clone())),
        _ => None,
    });
    told.collect()
}

fn answer(pool: &mut Pool, (worker, task): &(WorkerId, Task), progress: Progress) -> Vec<Effect> {
    pool.answered(*worker, Answer { task: task.number, progress: Some(progress) })
}

fn open_pool(workers: usize) -> Pool {
    let mut pool = Pool::new(workers);
    assert_eq!(pool.open().len(), workers);
    pool
}

#[test]
fn what_comes_before_the_cage_is_open_waits() {
    let mut pool = Pool::new(1);
    assert!(pool.invoke(invoke(1, 1)).is_empty());
    let (_, task) = sent(&pool.open());
    assert!(task.starts && task.resumes.is_empty());
}

#[test]
fn a_held_invocation_gets_the_new_answer_only() {
    let mut pool = open_pool(1);
    let first = sent(&pool.invoke(invoke(1, 1)));
    assert_eq!(told(&answer(&mut pool, &first, called())).len(), 1);
    let second = sent(&pool.resume(InvocationId(1), reply(200)));
    assert!(!second.1.starts);
    assert_eq!(second.1.resumes, [reply(200)]);
    answer(&mut pool, &second, called());
    let third = sent(&pool.resume(InvocationId(1), reply(201)));
    assert_eq!(third.1.resumes, [reply(201)]);
}

#[test]
fn a_worker_has_one_task_at_a_time() {
    let mut pool = open_pool(1);
    let first = sent(&pool.invoke(invoke(1, 1)));
    assert!(pool.invoke(invoke(2, 2)).is_empty());
    let effects = answer(&mut pool, &first, stop(Next::End(Outcome::OutOfMemory)));
    assert_eq!(told(&effects), [(1, Next::End(Outcome::OutOfMemory))]);
    assert_eq!(sent(&effects).1.invoke.invocation, InvocationId(2));
}

#[test]
fn a_runaway_is_stopped_and_its_neighbours_begin_again() {
    let mut pool = open_pool(1);
    let parked = sent(&pool.invoke(invoke(1, 1)));
    answer(&mut pool, &parked, called());
    let second = sent(&pool.resume(InvocationId(1), reply(200)));
    answer(&mut pool, &second, called());

    let (worker, runaway) = sent(&pool.invoke(invoke(2, 2)));
    let effects = pool.overdue(worker, runaway.number);
    assert_eq!(effects[0], Effect::End(worker));
    assert!(matches!(effects[1], Effect::Start(new) if new != worker));
    assert_eq!(told(&effects), [(2, Next::End(Outcome::Stopped))]);

    let (new, task) = sent(&pool.resume(InvocationId(1), reply(204)));
    assert!(task.starts && new != worker);
    assert_eq!(task.resumes, [reply(200), reply(204)]);
    // What the ended worker may still have said is passed over.
    assert!(answer(&mut pool, &(worker, runaway), called()).is_empty());
}

#[test]
fn an_instance_that_was_dropped_is_begun_again_and_not_forever() {
    let mut pool = open_pool(1);
    let first = sent(&pool.invoke(invoke(1, 1)));
    answer(&mut pool, &first, called());
    let (worker, task) = sent(&pool.resume(InvocationId(1), reply(200)));
    let lost = |task: &Task| Answer { task: task.number, progress: None };
    let (_, again) = sent(&pool.answered(worker, lost(&task)));
    assert!(again.starts);
    let effects = pool.answered(worker, lost(&again));
    assert!(matches!(told(&effects)[..], [(1, Next::End(Outcome::Exited(_)))]));
}

#[test]
fn terminating_ends_what_computes_and_forgets_what_is_idle() {
    let mut pool = open_pool(1);
    let (worker, _) = sent(&pool.invoke(invoke(1, 1)));
    let effects = pool.terminate(EnvironmentId(1));
    assert!(matches!(effects[..], [Effect::End(old), Effect::Start(_)] if old == worker));

    let second = sent(&pool.invoke(invoke(2, 2)));
    answer(&mut pool, &second, called());
    let forgotten = Effect::Forget { worker: second.0, environments: vec![EnvironmentId(2)] };
    assert_eq!(pool.terminate(EnvironmentId(2)), [forgotten]);
    assert!(pool.resume(InvocationId(2), reply(200)).is_empty());
}

#[test]
fn a_reset_ends_everything_silently() {
    let mut pool = open_pool(2);
    let busy = sent(&pool.invoke(invoke(1, 1)));
    let parked = sent(&pool.invoke(invoke(2, 2)));
    assert_ne!(busy.0, parked.0);
    answer(&mut pool, &parked, called());
    let effects = pool.reset();
    assert!(told(&effects).is_empty());
    assert_eq!(effects.len(), 3, "one worker is replaced, the other forgets: {effects:?}");
    assert!(answer(&mut pool, &busy, called()).is_empty());
}

#[test]
fn what_was_under_way_in_two_frames_that_ended_is_killed_and_what_waited_goes_on() {
    let mut pool = open_pool(1);
    pool.invoke(invoke(1, 1));
    pool.invoke(invoke(2, 2));
    assert!(pool.reopen().is_empty(), "of one frame that ended, anything could have been the cause");
    assert_eq!(sent(&pool.open()).1.invoke.invocation, InvocationId(2), "what waited comes first");
    pool.reopen();
    let again = sent(&pool.open());
    assert_eq!(again.1.invoke.invocation, InvocationId(1));
    let effects = pool.reopen();
    assert!(matches!(told(&effects)[..], [(1, Next::End(Outcome::Exited(_)))]), "{effects:?}");
    assert_eq!(sent(&pool.open()).1.invoke.invocation, InvocationId(2));
}

#[test]
fn what_cannot_run_ends_at_once() {
    let mut pool = open_pool(1);
    let mut unknown = invoke(1, 1);
    unknown.code = "../page".into();
    assert!(matches!(told(&pool.invoke(unknown))[..], [(1, Next::End(Outcome::Exited(_)))]));
    let mut other = invoke(2, 2);
    other.runtime = "cobol85".into();
    assert!(matches!(told(&pool.invoke(other))[..], [(2, Next::End(Outcome::Exited(_)))]));

    let mut closed = Pool::new(1);
    closed.invoke(invoke(1, 1));
    assert_eq!(told(&closed.close()).len(), 1);
    assert_eq!(told(&closed.invoke(invoke(2, 1))).len(), 1);
}
