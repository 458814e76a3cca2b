//! Every lesson: its start fails each of its checks, its solution meets them all, and a replay is the same run.

use std::collections::BTreeSet;

use cloud::kernel::Step;
use cloud::services::Services;
use lessons::recording::{Bodies, Written};
use lessons::{Command, Playthrough, Recording};
use tests::host::Host;
use tests::lesson_files::{lesson, names, native, solution, variants};
use tests::transcript::transcript;

fn solved(name: &str) -> Playthrough {
    let mut playthrough = Playthrough::new(lesson(name), Services::CORE).expect("a lesson's template can be deployed");
    let mut host = Host::default();
    for command in solution(name) {
        host.dispatch(&mut playthrough, command);
    }
    playthrough
}

#[test]
fn a_lesson_begins_with_nothing_done() {
    for name in names() {
        for lesson in variants(&name) {
            let start = Playthrough::new(lesson.clone(), Services::ALL)
                .unwrap_or_else(|error| panic!("lessons/{}: {error}", lesson.id));
            let view = start.view(start.cloud().now());
            for (index, step) in view.steps.iter().enumerate() {
                assert!(!step.checks.is_empty(), "lessons/{name}: step {} has no check: add one", index + 1);
                for check in &step.checks {
                    assert!(!check.met, "lessons/{}: \"{}\" is met before anything is done", lesson.id, check.text);
                }
            }
        }
    }
}

#[test]
fn a_question_that_is_read_late_is_answered_once() {
    let name = &native()[0];
    let (answers, rest): (Vec<_>, Vec<_>) =
        solution(name).into_iter().partition(|command| matches!(command, Command::Answer { .. }));
    let mut late = Playthrough::new(lesson(name), Services::CORE).expect("a lesson's template can be deployed");
    let mut host = Host::default();
    for command in rest.into_iter().chain(answers.clone()) {
        host.dispatch(&mut late, command);
    }
    for command in answers {
        let Command::Answer { step, choice } = command else { continue };
        late.dispatch(Command::Answer { step, choice: usize::from(choice == 0) });
    }
    // What a damaged recording asks for is no step of this lesson.
    late.dispatch(Command::Answer { step: 999, choice: 0 });
    let view = late.view(late.cloud().now());
    assert!(view.steps.iter().all(|step| step.done), "an answer counts, whenever it comes");
    let kept = view.steps.iter().filter_map(|step| step.prediction.as_ref());
    let mut shown = kept.filter_map(|prediction| Some((prediction.revealed.as_ref()?.0, prediction.chosen)));
    assert!(shown.all(|(right, chosen)| chosen == Some(right)), "what the run has shown to be right stays so");
}

// Where code in Node or Python runs, the page does what the solution says, in the browser's tests.
#[test]
fn a_solution_does_all_that_its_lesson_asks_for() {
    for name in native() {
        let end = solved(&name);
        let view = end.view(end.cloud().now());
        let undone: BTreeSet<String> = view
            .steps
            .iter()
            .flat_map(|step| step.checks.iter().filter(|check| !check.met).map(|check| check.text.clone()))
            .collect();
        assert!(
            undone.is_empty(),
            "lessons/{name}: the solution leaves undone: {undone:?}\n{}",
            transcript(end.trace())
        );
        for step in &view.steps {
            assert!(step.done, "lessons/{name}: the solution does not finish \"{}\"", step.title);
            if let Some(prediction) = &step.prediction {
                let right = prediction.revealed.as_ref().map(|(right, _)| *right);
                assert!(
                    right.is_some() && right == prediction.chosen,
                    "lessons/{name}: the solution's answer to \"{}\"",
                    prediction.question
                );
            }
        }
    }
}

#[test]
fn the_same_seed_and_commands_give_the_same_history() {
    for name in native() {
        let (one, two) = (solved(&name), solved(&name));
        assert_eq!(transcript(one.trace()), transcript(two.trace()), "lessons/{name}");
        let full = |playthrough: &Playthrough| {
            serde_json::to_string(&playthrough.trace().messages).expect("messages are plain data")
        };
        assert_eq!(full(&one), full(&two), "lessons/{name}: headers, bodies and ids too");
    }
}

#[test]
fn a_recording_written_in_slices_is_the_recording() {
    for name in native() {
        let run = solved(&name);
        let whole = run.recording().save();
        for lines in [1, 3, 1_000] {
            let (mut written, mut bodies, mut text) = (Written::default(), Bodies::default(), String::new());
            while run.write(&mut written, &mut bodies, &mut text, lines) {}
            assert_eq!(
                (text, bodies.list()),
                (whole.text.clone(), &whole.bodies[..]),
                "lessons/{name}, {lines} at once"
            );
        }
    }
}

#[test]
fn a_damaged_recording_names_the_line() {
    let mut saved = solved(&names()[0]).recording().save();
    saved.text = saved.text.replacen("\"Command\"", "\"Comand\"", 1);
    let error = Recording::load(&saved).expect_err("it is damaged").to_string();
    assert!(error.contains("line 2") && error.contains("Comand"), "{error}");
}

#[test]
fn a_replay_runs_no_code_and_gives_the_same_history() {
    for name in native() {
        let first = solved(&name);
        let saved = first.recording().save();
        let recording = Recording::load(&saved).expect("what was saved can be loaded");
        assert_eq!(recording, first.recording(), "lessons/{name}: a recording survives being kept");
        let mut again = Playthrough::new(lesson(&name), Services::CORE).expect("a lesson's template can be deployed");
        again.expect(recording.runs);
        for (_, command) in recording.commands {
            again.dispatch(command);
            again.run(usize::MAX);
            let code =
                again.take_outputs().into_iter().any(|output| matches!(output, cloud::kernel::Output::Invoke(_)));
            assert!(!code, "lessons/{name}: the replay asked for a handler to be run");
        }
        assert_eq!(transcript(first.trace()), transcript(again.trace()), "lessons/{name}");
    }
}

#[test]
fn after_a_replay_the_cloud_waits_for_code_that_is_not_recorded() {
    let first = solved(&native()[0]);
    let recording = first.recording();
    let mut again =
        Playthrough::new(lesson(&native()[0]), Services::CORE).expect("a lesson's template can be deployed");
    again.expect(recording.runs);
    let photo = recording.commands.iter().find(|(_, command)| matches!(command, Command::Send(_)));
    for (_, command) in recording.commands.iter().chain(photo) {
        again.dispatch(command.clone());
        again.run(usize::MAX);
    }
    let asked = again.take_outputs();
    assert!(asked.iter().any(|output| output.run().is_some()), "the photo that came again needs a handler");
    // A host may let the cloud run at any time, whatever it has taken out.
    assert_eq!(again.run(usize::MAX), Step::Waiting);
}
