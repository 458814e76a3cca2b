//! Tests of API Gateway's control plane over the wire: a request, and the status and text of its answer.

mod apis;
mod definitions;
mod keys;
mod methods;
mod patches;
mod stages;

use serde_json::Value;

use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::Context;
use crate::sim::rng::Rng;
use crate::sim::time::Time;
use crate::verdict::Principal;
use crate::world::World;

/// An account with one API, which is `{api}` in paths; `{root}` is its root, and `{name}` what [`Self::keep`] kept.
struct Account {
    world: World,
    rng: Rng,
    kept: Vec<(String, String)>,
}

impl Account {
    fn new() -> Self {
        let mut account = Self { world: World::default(), rng: Rng::new(1), kept: Vec::new() };
        account.keep("api", "POST", "/restapis", r#"{"name": "pets"}"#);
        let api = account.world.apigateway().apis.values().next().expect("one was made");
        account.kept.push(("root".to_owned(), api.root_id.to_string()));
        account
    }

    /// An account whose API has a MOCK method `GET` at its root.
    fn with_method() -> Self {
        let mut account = Self::new();
        account.check(
            "PUT",
            "/restapis/{api}/resources/{root}/methods/GET",
            r#"{"authorizationType": "NONE"}"#,
            201,
            "",
        );
        let path = "/restapis/{api}/resources/{root}/methods/GET/integration";
        account.check("PUT", path, r#"{"type": "MOCK"}"#, 201, "");
        account
    }

    /// The same with a stage `prod`.
    fn with_stage() -> Self {
        let mut account = Self::with_method();
        account.keep("deployment", "POST", "/restapis/{api}/deployments", r#"{"stageName": "prod"}"#);
        account
    }

    fn ask(&mut self, method: &str, path: &str, body: &str) -> Response {
        let (path, body) = (self.filled(path), self.filled(body));
        let url = format!("https://apigateway.us-east-1.amazonaws.com{path}");
        let request = Request::new(method, &url).expect("the tests' addresses are well-formed").with_body(body);
        let mut context = Context {
            now: Time::default(),
            request_id: "11111111-2222-4333-8444-555555555555",
            principal: &Principal::Root,
            message: None,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut Vec::new(),
            effects: &mut Vec::new(),
        };
        gateway::perform(&mut context, &request).response.expect("these operations answer at once")
    }

    /// A text with what was kept in its places.
    fn filled(&self, text: &str) -> String {
        self.kept.iter().fold(text.to_owned(), |text, (name, value)| text.replace(&format!("{{{name}}}"), value))
    }

    /// Makes something and keeps its id under a name.
    #[track_caller]
    fn keep(&mut self, name: &str, method: &str, path: &str, body: &str) {
        let response = self.ask(method, path, body);
        let document: Value = serde_json::from_slice(&response.body).unwrap_or_default();
        let id = document["id"].as_str().unwrap_or_else(|| panic!("{document}"));
        self.kept.push((name.to_owned(), id.to_owned()));
    }

    /// Checks an answer's status, and that its body has a text.
    #[track_caller]
    fn check(&mut self, method: &str, path: &str, body: &str, status: u16, says: &str) {
        let response = self.ask(method, path, body);
        let told = String::from_utf8_lossy(&response.body);
        assert_eq!(response.status, status, "{method} {path} {body}: {told}");
        let says = self.filled(says);
        assert!(told.contains(&says), "{method} {path} {body}: {told} has no {says}");
    }
}
