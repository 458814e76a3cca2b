//! Tests of CloudFormation: templates in, calls and states out.

mod api;
mod deploy;
mod diagnose;
mod resolve;
mod table;
mod transform;

use super::catalog::Catalog;
use super::diagnostic::Diagnostic;
use super::template::{self, Template};
use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::protocol::{uri, xml};
use crate::sim::rng::Rng;
use crate::sim::time::Time;
use crate::sim::trace::Change;
use crate::verdict::Principal;
use crate::world::World;

/// The template of the first lesson.
const LESSON: &str = include_str!("../../../../../../lessons/01-thumbnail/template.yaml");

/// Reads a template that may name all that is simulated.
fn load(text: &str) -> Result<Template, Vec<Diagnostic>> {
    template::load(text, Catalog::ALL)
}

/// A world without its page.
struct Bench {
    world: World,
    rng: Rng,
    changes: Vec<Change>,
}

impl Bench {
    fn new() -> Self {
        Self { world: World::default(), rng: Rng::new(7), changes: Vec::new() }
    }

    /// Sends a request as the owner.
    fn send(&mut self, request: &Request) -> Response {
        let mut effects = Vec::new();
        let mut context = Context {
            now: Time::default(),
            request_id: "4ed62ae7-b5b1-4b9a-a2f0-9bb9f4a1a0a0",
            principal: &Principal::Root,
            message: None,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut self.changes,
            effects: &mut effects,
        };
        gateway::perform(&mut context, request).response.expect("only invocations are answered later")
    }

    /// Sends a request to `url` with a body.
    fn http(&mut self, method: &str, url: &str, body: &str) -> String {
        let request = Request::new(method, url).expect("tests write good addresses").with_body(body.to_owned());
        String::from_utf8_lossy(&self.send(&request).body).into_owned()
    }

    /// Calls IAM.
    fn iam(&mut self, form: &str) -> String {
        let body = format!("Version=2010-05-08&{form}");
        self.http("POST", "https://iam.amazonaws.com/", &body)
    }

    /// Calls CloudFormation about the stack `s`, with both capabilities; the error's text is the error.
    fn call(&mut self, action: &str, fields: &[(&str, &str)]) -> Result<xml::Element, String> {
        let mut form = format!(
            "Action={action}&StackName=s&Capabilities.member.1=CAPABILITY_IAM&Capabilities.member.2=CAPABILITY_AUTO_EXPAND"
        );
        for (name, value) in fields {
            form.extend(["&", name, "=", &uri::encode(value)]);
        }
        self.form(form)
    }

    /// Calls CloudFormation.
    fn form(&mut self, form: String) -> Result<xml::Element, String> {
        let request =
            Request::new("POST", "https://cloudformation.us-east-1.amazonaws.com/").expect("it is an address");
        let response = self.send(&request.with_body(form));
        let root = xml::parse(&response.body).expect("our own documents are well-formed");
        if response.is_success() {
            return Ok(root);
        }
        let error = root.child("Error").expect("an error document has an error");
        let text = |name| error.child_text(name).unwrap_or_default();
        Err(format!("{}: {}", text("Code"), text("Message")))
    }

    /// Deploys `template` as the stack `s` and gives its status.
    fn deploy(&mut self, template: &str) -> &'static str {
        self.call("CreateStack", &[("TemplateBody", template)]).expect("the template is one that can be deployed");
        self.status()
    }

    /// Updates the stack `s` and gives its status.
    fn update(&mut self, template: &str) -> &'static str {
        self.call("UpdateStack", &[("TemplateBody", template)]).expect("the template is one that can be deployed");
        self.status()
    }

    fn stack(&self) -> &super::Stack {
        self.world.cloudformation().stacks.values().next_back().expect("a stack was deployed")
    }

    fn status(&self) -> &'static str {
        self.stack().status
    }

    /// The stack's events as `LogicalId STATUS`, oldest first, from the latest start.
    fn events(&self) -> Vec<String> {
        let events = &self.stack().events;
        let start = events.iter().rposition(|event| event.reason == "User Initiated").unwrap_or_default();
        events[start..].iter().map(|event| format!("{} {}", event.logical_id, event.status)).collect()
    }

    /// The physical id of a resource.
    fn physical(&self, id: &str) -> String {
        self.stack().resource(id).map(|resource| resource.made.physical_id.clone()).unwrap_or_default()
    }
}
