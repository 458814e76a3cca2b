//! Tests of mapping templates: a template, what it reads, and what comes out.

mod directives;
mod errors;
mod hostile;
mod methods;
mod paths;
mod values;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Params, RenderError, Scope, Template};

/// A request that the tests' templates read.
fn scope(body: &str) -> Scope {
    let texts = |pairs: &[(&str, &str)]| -> BTreeMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    };
    Scope {
        body: body.to_owned(),
        params: Params {
            path: texts(&[("id", "7"), ("both", "path")]),
            querystring: texts(&[("page", "2"), ("both", "query")]),
            header: texts(&[("Accept", "*/*"), ("X-Who", "it's \"me\"")]),
        },
        context: json!({
            "httpMethod": "POST", "stage": "prod", "identity": {"sourceIp": "192.0.2.1", "user": null},
            "authorizer": {"principalId": "ann", "count": 1},
        }),
        stage_variables: texts(&[("table", "Users")]),
        ..Scope::default()
    }
}

fn rendered(template: &str, body: &str) -> Result<String, RenderError> {
    let parsed = Template::parse(template).unwrap_or_else(|error| panic!("{template:?}: {error}"));
    parsed.render(&mut scope(body))
}

/// What a template makes of a body.
#[track_caller]
fn check(template: &str, body: &str, wanted: &str) {
    assert_eq!(rendered(template, body).as_deref(), Ok(wanted), "{template}");
}

/// What a template makes of no body.
#[track_caller]
fn gives(template: &str, wanted: &str) {
    check(template, "", wanted);
}

/// Where a template is refused while it is read, and with which words.
#[track_caller]
fn refused(template: &str, line: u32, column: u32, words: &str) {
    let error = Template::parse(template).expect_err(template);
    assert_eq!((error.line, error.column), (line, column), "{template:?} gave {error}");
    assert!(error.text.contains(words), "{template:?} gave {error}");
}

/// With which words a template ends without a result.
#[track_caller]
fn fails(template: &str, body: &str, line: u32, column: u32, words: &str) {
    let error = rendered(template, body).expect_err(template);
    assert_eq!((error.line, error.column), (line, column), "{template:?} gave {error}");
    assert!(error.text.contains(words), "{template:?} gave {error}");
}

/// The overrides that a template sets, of the request and of the response.
#[track_caller]
fn overrides(template: &str, request: Value, response: Value) {
    let mut scope = scope("");
    Template::parse(template).expect("the tests' templates can be read").render(&mut scope).expect("and rendered");
    assert_eq!((scope.request_override, scope.response_override), (request, response), "{template}");
}
