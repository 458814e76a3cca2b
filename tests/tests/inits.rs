//! Runtimes that run code at module level: the INIT phase, what fails in it, several calls at once, sleeping, recursion.
//! A script says what the code does; the cloud says when.

use std::collections::VecDeque;

use cloud::http::Request;
use cloud::invocation::{Next, Outcome, Progress, Resume, RunId};
use cloud::kernel::{Cloud, Output, Step};
use cloud::verdict::Principal;
use serde_json::json;

/// What the code does, stretch by stretch, in the order in which the cloud asks: `I` begins an INIT phase, `H` a handler.
struct Script(VecDeque<(char, Next)>);

fn end(outcome: Outcome) -> Next {
    Next::End(outcome)
}

fn returned(json: &str) -> Next {
    end(Outcome::Returned(json.to_owned().into()))
}

fn raised(error_type: &str, exits: bool) -> Next {
    let document = json!({"errorType": error_type, "errorMessage": "it broke", "trace": []}).to_string();
    end(Outcome::Raised { error_type: error_type.to_owned(), document, exits })
}

fn get(key: &str) -> Request {
    Request::new("GET", &format!("https://photos.s3.us-east-1.amazonaws.com/{key}")).expect("it is an address")
}

fn post(host: &str, path: &str, body: &str) -> Request {
    Request::new("POST", &format!("https://{host}.amazonaws.com{path}"))
        .expect("it is an address")
        .with_body(body.to_owned())
}

fn invoke() -> Request {
    post("lambda.us-east-1", "/2015-03-31/functions/f/invocations", "{}")
}

/// A cloud with a function of Node.js called `f`, whose role may log and read and invoke.
fn account() -> Cloud {
    let mut cloud = Cloud::new(7);
    let trust =
        r#"{"Statement":{"Effect":"Allow","Principal":{"Service":"lambda.amazonaws.com"},"Action":"sts:AssumeRole"}}"#;
    let policy = r#"{"Statement":{"Effect":"Allow","Action":["logs:*","s3:*","lambda:*"],"Resource":"*"}}"#;
    let form =
        |action: &str, rest: &str| post("iam", "/", &format!("Action={action}&Version=2010-05-08&RoleName=r&{rest}"));
    let function = json!({"FunctionName": "f", "Runtime": "nodejs24.x", "Handler": "index.handler", "Timeout": 5,
        "Role": "arn:aws:iam::123456789012:role/r", "Code": {"ZipFile": "UEsFBgAAAAAAAAAAAAAAAAAAAAAAAA=="}});
    for request in [
        form("CreateRole", &format!("AssumeRolePolicyDocument={}", encoded(trust))),
        form("PutRolePolicy", &format!("PolicyName=p&PolicyDocument={}", encoded(policy))),
        post("lambda.us-east-1", "/2015-03-31/functions", &function.to_string()),
        Request::new("PUT", "https://photos.s3.us-east-1.amazonaws.com/").expect("it is an address"),
    ] {
        cloud.submit(Principal::Root, request);
        run(&mut cloud, &mut Script(VecDeque::new()));
    }
    cloud
}

fn encoded(text: &str) -> String {
    text.replace('"', "%22")
        .replace('{', "%7B")
        .replace('}', "%7D")
        .replace(':', "%3A")
        .replace(',', "%2C")
        .replace('*', "%2A")
}

/// Runs until all is settled; the answers' texts in order.
fn run(cloud: &mut Cloud, script: &mut Script) -> Vec<String> {
    let mut answers = Vec::new();
    loop {
        let step = cloud.run(100_000);
        for output in cloud.take_outputs() {
            let begins = match &output {
                Output::Init(_) => 'I',
                Output::Invoke(_) => 'H',
                Output::Resume { resume: Resume::Replies(replies), .. } if replies.is_empty() => 'T',
                Output::Resume { .. } => 'R',
                Output::Response { response, .. } => {
                    answers.push(String::from_utf8_lossy(&response.body).into_owned());
                    continue;
                }
                Output::Terminate(_) => continue,
            };
            let (expected, next) = script.0.pop_front().expect("the script says what the code does");
            assert_eq!(begins, expected, "what the cloud asks for, before {next:?}");
            let run = output.run().expect("it asks for something");
            let printed = matches!(run, RunId::Init(_)).then(|| "at module level".to_owned());
            let holds = vec![("count".to_owned(), "1".to_owned())];
            cloud.progress(
                run,
                Progress { printed: printed.into_iter().collect(), holds, ..Progress::new(300, 0, next) },
            );
        }
        match step {
            Step::Settled => return answers,
            Step::Waiting => {}
            Step::Moved => panic!("the run does not settle"),
        }
    }
}

