//! How fast requests may come: a bucket of tokens for each route of a stage.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-throttling.html>

use serde_json::Value;

use super::Flight;
use crate::operation::Context;
use crate::services::execute_api::throttle::Limit;

/// Takes a token for a request from the route's bucket and from the account's; says why, when none is left.
pub fn take(context: &mut Context<'_>, flight: &Flight) -> bool {
    let fault =
        of_route(context, flight).or_else(|| context.world.execute_api_mut().take_of_account(context.now).err());
    match fault {
        Some(says) => {
            context.phase_failed("route", says);
            false
        }
        None => true,
    }
}

fn of_route(context: &mut Context<'_>, flight: &Flight) -> Option<String> {
    let limit = limit(flight)?;
    let bucket = format!("route/{}/{}/{}", flight.api, flight.stage, flight.route_key());
    let taken = context.world.execute_api_mut().take(&bucket, limit, context.now);
    let Limit { rate, burst } = limit;
    (!taken).then(|| {
        format!("The stage lets {rate} requests a second take this route, and {burst} at once. Try again a little later, as the SDKs do, or raise ThrottlingRateLimit and ThrottlingBurstLimit.")
    })
}

/// What the stage says for the route, or else for all; none when it says nothing.
fn limit(flight: &Flight) -> Option<Limit> {
    let own = flight.settings.get("routeSettings").and_then(|all| all.get(flight.route_key()));
    let default = flight.settings.get("defaultRouteSettings");
    let find = |name: &str| [own, default].into_iter().flatten().find_map(|held| held.get(name));
    let rate = find("throttlingRateLimit").and_then(Value::as_f64);
    let burst = find("throttlingBurstLimit").and_then(Value::as_u64);
    (rate.is_some() || burst.is_some())
        .then(|| Limit { rate: rate.unwrap_or(Limit::ACCOUNT.rate), burst: burst.unwrap_or(Limit::ACCOUNT.burst) })
}
