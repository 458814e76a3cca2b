//! Each folder of `tests/scenarios` is a run: what the learner does (`run.json`), and every hop of it at its exact virtual
//! time, with the log (`trace.txt`). Each is played twice and once from its recording. `BLESS=1` writes the traces anew;
//! read what changed before you keep it.

use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

use cloud::services::Services;
use lessons::{Command, Playthrough, Recording};
use serde::Deserialize;
use tests::host::Host;
use tests::lesson_files::{Act, command, lesson};
use tests::transcript::transcript;
use tests::wire_files::entries;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    /// What it shows, for whoever reads the file.
    #[allow(dead_code)]
    about: String,
    lesson: String,
    /// What each stretch of a handler's computing counts for.
    #[serde(default = "usual")]
    computed_us: u64,
    acts: Vec<Act>,
}

const fn usual() -> u64 {
    4_000
}

fn folders() -> Vec<PathBuf> {
    entries(&PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("scenarios"))
}

/// Writes the names that CloudFormation made up where a scenario says ROLE (the function's role) or SID (the first
/// statement of its policy).
fn with_made_names(text: String) -> String {
    let playthrough =
        Playthrough::new(lesson("01-thumbnail"), Services::ALL).expect("a lesson's template can be deployed");
    let function =
        playthrough.cloud().world().lambda().function("make-thumbnail").expect("the lesson has the function");
    let policy = function.policy.as_ref().expect("the lesson lets S3 invoke it");
    let sid = policy.statements()[0].sid.as_deref().unwrap_or_default();
    text.replace("ROLE", function.role_name()).replace("SID", sid)
}

fn play(scenario: &Scenario) -> Playthrough {
    let mut playthrough =
        Playthrough::new(lesson(&scenario.lesson), Services::ALL).expect("a lesson's template can be deployed");
    let mut host = Host::pinned(scenario.computed_us);
    for act in &scenario.acts {
        host.dispatch(&mut playthrough, command(act.clone()));
    }
    playthrough
}

fn replay(scenario: &Scenario, recording: Recording) -> Playthrough {
    let mut playthrough =
        Playthrough::new(lesson(&scenario.lesson), Services::ALL).expect("a lesson's template can be deployed");
    playthrough.expect(recording.runs);
    for (_, command) in recording.commands {
        let is_answer = matches!(command, Command::Answer { .. });
        playthrough.dispatch(command);
        if !is_answer {
            playthrough.run(usize::MAX);
        }
        playthrough.take_outputs();
    }
    playthrough
}

fn told(playthrough: &Playthrough) -> String {
    let mut text = transcript(playthrough.trace());
    for group in playthrough.cloud().world().logs().groups() {
        let _ = writeln!(text, "\n{}", group.name);
        for event in &group.events {
            let _ = writeln!(text, "{} {}", event.at.iso8601(), event.message);
        }
    }
    let failures =
        playthrough.trace().messages.iter().skip(playthrough.trace().origin_message as usize).filter_map(|message| {
            let verdict = message.handled.as_ref()?.verdict.as_ref().filter(|verdict| !verdict.allowed)?;
            Some(verdict.reason.to_string())
        });
    for reason in failures {
        let _ = writeln!(text, "\nrefused: {reason}");
    }
    text
}

#[test]
fn every_scenario_runs_as_it_is_written_down_twice_and_from_its_recording() {
    for folder in folders() {
        let name = folder.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let text =
            fs::read_to_string(folder.join("run.json")).unwrap_or_else(|error| panic!("{name}/run.json: {error}"));
        let scenario: Scenario =
            serde_json::from_str(&with_made_names(text)).unwrap_or_else(|error| panic!("{name}/run.json: {error}"));
        let first = play(&scenario);
        let found = told(&first);
        let path = folder.join("trace.txt");
        if std::env::var_os("BLESS").is_some() {
            fs::write(&path, &found).expect("the trace can be written");
        }
        let expected = fs::read_to_string(&path).unwrap_or_default();
        assert!(
            found == expected,
            "{name}: the run is not as trace.txt has it. If it is better now, run the test with BLESS=1 and read the difference.\n{found}"
        );
        assert_eq!(told(&play(&scenario)), found, "{name}: the same again");
        let saved = first.recording().save();
        let recording = Recording::load(&saved).expect("what was saved can be loaded");
        assert_eq!(told(&replay(&scenario, recording)), found, "{name}: from its recording");
    }
}
