//! A cloud with functions and APIs to call, for tests: requests go in, and what came back, what functions were given and
//! what was noted on the way is looked at.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::http::{Request, Response};
use crate::invocation::{Next, Outcome, Progress, RunId};
use crate::kernel::{Cloud, Output, Step};
use crate::protocol::uri;
use crate::services::apigateway::state::{
    Deployment, Integration, IntegrationResponse, Method, MethodResponse, Resource, RestApi, Settings, Snapshot, Stage,
};
use crate::sim::trace::{Content, Moment};
use crate::verdict::Principal;

/// What a function does with every event.
#[derive(Clone, Debug)]
pub enum Does {
    /// It returns this JSON.
    Returns(String),
    /// It fails with this message.
    Fails(&'static str),
    /// It sleeps, microseconds, and returns this JSON.
    Sleeps(u64, &'static str),
    /// It makes a call, and returns what was answered as the body of a proxy answer.
    Calls(Request),
}

/// A cloud to be called.
pub struct Stand {
    /// The cloud.
    pub cloud: Cloud,
    functions: BTreeMap<String, Does>,
    running: BTreeMap<RunId, Does>,
    /// The events that functions were given.
    pub events: Vec<Value>,
}

/// The id of the API that tests call.
pub const API: &str = "a1b2c3d4e5";

impl Default for Stand {
    fn default() -> Self {
        Self::new()
    }
}

impl Stand {
    /// An empty cloud with a role that Lambda and API Gateway may assume.
    pub fn new() -> Self {
        let mut stand =
            Self { cloud: Cloud::new(1), functions: BTreeMap::new(), running: BTreeMap::new(), events: Vec::new() };
        let trust = json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow",
            "Principal": {"Service": ["lambda.amazonaws.com", "apigateway.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        }]});
        stand
            .iam(&format!("Action=CreateRole&RoleName=r&AssumeRolePolicyDocument={}", uri::encode(&trust.to_string())));
        stand
    }

    /// Asks IAM by a form.
    pub fn iam(&mut self, form: &str) {
        let request = Request::new("POST", "https://iam.amazonaws.com/").expect("it is an address");
        let answer = self.ask(Principal::Root, request.with_body(format!("{form}&Version=2010-05-08")));
        assert_eq!(answer.status, 200, "{}", text(&answer));
    }

    /// Asks Lambda as the account's owner.
    pub fn lambda(&mut self, method: &str, path: &str, body: &Value) -> Response {
        let url = format!("https://lambda.us-east-1.amazonaws.com{path}");
        let request = Request::new(method, &url).expect("it is an address").with_body(body.to_string());
        let answer = self.ask(Principal::Root, request);
        assert!(answer.is_success(), "{method} {path}: {}", text(&answer));
        answer
    }

    /// Adds a function that API Gateway may invoke.
    pub fn function(&mut self, name: &str, does: Does) {
        self.function_alone(name, does);
        self.lambda(
            "POST",
            &format!("/2015-03-31/functions/{name}/policy"),
            &json!({
                "StatementId": "api", "Action": "lambda:InvokeFunction", "Principal": "apigateway.amazonaws.com",
                "SourceArn": format!("arn:aws:execute-api:us-east-1:123456789012:{API}/*"),
            }),
        );
    }

    /// Adds a function that nobody else may invoke.
    pub fn function_alone(&mut self, name: &str, does: Does) {
        let body = json!({
            "FunctionName": name, "Runtime": "provided.al2023", "Handler": "bootstrap", "Timeout": 60,
            "Role": "arn:aws:iam::123456789012:role/r", "Code": {"S3Bucket": "code", "S3Key": "thumbnail"},
        });
        self.lambda("POST", "/2015-03-31/functions", &body);
        self.functions.insert(name.to_owned(), does);
    }

    /// Sets what a function does.
    pub fn does(&mut self, name: &str, does: Does) {
        self.functions.insert(name.to_owned(), does);
    }

    /// Deploys an API with these methods to the stage `prod`.
    pub fn deploy(&mut self, methods: Vec<(&str, &str, Method)>) {
        self.deploy_with(methods, |_| (), |_| ());
    }

    /// The same, with more of the snapshot and of the stage.
    pub fn deploy_with(
        &mut self,
        methods: Vec<(&str, &str, Method)>,
        more: impl FnOnce(&mut Snapshot),
        stage: impl FnOnce(&mut Stage),
    ) {
        let settings = Arc::new(Settings { name: "UserAPI".to_owned(), ..Settings::default() });
        let mut snapshot = Snapshot { settings, ..Snapshot::default() };
        for (verb, path, mut method) in methods {
            method.http_method = verb.to_owned();
            let id: Arc<str> = format!("r{}", path.replace(['/', '{', '}', '+'], "-")).into();
            let mut resource = snapshot.resources.get(&id).map(|held| Resource::clone(held)).unwrap_or_default();
            resource.id = id.clone();
            resource.path = path.to_owned();
            resource.methods.insert(verb.into(), Arc::new(method));
            snapshot.resources.insert(id, Arc::new(resource));
        }
        more(&mut snapshot);
        let mut prod = Stage { name: "prod".to_owned(), deployment_id: "d1".to_owned(), ..Stage::default() };
        stage(&mut prod);
        let deployment = Deployment { id: "d1".into(), snapshot: Arc::new(snapshot.clone()), ..Deployment::default() };
        let api = RestApi {
            id: API.into(),
            draft: snapshot,
            deployments: [(Arc::from("d1"), Arc::new(deployment))].into_iter().collect(),
            stages: [(Arc::from("prod"), Arc::new(prod))].into_iter().collect(),
            ..RestApi::default()
        };
        self.cloud.world_mut().apigateway_mut().apis.insert(API.into(), Arc::new(api));
        *self.cloud.world_mut().execute_api_mut() = super::State::default();
    }

    /// Calls the API.
    pub fn get(&mut self, path: &str) -> Response {
        self.call(request("GET", path))
    }

    /// Sends a request as nobody.
    pub fn call(&mut self, request: Request) -> Response {
        self.ask(Principal::Anonymous, request)
    }

    /// Sends a request and lets all happen that follows.
    pub fn ask(&mut self, principal: Principal, request: Request) -> Response {
        let mine = self.cloud.submit(principal, request);
        let answers = self.settle();
        let answer = answers.into_iter().find(|(ticket, _)| *ticket == mine);
        Response::clone(&answer.expect("every request is answered").1)
    }

    /// Lets all happen that is under way.
    pub fn settle(&mut self) -> Vec<(crate::kernel::Ticket, Arc<Response>)> {
        let mut answers = Vec::new();
        loop {
            let step = self.cloud.run(1_000_000);
            for output in self.cloud.take_outputs() {
                match output {
                    Output::Response { ticket, response, .. } => answers.push((ticket, response)),
                    Output::Invoke(invoke) => {
                        self.events.push(serde_json::from_slice(&invoke.event).expect("events are JSON"));
                        let name = invoke.function_arn.rsplit(':').next().unwrap_or_default();
                        let does = self.functions[name].clone();
                        let run = RunId::Invocation(invoke.invocation);
                        let next = match &does {
                            Does::Returns(document) => Next::End(Outcome::Returned(document.clone().into())),
                            Does::Fails(message) => Next::End(Outcome::Failed {
                                error_type: "Error".to_owned(),
                                message: (*message).to_owned(),
                                stack: Vec::new(),
                            }),
                            Does::Sleeps(us, _) => Next::Sleep(*us),
                            Does::Calls(request) => Next::Call(request.clone()),
                        };
                        self.running.insert(run, does);
                        self.progress(run, next);
                    }
                    Output::Resume { run, resume, .. } => {
                        let document = match (&self.running[&run], resume) {
                            (Does::Sleeps(_, document), _) => (*document).to_owned(),
                            (_, crate::invocation::Resume::Reply(response)) => {
                                json!({"statusCode": response.status, "body": text(&response)}).to_string()
                            }
                            other => panic!("{other:?}"),
                        };
                        self.progress(run, Next::End(Outcome::Returned(document.into())));
                    }
                    Output::Init(_) | Output::Terminate(_) => {}
                }
            }
            match step {
                Step::Settled => return answers,
                Step::Waiting => {}
                Step::Moved => panic!("it does not settle"),
            }
        }
    }

    fn progress(&mut self, run: RunId, next: Next) {
        self.cloud.progress(run, Progress::new(1_000, 16 << 20, next));
    }

    /// The last request's steps, one a line: its name, `FAILED` where it failed, and what is said.
    pub fn phases(&self) -> String {
        let mut told = String::new();
        let messages = self.cloud.trace().messages.iter().rev();
        let mut mine = messages.filter(|message| message.service == "execute-api" && message.from.to_string() == "You");
        for phase in mine.next().and_then(|message| message.handled.as_ref()).iter().flat_map(|handled| &handled.phases)
        {
            let failed = if phase.failed { " FAILED" } else { "" };
            let _ = writeln!(told, "{}{failed}: {}", phase.name, phase.says);
        }
        told
    }

    /// The messages since the `first`, one a line with the milliseconds since it was sent.
    pub fn told(&self, first: usize) -> String {
        let trace = self.cloud.trace();
        let mut told = String::new();
        let begin = trace.messages[first].sent;
        for hop in trace.hops.iter().filter(|hop| hop.at >= begin) {
            let at = (hop.at - begin).0;
            let line = match hop.moment {
                Moment::Sent(id) if id.0 as usize >= first => {
                    let message = trace.message(id);
                    let what = match &message.content {
                        Content::Call(request) => request.path.as_str(),
                        Content::Event(_) => "event",
                    };
                    format!("{} -> {}: {} {what}", message.from, message.to, message.operation)
                }
                Moment::Replied(id) | Moment::Answered(id) | Moment::Handled(id) if id.0 as usize >= first => {
                    let message = trace.message(id);
                    let handled = message.handled.as_ref();
                    let status = handled.and_then(|handled| handled.response.as_ref()).map(|answer| answer.status);
                    let how = match hop.moment {
                        Moment::Answered(_) => "got",
                        Moment::Replied(_) => "is answered by",
                        _ => "reached",
                    };
                    let (from, to) = (&message.from, &message.to);
                    let status =
                        if how == "reached" { String::new() } else { format!(" {}", status.unwrap_or_default()) };
                    match how {
                        "got" => format!("{from} got{status} from {to}"),
                        "is answered by" => format!("{to} answers{status}"),
                        _ => format!("{to} has {}", message.operation),
                    }
                }
                Moment::Ended(id) => format!("invocation {} ends", id.0),
                _ => continue,
            };
            let _ = writeln!(told, "{at:>9} {line}");
        }
        told
    }
}

/// A request to the API.
pub fn request(method: &str, path: &str) -> Request {
    let url = format!("https://{API}.execute-api.us-east-1.amazonaws.com{path}");
    Request::new(method, &url).expect("it is an address")
}

/// The body as text.
pub fn text(response: &Response) -> String {
    String::from_utf8_lossy(&response.body).into_owned()
}

/// The URI of a function's integration.
pub fn uri_of(function: &str) -> String {
    format!(
        "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/arn:aws:lambda:us-east-1:123456789012:function:{function}/invocations"
    )
}

/// A method that a function answers.
pub fn proxy(function: &str) -> Method {
    method(Integration {
        kind: "AWS_PROXY".to_owned(),
        http_method: "POST".to_owned(),
        uri: uri_of(function),
        ..Integration::default()
    })
}

/// A method with an integration, open to all, that declares answers of 200 and of 400.
pub fn method(integration: Integration) -> Method {
    let response = |status: &str| {
        (status.to_owned(), MethodResponse { status_code: status.to_owned(), ..MethodResponse::default() })
    };
    Method {
        authorization_type: "NONE".to_owned(),
        integration: Some(Arc::new(integration)),
        responses: [response("200"), response("400")].into_iter().collect(),
        ..Method::default()
    }
}

/// An integration's answer of `status` for what fits `pattern`.
pub fn response(status: &str, pattern: &str) -> (String, IntegrationResponse) {
    let (status_code, selection_pattern) = (status.to_owned(), pattern.to_owned());
    (status.to_owned(), IntegrationResponse { status_code, selection_pattern, ..IntegrationResponse::default() })
}
