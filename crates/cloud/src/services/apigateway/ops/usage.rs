//! GetUsage and UpdateUsage.
//! <https://docs.aws.amazon.com/apigateway/latest/api/API_GetUsage.html>

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{answer, body, cut, parts, state, usage_plans};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, JsonBody};
use crate::protocol::uri;
use crate::services::apigateway::Error;
use crate::services::apigateway::patch::{self, Form, REPLACE, Style, Table, rule};
use crate::services::apigateway::record::put;
use crate::services::apigateway::state::UsagePlan;
use crate::services::apigateway::usage::{day_of, day_of_date, period_start};

/// The most days that one answer shows. AWS keeps usage for 90.
const MAX_DAYS: u64 = 90;

static PATCHES: Table = Table { rules: &[rule("/remaining", REPLACE, Form::Member)], style: Style::Plain };

/// Shows what keys have used of a plan on each day: what was used and what remained.
pub fn get_usage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let plan = usage_plans::find(context, call)?;
    let query = &call.request.query;
    let date = |name: &str| {
        let text = uri::parameter(query, name).unwrap_or_default();
        let day = day_of_date(&text).ok_or_else(|| Error::bad(format!("Usage date invalid: {text}")))?;
        Ok::<_, Error>((text, day))
    };
    let ((start, first), (end, last)) = (date("startDate")?, date("endDate")?);
    if first > last || last - first >= MAX_DAYS {
        return Err(Error::bad(format!("Invalid usage date range: {start} to {end}")).into());
    }
    let only = uri::parameter(query, "keyId");
    let held = context.world.apigateway();
    let keys = held.plan_keys.iter().filter(|(held, _)| **held == *plan.id).map(|(_, key)| key);
    let keys = keys.filter(|key| only.as_deref().is_none_or(|only| &***key == only));
    let entries = keys.map(|key| {
        let days = (first..=last).map(|day| {
            let used = held.usage.get(&(call.name.clone(), key.clone())).map_or(0, |usage| usage.on(day));
            json!([used, held.remaining(&plan, key, day).unwrap_or_default()])
        });
        (key.to_string(), days.collect())
    });
    let (values, next): (Vec<(String, Value)>, _) = cut(call, entries)?;
    let mut document = describe(&plan, &start, &end, values.into_iter().collect());
    put(&mut document, "position", next.map(Value::from));
    Ok(answer(200, document))
}

/// Gives a key more of the period that is now, or less.
pub fn update_usage(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let plan = usage_plans::find(context, call)?;
    let [id] = parts(call);
    let key: Arc<str> = id.into();
    let entry = (call.name.clone(), key.clone());
    if !context.world.apigateway().plan_keys.contains(&entry) {
        return Err(Error::NotFound("Invalid Usage Plan Key identifier specified".to_owned()).into());
    }
    let Some(quota) = plan.quota.clone() else {
        return Err(Error::bad("Usage Plan quota is not set").into());
    };
    let day = day_of(context.now);
    for patch in patch::read(call, &body(call)?, Vec::new())? {
        patch::apply(&mut JsonBody::new(), &PATCHES, std::slice::from_ref(&patch))?;
        let wanted = patch.value.as_deref().and_then(|text| text.parse::<u32>().ok());
        let wanted = wanted.ok_or_else(|| Error::bad("Invalid remaining value specified"))?;
        let held = i64::try_from(context.world.apigateway().remaining(&plan, &key, day).unwrap_or_default());
        let more = i64::from(wanted) - held.unwrap_or(i64::MAX);
        let usage = state(context).usage.entry(entry.clone()).or_default();
        let start = period_start(&quota.period, day);
        let before = usage.extension.filter(|(of, _)| *of == start).map_or(0, |(_, before)| before);
        usage.extension = Some((start, before.saturating_add(more)));
    }
    let held = context.world.apigateway();
    let used = held.usage.get(&entry).map_or(0, |usage| usage.on(day));
    let today = json!([[used, held.remaining(&plan, &key, day).unwrap_or_default()]]);
    let date = context.now.stream_date().replace('/', "-");
    Ok(answer(200, describe(&plan, &date, &date, Map::from_iter([(key.to_string(), today)]))))
}

fn describe(plan: &UsagePlan, start: &str, end: &str, values: Map<String, Value>) -> JsonBody {
    Map::from_iter([
        ("usagePlanId".to_owned(), Value::from(plan.id.as_str())),
        ("startDate".to_owned(), Value::from(start)),
        ("endDate".to_owned(), Value::from(end)),
        ("values".to_owned(), Value::Object(values)),
    ])
}
