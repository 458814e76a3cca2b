//! The second step: may the caller call this. The API's resource policy, IAM, and whether an authorizer is to be asked.
//! <https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html>

use std::sync::Arc;

use super::exchange::Exchange;
use super::logs::Level;
use super::respond::Refusal;
use super::{authorizer, kind};
use crate::account::ACCOUNT_ID;
use crate::operation::{Access, Context, PolicyOf};
use crate::services::execute_api::signer;
use crate::services::iam;
use crate::services::iam::policy::Policy;
use crate::verdict::{Finding, Principal, Verdict};

/// What comes of it when nothing forbids.
pub enum Next {
    /// The caller may.
    Allowed,
    /// The authorizer was asked.
    Wait,
}

/// Decides, or asks who decides.
pub fn authorise(context: &mut Context<'_>, exchange: &mut Exchange) -> Result<Next, Refusal> {
    let key = (exchange.api.clone(), Arc::from(exchange.stage.name.as_str()));
    let compiled = context.world.execute_api().compiled.get(&key).cloned();
    let policy = compiled.as_ref().and_then(|compiled| compiled.policy.as_ref());
    match exchange.method.authorization_type.as_str() {
        "AWS_IAM" => by_iam(context, exchange, policy).map(|()| Next::Allowed),
        "CUSTOM" => {
            if let Some(policy) = policy {
                let verdict = verdict(context, exchange, Some(policy), &Principal::Anonymous);
                if verdict.explicit_deny == Finding::Denies {
                    return Err(denied(context, exchange, verdict));
                }
            }
            authorizer::ask(context, exchange)
        }
        "COGNITO_USER_POOLS" => {
            let says = "Coldstart does not simulate Cognito's user pools, so that no token of theirs can be checked. Use a Lambda authorizer.";
            Err(Refusal::new(kind::UNAUTHORIZED, "authorise", says))
        }
        _ => {
            let Some(policy) = policy else {
                context.phase("authorise", "The method asks nobody to say who they are: everyone may call it.");
                return Ok(Next::Allowed);
            };
            let caller = signer(context, &exchange.request);
            let verdict = verdict(context, exchange, Some(policy), &caller);
            allowed_or_denied(context, exchange, verdict).map(|()| Next::Allowed)
        }
    }
}

/// Decides by who signed the request.
fn by_iam(context: &mut Context<'_>, exchange: &mut Exchange, policy: Option<&Policy>) -> Result<(), Refusal> {
    let caller = signer(context, &exchange.request);
    if caller == Principal::Anonymous {
        let says = "The method asks for IAM, and the request is not signed. Sign it (Signature Version 4, service execute-api): curl does so with --aws-sigv4, and the SDKs have signers.";
        return Err(Refusal::new(kind::MISSING_AUTHENTICATION_TOKEN, "authorise", says));
    }
    let verdict = verdict(context, exchange, policy, &caller);
    exchange.caller = Some(caller);
    allowed_or_denied(context, exchange, verdict)
}

fn verdict(context: &Context<'_>, exchange: &Exchange, policy: Option<&Policy>, caller: &Principal) -> Verdict {
    let resource = exchange.method_arn().into();
    let access = Access { action: "execute-api:Invoke", resource, policy_of: PolicyOf::Nothing };
    iam::authorise_with(context.world, policy, context.now, caller, &access)
}

fn allowed_or_denied(context: &mut Context<'_>, exchange: &mut Exchange, verdict: Verdict) -> Result<(), Refusal> {
    if !verdict.allowed {
        return Err(denied(context, exchange, verdict));
    }
    context.phase_decided("authorise", format!("{} may call this.", verdict.principal), verdict);
    Ok(())
}

fn denied(context: &mut Context<'_>, exchange: &mut Exchange, verdict: Verdict) -> Refusal {
    // AWS hides the account's number but for its end.
    let resource = verdict.resource.replace(ACCOUNT_ID, &format!("********{}", &ACCOUNT_ID[8..]));
    let mut message =
        format!("User: {} is not authorized to perform: execute-api:Invoke on resource: {resource}", verdict.principal);
    if verdict.explicit_deny == Finding::Denies {
        message.push_str(" with an explicit deny");
    }
    let says = format!(
        "{message}. What permits it is a statement that allows execute-api:Invoke on {}, in the API's resource policy or in a policy of the caller.",
        exchange.source_arn()
    );
    context.phase_decided("authorise", says, verdict);
    exchange.log.write(Level::Error, context.now, || message.clone());
    Refusal::new(kind::ACCESS_DENIED, "authorise", "").with_message(message).told()
}
