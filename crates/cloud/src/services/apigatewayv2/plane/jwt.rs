//! JWT authorizers: a token is taken when its issuer signed it, for this API, and it holds now.
//!
//! The issuer's keys are fetched as AWS does, from what its `/.well-known/openid-configuration` names, but within the
//! simulated cloud alone: an issuer may be a bucket's website or an object's address. They are kept for two hours.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-jwt-authorizer.html>

use std::sync::Arc;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::super::shapes::text;
use super::super::snapshot::{Authorization, JwtAuthorizer};
use super::variables::Scope;
use super::{Flight, Identity, Step, integrate, rs256};
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::{Answer, Context, JsonBody, Reply};
use crate::sim::time::Span;
use crate::verdict::Principal;

/// How long an issuer may take to answer. AWS's value is 1,500 ms.
const PATIENCE: Span = Span::from_ms(1_500);
/// How long its keys are kept. AWS's value.
const KEPT: Span = Span::from_s(7_200);
/// The most keys of one issuer that are read.
const MAX_KEYS: usize = 100;

/// A public key of an issuer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    id: String,
    modulus: Vec<u8>,
    exponent: Vec<u8>,
}

/// A token in its parts.
struct Token<'a> {
    key_id: String,
    algorithm: String,
    claims: JsonBody,
    signed: &'a str,
    signature: Vec<u8>,
}

