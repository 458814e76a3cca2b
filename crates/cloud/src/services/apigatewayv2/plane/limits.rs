//! How fast requests may come: a bucket of tokens for each route of a stage, filled in virtual time.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html>

use serde_json::Value;

use super::super::state::Bucket;
use super::Flight;
use crate::operation::Context;
use crate::sim::time::Time;

/// Takes a token for a request; says why, when none is left.
pub fn take(context: &mut Context<'_>, flight: &Flight) -> bool {
    let Some((rate, burst)) = limits(flight) else { return true };
    let key = (flight.api.clone(), flight.stage.clone(), flight.route_key().into());
    let buckets = &mut context.world.apigatewayv2_mut().buckets;
    let held = buckets.get(&key).copied().unwrap_or(Bucket { tokens: burst, at: context.now });
    let left = refilled(held, rate, burst, context.now) - 1.0;
    buckets.insert(key, Bucket { tokens: if left < 0.0 { left + 1.0 } else { left }, at: context.now });
    if left < 0.0 {
        context.phase_failed(
            "route",
            format!("The stage lets {rate} requests a second take this route, and {burst} at once. Try again a little later, as the SDKs do, or raise ThrottlingRateLimit and ThrottlingBurstLimit."),
        );
    }
    left >= 0.0
}

/// The tokens that a bucket has by `now`.
fn refilled(bucket: Bucket, rate: f64, burst: f64, now: Time) -> f64 {
    let passed_s = (now.as_ms() - bucket.at.as_ms()) / 1_000.0;
    (bucket.tokens + passed_s * rate).min(burst)
}

/// Requests a second and at once, as the stage says for the route, or else for all; none when it says nothing.
fn limits(flight: &Flight) -> Option<(f64, f64)> {
    let own = flight.settings.get("routeSettings").and_then(|all| all.get(flight.route_key()));
    let default = flight.settings.get("defaultRouteSettings");
    let find =
        |name: &str| [own, default].into_iter().flatten().find_map(|held| held.get(name)).and_then(Value::as_f64);
    let (rate, burst) = (find("throttlingRateLimit"), find("throttlingBurstLimit"));
    (rate.is_some() || burst.is_some()).then(|| {
        let rate = rate.unwrap_or(f64::from(ACCOUNT_RATE));
        (rate, burst.unwrap_or(f64::from(ACCOUNT_BURST)))
    })
}

/// Requests a second that an account may make to its APIs. AWS's value.
const ACCOUNT_RATE: u32 = 10_000;
/// Requests at once that an account may make to its APIs. AWS's value.
const ACCOUNT_BURST: u32 = 5_000;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sim::time::Span;

    #[test]
    fn a_bucket_fills_at_its_rate_and_no_higher_than_its_size() {
        let start = Time::default();
        let empty = Bucket { tokens: 0.0, at: start };
        assert!((refilled(empty, 2.0, 5.0, start + Span::from_ms(500)) - 1.0).abs() < 1e-9);
        assert!((refilled(empty, 2.0, 5.0, start + Span::from_s(60)) - 5.0).abs() < 1e-9);
    }
}
