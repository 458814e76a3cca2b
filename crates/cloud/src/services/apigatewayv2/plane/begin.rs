//! The beginning of a request: its limits, its stage, its route, its rate.

use std::sync::Arc;

use super::super::shapes::{flag, text};
use super::super::snapshot::Snapshot;
use super::super::state::Api;
use super::{Flight, Identity, Outcome, Step, authorise, cors, limits};
use crate::error::ServiceError;
use crate::http::Request;
use crate::model::{API_HEAD_MAX, API_LOOP_LIMIT, API_PAYLOAD_MAX};
use crate::operation::{Answer, Context};
use crate::protocol::uri;
use crate::services::execute_api::request::{head_bytes, passages};
use crate::sim::rng::Rng;

/// How many routes a text names at most.
const MAX_NAMED: usize = 5;

/// Begins to answer `request` to `api`.
///
/// # Errors
/// When it asks for what is not simulated.
pub fn begin(context: &mut Context<'_>, api: &Api, request: &Request) -> Result<Answer, ServiceError> {
    let mut flight = flight(context, api, request);
    if flag(&api.settings, "disableExecuteApiEndpoint") {
        context.phase_failed("route", "This API does not answer at its own host: DisableExecuteApiEndpoint is on.");
        return Ok(flight.refuse(context, 404, "Not Found"));
    }
    if head_bytes(request) > API_HEAD_MAX {
        context.phase_failed(
            "route",
            format!("The request line and the header fields have more than {API_HEAD_MAX} bytes. Send less in cookies and header fields."),
        );
        return Ok(flight.refuse(context, 431, "Request Header Fields Too Large"));
    }
    if request.body.len() > API_PAYLOAD_MAX {
        context.phase_failed("route", "The body has more than 10 MB. Upload large files to S3 by a presigned address.");
        return Ok(flight.refuse(context, 413, "Request Entity Too Large"));
    }
    if passages(request) >= API_LOOP_LIMIT {
        context.phase_failed(
            "route",
            "This API calls itself without end: an integration leads back to it. Let it lead elsewhere.",
        );
        return Ok(flight.refuse(context, 500, "Internal Server Error"));
    }
    if !take_stage(context, api, &mut flight) {
        return Ok(flight.refuse(context, 404, "Not Found"));
    }
    if let Some(answer) = cors::preflight(&flight) {
        context.phase(
            "respond",
            "The API answers the browser's preflight request by its CORS configuration; no route is asked.",
        );
        return Ok(flight.respond(context, answer));
    }
    if !take_route(context, &mut flight) {
        return Ok(flight.refuse(context, 404, "Not Found"));
    }
    if !limits::take(context, &flight) {
        return Ok(flight.refuse(context, 429, "Too Many Requests"));
    }
    authorise::authorise(context, flight)
}

fn flight(context: &mut Context<'_>, api: &Api, request: &Request) -> Flight {
    Flight {
        request: request.clone(),
        api: api.id.clone(),
        name: text(&api.settings, "name").into(),
        stage: "".into(),
        settings: Arc::default(),
        snapshot: Arc::default(),
        route: None,
        path: String::new(),
        parameters: Vec::new(),
        id: request_id(context.rng),
        began: context.now,
        identity: Identity::Unknown,
        step: Step::Under,
        called: None,
        integration: Outcome::default(),
        error: "",
    }
}

/// An id as HTTP APIs give: `JKJaXmPLvHcESHA=`.
fn request_id(rng: &mut Rng) -> String {
    const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    rng.letters(15, ALPHABET) + "="
}

/// Finds the stage; says why, when there is none.
fn take_stage(context: &mut Context<'_>, api: &Api, flight: &mut Flight) -> bool {
    let path = flight.request.path.clone();
    let Some((name, stage, is_named)) = api.stage_of(&path) else {
        let stages: Vec<&str> = api.stages.keys().map(|name| &**name).collect();
        let says = if stages.is_empty() {
            "This API has no stage, so nothing answers. Create the stage $default with AutoDeploy.".to_owned()
        } else {
            format!(
                "The path begins with no stage of this API, and it has no stage $default. Its stages: {}.",
                stages.join(", ")
            )
        };
        context.phase_failed("route", says);
        return false;
    };
    flight.path = if is_named {
        path.splitn(3, '/').nth(2).map_or_else(|| "/".to_owned(), |rest| format!("/{rest}"))
    } else {
        path
    };
    flight.stage = name.clone();
    flight.settings = stage.settings.clone();
    match api.deployed(stage) {
        Some(snapshot) => {
            flight.snapshot = snapshot.clone();
            true
        }
        None => {
            context.phase_failed(
                "route",
                format!("Nothing is deployed to the stage {name}. Create a deployment for it, or let it deploy of itself (AutoDeploy)."),
            );
            false
        }
    }
}

/// Finds the route; says why, when there is none.
fn take_route(context: &mut Context<'_>, flight: &mut Flight) -> bool {
    let method = flight.request.method.clone();
    let Some(found) = flight.snapshot.router.find(&method, &flight.path) else {
        let says = no_route(&flight.snapshot, &method, &flight.path);
        context.phase_failed("route", says);
        return false;
    };
    flight.route = Some(found.route);
    let decoded = |(name, value): (String, String)| {
        let value = uri::decode(&value).map_or_else(|_| value.clone(), |text| text.into_owned());
        (name, value)
    };
    flight.parameters = found.parameters.into_iter().map(decoded).collect();
    let says =
        format!("{method} {} takes the route {} of the stage {}.", flight.path, flight.route_key(), flight.stage);
    context.phase("route", says);
    true
}

fn no_route(snapshot: &Snapshot, method: &str, path: &str) -> String {
    let keys: Vec<&str> = snapshot.routes.iter().take(MAX_NAMED).map(|route| &*route.key).collect();
    let more = if snapshot.routes.len() > MAX_NAMED { " and more" } else { "" };
    format!(
        "No route fits {method} {path}. Deployed are {}{more}. Add a route for it, or $default, which takes what no other does.",
        keys.join(", ")
    )
}