/// Why a token is not taken: the words of the challenge, and what a learner is told beside them.
struct Fault(String, &'static str);

/// Takes the request's token, once the issuer's keys are known.
///
/// # Errors
/// As the integration's.
pub fn authorise(
    context: &mut Context<'_>,
    flight: Flight,
    authorizer: &JwtAuthorizer,
) -> Result<Answer, ServiceError> {
    let scope = Scope { flight: &flight, request: &flight.request, response: None, now: context.now };
    let Some(held) = scope.value(authorizer.identity_source.trim_start_matches('$')) else {
        let says = format!(
            "The request has no {}, where the token is to be. Send Authorization: Bearer and the token.",
            authorizer.identity_source
        );
        context.phase_failed("authorise", says);
        return Ok(flight.refuse_with(context, 401, "Unauthorized", Some("Bearer".to_owned())));
    };
    // A token that cannot be read needs no keys.
    if let Err(fault) = parse(bare(&held)) {
        return Ok(refuse(context, flight, &fault));
    }
    let issuer: Arc<str> = authorizer.issuer.as_str().into();
    let known = context.world.apigatewayv2().keys.get(&issuer).cloned();
    if let Some((keys, _)) = known.filter(|(_, until)| *until > context.now) {
        return take(context, flight, &keys);
    }
    let address = format!("{}/.well-known/openid-configuration", authorizer.issuer.trim_end_matches('/'));
    fetch(context, flight, &address, Step::Discovery)
}

fn fetch(context: &mut Context<'_>, flight: Flight, address: &str, step: Step) -> Result<Answer, ServiceError> {
    match Request::new("GET", address) {
        Ok(request) => Ok(flight.call(context, Principal::Anonymous, request, PATIENCE, step)),
        Err(_) => Ok(refuse(context, flight, &communication("OIDC discovery endpoint communication error"))),
    }
}

/// The issuer has described itself.
///
/// # Errors
/// As the integration's.
pub fn discovered(context: &mut Context<'_>, flight: Flight, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    let described = document(reply).and_then(|held| held.get("jwks_uri")?.as_str().map(str::to_owned));
    match described {
        Some(address) => fetch(context, flight, &address, Step::Keys),
        None => Ok(refuse(context, flight, &communication("OIDC discovery endpoint communication error"))),
    }
}

/// The issuer's keys have come.
///
/// # Errors
/// As the integration's.
pub fn keys_came(context: &mut Context<'_>, flight: Flight, reply: Reply<'_>) -> Result<Answer, ServiceError> {
    let Some(held) = document(reply).filter(|held| held.get("keys").is_some_and(Value::is_array)) else {
        return Ok(refuse(context, flight, &communication("JWKS communication error")));
    };
    let listed = held.get("keys").and_then(Value::as_array);
    let keys: Arc<Vec<Key>> = Arc::new(listed.into_iter().flatten().take(MAX_KEYS).filter_map(key).collect());
    if let Some(Authorization::Jwt(authorizer)) = flight.route().map(|route| &route.authorization) {
        let until = context.now + KEPT;
        context.world.apigatewayv2_mut().keys.insert(authorizer.issuer.as_str().into(), (keys.clone(), until));
    }
    take(context, flight, &keys)
}

fn document(reply: Reply<'_>) -> Option<Value> {
    match reply {
        Reply::Answered(response) if response.is_success() => serde_json::from_slice(&response.body).ok(),
        _ => None,
    }
}

fn key(value: &Value) -> Option<Key> {
    let part = |name: &str| value.get(name)?.as_str();
    let number = |name: &str| URL_SAFE_NO_PAD.decode(part(name)?.trim_end_matches('=')).ok();
    (part("kty") == Some("RSA")).then_some(())?;
    Some(Key { id: part("kid")?.to_owned(), modulus: number("n")?, exponent: number("e")? })
}

/// Takes the token, or tells why not.
fn take(context: &mut Context<'_>, mut flight: Flight, keys: &[Key]) -> Result<Answer, ServiceError> {
    let Some(Authorization::Jwt(authorizer)) = flight.route().map(|route| route.authorization.clone()) else {
        return Ok(flight.refuse(context, 500, "Internal Server Error"));
    };
    let scope = Scope { flight: &flight, request: &flight.request, response: None, now: context.now };
    let held = scope.value(authorizer.identity_source.trim_start_matches('$')).unwrap_or_default();
    let checked = parse(bare(&held)).and_then(|token| {
        check(&token, keys, &authorizer, context.now.epoch_s())?;
        Ok(token.claims)
    });
    let claims = match checked {
        Ok(claims) => claims,
        Err(fault) => return Ok(refuse(context, flight, &fault)),
    };
    let wanted = flight.route().map(|route| route.scopes.clone()).unwrap_or_default();
    let scopes = scopes(&claims);
    if !wanted.is_empty() && !wanted.iter().any(|scope| scopes.contains(scope)) {
        let says = format!(
            "The token has none of the scopes that the route asks for: {}. Ask the issuer for one of them.",
            wanted.join(", ")
        );
        context.phase_failed("authorise", says);
        let challenge = challenge(&wanted, "insufficient_scope", "the token does not have a valid scope");
        return Ok(flight.refuse_with(context, 403, "Forbidden", Some(challenge)));
    }
    context.phase("authorise", format!("The token is signed by {}, for this API, and holds now.", authorizer.issuer));
    let claims = claims.iter().map(|(name, value)| (name.clone(), Value::from(claim_text(value)))).collect();
    flight.identity = Identity::Jwt { claims, scopes: (!wanted.is_empty()).then_some(scopes) };
    integrate::integrate(context, flight)
}

/// A token without the word before it.
fn bare(held: &str) -> &str {
    match held.split_once(' ') {
        Some((word, token)) if word.eq_ignore_ascii_case("bearer") => token.trim(),
        _ => held.trim(),
    }
}

fn parse(text: &str) -> Result<Token<'_>, Fault> {
    let malformed = || {
        Fault(
            "invalid number of segments".to_owned(),
            "A token has three parts with dots between: header, claims and signature.",
        )
    };
    let (signed, signature) = text.rsplit_once('.').ok_or_else(malformed)?;
    let (header, claims) = signed.split_once('.').filter(|(_, claims)| !claims.contains('.')).ok_or_else(malformed)?;
    let part = |text: &str| -> Option<JsonBody> { serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok() };
    let unreadable = || Fault("invalid token".to_owned(), "Header and claims of a token are JSON in base64url.");
    let header = part(header).ok_or_else(unreadable)?;
    let claims = part(claims).ok_or_else(unreadable)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| unreadable())?;
    Ok(Token { key_id: text_of(&header, "kid"), algorithm: text_of(&header, "alg"), claims, signed, signature })
}

fn text_of(document: &JsonBody, name: &str) -> String {
    text(document, name).to_owned()
}

