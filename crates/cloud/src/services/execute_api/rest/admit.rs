//! The third step: API keys and usage plans, quotas, and how fast requests may come.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-request-throttling.html>

use std::sync::Arc;

use super::exchange::Exchange;
use super::kind;
use super::logs::{self, Level};
use super::respond::Refusal;
use crate::operation::Context;
use crate::services::apigateway::state::{ApiKey, Quota, Throttle, UsagePlan};
use crate::services::apigateway::usage::day_of;
use crate::services::execute_api::throttle::Limit;

/// Lets a request in, or says which limit it is over.
pub fn admit(context: &mut Context<'_>, exchange: &mut Exchange) -> Result<(), Refusal> {
    let method = exchange.method.clone();
    let mut says = Vec::new();
    if method.api_key_required {
        let (key, plan) = key_and_plan(context, exchange)?;
        context.phase("API key", format!("The key {} is in the usage plan {}.", key.name, plan.name));
        exchange.key = Some(key.clone());
        throttle_key(context, exchange, &key, &plan)?;
        if let Some(quota) = &plan.quota {
            says.push(count(context, &key, &plan, quota)?);
        }
    } else {
        let Exchange { log, resource, .. } = exchange;
        log.write(Level::Info, context.now, || {
            format!(
                "API Key authorized because method '{} {}' does not require API Key. Request will not contribute to throttle or quota limits",
                method.http_method, resource.path
            )
        });
    }
    throttle_stage(context, exchange)?;
    let taken = context.world.execute_api_mut().take_of_account(context.now);
    taken.map_err(|says| Refusal::new(kind::THROTTLED, "throttle", says))?;
    says.push("There is room within the limits on requests a second.".to_owned());
    context.phase("throttle", says.join(" "));
    Ok(())
}

/// The key that a request comes with, and the plan that lets it call this stage.
fn key_and_plan(context: &Context<'_>, exchange: &Exchange) -> Result<(Arc<ApiKey>, Arc<UsagePlan>), Refusal> {
    let refused = |says: &str| Err(Refusal::new(kind::INVALID_API_KEY, "API key", says));
    let by_authorizer = exchange.snapshot.settings.api_key_source == "AUTHORIZER";
    let sent =
        if by_authorizer { exchange.usage_identifier.as_deref() } else { exchange.request.headers.get("x-api-key") };
    let Some(sent) = sent else {
        return refused(if by_authorizer {
            "The method wants an API key, which the authorizer is to name, and it named none (usageIdentifierKey)."
        } else {
            "The method wants an API key, and the request has no header x-api-key."
        });
    };
    let state = context.world.apigateway();
    let Some(key) = state.keys.values().find(|key| key.value == sent) else {
        return refused("There is no API key with the value that the request has in x-api-key.");
    };
    if !key.enabled {
        return refused("The API key is disabled. Enable it (UpdateApiKey).");
    }
    match state.plan_of(&key.id, &exchange.api, &exchange.stage.name) {
        Some(plan) => Ok((key.clone(), plan.clone())),
        None => refused(
            "The API key is in no usage plan for this stage. Add the stage to a plan, and the key to the plan (CreateUsagePlanKey).",
        ),
    }
}

fn throttle_key(context: &mut Context<'_>, exchange: &Exchange, key: &ApiKey, plan: &UsagePlan) -> Result<(), Refusal> {
    let Exchange { api, stage, resource, method, .. } = exchange;
    let stages = plan.api_stages.iter();
    let held = stages.into_iter().find(|held| *held.api_id == **api && held.stage == stage.name);
    let route = format!("{}/{}", resource.path, method.http_method);
    let own = held.and_then(|held| held.throttle.get(&route));
    let limits = [(own, format!("/{api}/{}{route}", stage.name)), (plan.throttle.as_ref(), String::new())];
    for (throttle, part) in limits {
        let Some(Throttle { burst_limit, rate_limit }) = throttle else { continue };
        let limit = Limit { rate: *rate_limit, burst: *burst_limit };
        let bucket = format!("plan/{}/{}{part}", plan.id, key.id);
        if !context.world.execute_api_mut().take(&bucket, limit, context.now) {
            let says = format!(
                "The usage plan {} lets each key send {rate_limit} requests a second, {burst_limit} at once. Wait, or raise its limits.",
                plan.name
            );
            return Err(Refusal::new(kind::THROTTLED, "throttle", says));
        }
    }
    Ok(())
}

fn throttle_stage(context: &mut Context<'_>, exchange: &Exchange) -> Result<(), Refusal> {
    let Exchange { api, stage, resource, method, .. } = exchange;
    let setting = logs::setting(stage, &resource.path, &method.http_method);
    let limits = setting.map(|setting| (setting.throttling_rate_limit, setting.throttling_burst_limit));
    let Some((Some(rate), burst)) = limits else { return Ok(()) };
    // -1 lifts a limit.
    if rate < 0.0 {
        return Ok(());
    }
    let burst = burst.unwrap_or(Limit::ACCOUNT.burst);
    let bucket = format!("stage/{api}/{}{}/{}", stage.name, resource.path, method.http_method);
    if context.world.execute_api_mut().take(&bucket, Limit { rate, burst }, context.now) {
        return Ok(());
    }
    let says = format!(
        "The stage {} takes {rate} requests a second of this method, {burst} at once, and this is one more. Wait, or raise the stage's limits.",
        stage.name
    );
    Err(Refusal::new(kind::THROTTLED, "throttle", says))
}

/// Counts a request against the quota of its key.
fn count(context: &mut Context<'_>, key: &ApiKey, plan: &UsagePlan, quota: &Quota) -> Result<String, Refusal> {
    let word = quota.period.to_ascii_lowercase();
    let state = context.world.apigateway();
    let left = state.remaining(plan, &key.id, day_of(context.now)).unwrap_or_default();
    if left == 0 {
        let says = format!(
            "The key {} has used all {} requests that the plan {} gives it in a {word}. Wait for the next {word}, or raise the quota.",
            key.name, quota.limit, plan.name
        );
        return Err(Refusal::new(kind::QUOTA_EXCEEDED, "throttle", says));
    }
    context.world.apigateway_mut().count(&plan.id, &key.id, context.now);
    Ok(format!("Of {} requests in this {word} it has {} left.", quota.limit, left - 1))
}
