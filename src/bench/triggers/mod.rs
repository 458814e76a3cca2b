//! What calls a function by itself: notifications of buckets and routes of APIs, each with whether it may.

pub mod panel;

use std::sync::Arc;

use cloud::services::lambda::{Function, authorise_invoke};
use cloud::services::s3::bucket_arn;
use cloud::services::s3::notification::{End, FunctionConfiguration};
use cloud::sim::trace::Place;
use cloud::verdict::Principal;
use cloud::view::stage::{ApiView, RouteView};
use cloud::world::World;

use crate::panels::api::facts::PRINCIPAL;
use crate::panels::api::path::call_arn;
use crate::store::bench::{BucketFacts, Trigger};

/// S3, as policies name it.
pub const S3: &str = "s3.amazonaws.com";

/// The triggers of a function as they are set up, buckets first.
pub fn of(world: &World, function: &Function) -> Vec<Trigger> {
    let notifications = world.s3().buckets().flat_map(|bucket| {
        let own = bucket.notification.functions.iter().filter(|one| is_told(one, function));
        own.map(|one| Trigger {
            from: Place::Bucket(bucket.name.clone()),
            kind: "bucket notification",
            when: when(one),
            permitted: Some(may_call(world, function, &one.function_arn, S3, bucket_arn(&bucket.name))),
            id: Some(one.id.clone()),
        })
    });
    let apis: Vec<ApiView> = world.services.apis(world).collect();
    let routes = apis.iter().flat_map(|api| {
        let own = api.routes.iter().filter(|route| route.function.as_ref() == Some(&function.name));
        own.map(|route| {
            let is_url = api.kind.starts_with("Function URL");
            Trigger {
                from: Place::api(api.id.clone(), api.name.clone()),
                kind: if is_url { "function URL" } else { "API route" },
                when: match route.live {
                    true => format!("{} {}", route.method, route.path),
                    false => format!("{} {}, not deployed yet", route.method, route.path),
                },
                // A URL's own kind of authorisation has a say, too, and so has the role of an integration.
                permitted: (!is_url && !route.by_role)
                    .then(|| may_call(world, function, &function.arn(), PRINCIPAL, route_arn(api, route))),
                id: None,
            }
        })
    });
    notifications.chain(routes).collect()
}

/// All buckets, as such that may call a function.
pub fn buckets(world: &World, function: &Function) -> Vec<BucketFacts> {
    let facts = world.s3().buckets().map(|bucket| BucketFacts {
        name: bucket.name.clone(),
        tells: bucket.notification.clone(),
        may_call: may_call(world, function, &function.arn(), S3, bucket_arn(&bucket.name)),
    });
    facts.collect()
}

/// Whether a notification is for a function, or for a version or alias of it.
fn is_told(one: &FunctionConfiguration, function: &Function) -> bool {
    let rest = one.function_arn.strip_prefix(&function.arn());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// When a notification is sent, in words.
fn when(one: &FunctionConfiguration) -> String {
    let rules = one.rules.iter().map(|rule| match rule.end {
        End::Prefix => format!("begin with {}", rule.value),
        End::Suffix => format!("end with {}", rule.value),
    });
    let rules: Vec<String> = rules.collect();
    let keys = if rules.is_empty() { String::new() } else { format!(", for keys that {}", rules.join(" and ")) };
    format!("{}{keys}", one.events.join(", "))
}

/// The ARN that API Gateway acts for when it takes a route, on the stage that is deployed.
fn route_arn(api: &ApiView, route: &RouteView) -> String {
    let address = api.address.as_deref().unwrap_or_default();
    let path = address.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let stage = match path {
        Some((_, stage)) => stage,
        None if api.kind.contains("HTTP") => "$default",
        None => "prod",
    };
    call_arn(&api.id, stage, &route.method, &route.path)
}

/// Whether a service may invoke a function by this ARN of it, for what `source_arn` names.
fn may_call(
    world: &World,
    function: &Function,
    arn: &str,
    service: &'static str,
    source_arn: impl Into<Arc<str>>,
) -> bool {
    let principal = Principal::Service { service, source_arn: source_arn.into() };
    authorise_invoke(world, &principal, &function.name, arn).allowed
}