fn check(token: &Token<'_>, keys: &[Key], authorizer: &JwtAuthorizer, now_s: i64) -> Result<(), Fault> {
    if token.algorithm != "RS256" {
        let algorithm = &token.algorithm;
        return Err(Fault(
            format!("signing method {algorithm} is invalid"),
            "JWT authorizers take tokens that are signed with RSA: RS256 here.",
        ));
    }
    let Some(key) = keys.iter().find(|key| key.id == token.key_id) else {
        return Err(Fault(
            "unable to find a signing key for the token".to_owned(),
            "The kid of the token's header is none of the issuer's keys.",
        ));
    };
    if !rs256::verify(&key.modulus, &key.exponent, token.signed.as_bytes(), &token.signature) {
        return Err(Fault(
            "crypto/rsa: verification error".to_owned(),
            "The signature is not the issuer's: the token was changed, or signed by another.",
        ));
    }
    let claims = &token.claims;
    if text(claims, "iss") != authorizer.issuer {
        return Err(Fault(
            "the token does not have a valid issuer".to_owned(),
            "The iss of the token must be the authorizer's issuer, letter by letter.",
        ));
    }
    if !audiences(claims).iter().any(|held| authorizer.audience.contains(held)) {
        return Err(Fault(
            "the token does not have a valid audience".to_owned(),
            "The aud of the token, or its client_id when it has no aud, must be one of the authorizer's audiences.",
        ));
    }
    let moment = |name: &str| claims.get(name).and_then(Value::as_f64);
    let now = now_s as f64;
    match (moment("exp"), moment("nbf"), moment("iat")) {
        (None, ..) => Err(Fault("the token does not have an expiration".to_owned(), "A token needs the claim exp.")),
        (Some(exp), ..) if exp <= now => {
            Err(Fault("the token has expired".to_owned(), "Its exp has passed, in the simulation's time. Get another."))
        }
        (_, Some(nbf), _) if nbf > now => {
            Err(Fault("the token is not valid yet".to_owned(), "Its nbf is still to come, in the simulation's time."))
        }
        (_, _, Some(iat)) if iat > now => Err(Fault(
            "the token was issued in the future".to_owned(),
            "Its iat is still to come, in the simulation's time.",
        )),
        _ => Ok(()),
    }
}

/// For whom a token is.
fn audiences(claims: &JsonBody) -> Vec<String> {
    match claims.get("aud") {
        Some(Value::String(one)) => vec![one.clone()],
        Some(Value::Array(several)) => several.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => claims.get("client_id").and_then(Value::as_str).map(str::to_owned).into_iter().collect(),
    }
}

/// What a token's bearer may, by the claim `scope` or `scp`.
fn scopes(claims: &JsonBody) -> Vec<String> {
    match claims.get("scope").or_else(|| claims.get("scp")) {
        Some(Value::String(all)) => all.split_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(all)) => all.iter().filter_map(|one| one.as_str().map(str::to_owned)).collect(),
        _ => Vec::new(),
    }
}

/// A claim as events have it: a list is its items between brackets.
fn claim_text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Array(items) => format!("[{}]", items.iter().map(claim_text).collect::<Vec<_>>().join(" ")),
        value => value.to_string(),
    }
}

fn communication(what: &str) -> Fault {
    Fault(
        what.to_owned(),
        "The issuer's openid-configuration and its keys could not be had. Within the simulation an issuer is a public bucket or its website.",
    )
}

fn refuse(context: &mut Context<'_>, flight: Flight, fault: &Fault) -> Answer {
    context.phase_failed("authorise", format!("The token is not taken: {}. {}", fault.0, fault.1));
    let wanted = flight.route().map(|route| route.scopes.clone()).unwrap_or_default();
    let challenge = challenge(&wanted, "invalid_token", &fault.0);
    flight.refuse_with(context, 401, "Unauthorized", Some(challenge))
}

/// The `www-authenticate` field, as API Gateway words it.
fn challenge(scopes: &[String], error: &str, description: &str) -> String {
    let description: String = description.chars().filter(|c| !c.is_control() && *c != '"').take(200).collect();
    format!("Bearer scope=\"{}\" error=\"{error}\" error_description=\"{description}\"", scopes.join(" "))
}