/// The first word of each line in the log of `f`, which for a line about time is the time.
fn log(cloud: &Cloud) -> Vec<String> {
    let group = cloud.world().logs().groups().find(|group| &*group.name == "/aws/lambda/f");
    let events = group.iter().flat_map(|group| group.events.iter());
    let words = events.filter_map(|event| event.message.split(['\t', ' ']).next());
    words.map(|word| if word.starts_with("2026-") { "(time)" } else { word }.to_owned()).collect()
}

#[track_caller]
fn check(requests: usize, script: impl IntoIterator<Item = (char, Next)>, answers: &[&str], lines: &[&str]) -> Cloud {
    let mut cloud = account();
    let mut script = Script(script.into_iter().collect());
    let mut given = Vec::new();
    for _ in 0..requests {
        cloud.submit(Principal::Root, invoke());
        given.extend(run(&mut cloud, &mut script));
    }
    assert!(script.0.is_empty(), "the script is used up: {:?}", script.0);
    assert_eq!(given.len(), answers.len(), "{given:?}");
    for (given, expected) in given.iter().zip(answers) {
        assert!(given.contains(expected), "{given} says {expected}");
    }
    assert_eq!(log(&cloud), lines);
    cloud
}

#[test]
fn module_code_runs_once_for_each_environment() {
    let script = [('I', end(Outcome::Initialised)), ('H', returned("1")), ('H', returned("2"))];
    let lines = ["INIT_START", "at", "START", "END", "REPORT", "START", "END", "REPORT"];
    let cloud = check(2, script, &["1", "2"], &lines);
    let fleet = cloud.world().lambda().fleet("f").expect("it has run");
    let held = fleet.environments.values().next().expect("its environment is kept");
    assert_eq!(*held.holds, [("count".to_owned(), "1".to_owned())]);
}

#[test]
fn an_init_that_fails_is_run_again_for_the_event_which_fails_with_it() {
    let broken = || raised("Runtime.ImportModuleError", true);
    let lines = ["INIT_START", "at", "INIT_REPORT", "START", "at", "INIT_REPORT", "END", "REPORT"];
    check(1, [('I', broken()), ('I', broken())], &["Runtime.ImportModuleError"], &lines);
}

#[test]
fn an_init_that_sleeps_for_too_long_is_cut_off() {
    let sleep = || Next::Wait { calls: Vec::new(), sleep_us: Some(60_000_000) };
    let lines = ["INIT_START", "at", "INIT_REPORT", "START", "at", "(time)", "END", "REPORT"];
    let cloud = check(1, [('I', sleep()), ('I', sleep())], &["Task timed out after 5.00 seconds"], &lines[..]);
    assert!(cloud.now().as_ms() > 15_000.0);
}

#[test]
fn several_calls_are_under_way_at_once_and_a_timer_beside_them() {
    let calls = vec![(1, get("a")), (2, get("b"))];
    let wait = |sleep_us| Next::Wait { calls: Vec::new(), sleep_us };
    let script = [
        ('I', end(Outcome::Initialised)),
        ('H', Next::Wait { calls, sleep_us: Some(1_000) }),
        ('T', wait(None)),
        ('R', wait(None)),
        ('R', wait(Some(3_600_000_000))),
    ];
    let lines = ["INIT_START", "at", "START", "(time)", "END", "REPORT"];
    check(1, script, &["Task timed out after 5.00 seconds"], &lines);
}

#[test]
fn an_error_of_the_handler_keeps_the_environment_and_an_exit_does_not() {
    let start = || ('I', end(Outcome::Initialised));
    let script = [
        start(),
        ('H', raised("TypeError", false)),
        ('H', raised("Runtime.ExitError", true)),
        start(),
        ('H', returned("3")),
    ];
    let lines =
        ["INIT_START", "at", "START", "END", "REPORT", "START", "END", "REPORT", "START", "at", "END", "REPORT"];
    check(3, script, &["TypeError", "Runtime.ExitError", "3"], &lines);
}

#[test]
fn a_function_that_invokes_itself_is_stopped_after_sixteen_times() {
    let mut cloud = account();
    let mut script = VecDeque::new();
    for _ in 0..16 {
        script.push_back(('I', end(Outcome::Initialised)));
        script.push_back(('H', Next::Wait { calls: vec![(1, invoke())], sleep_us: None }));
    }
    script.extend((0..16).map(|_| ('R', returned("null"))));
    cloud.submit(Principal::Root, invoke());
    let mut script = Script(script);
    run(&mut cloud, &mut script);
    let refused = cloud.trace().messages.iter().filter_map(|message| message.handled.as_ref()?.error.as_deref());
    assert_eq!(refused.collect::<Vec<_>>(), ["RecursiveInvocationException"]);
    assert!(script.0.is_empty());
}
