//! Who may call a function's URL: the function's policy decides, and the caller's own policies where the URL asks for IAM.
//! Two permissions are needed, to call the URL and to invoke the function by it.
//! <https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html>

use super::super::signer;
use super::Exchange;
use crate::operation::{Access, Answer, Context, PolicyOf};
use crate::services::iam;
use crate::services::iam::context::FUNCTION_URL;
use crate::services::lambda::function_arn;
use crate::verdict::Principal;

/// What a refused caller is told.
const FORBIDDEN: &str = "Forbidden. For troubleshooting Function URL authorization issues, see: https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html";

/// On whose behalf the function is invoked.
///
/// # Errors
/// The answer to a caller who may not.
pub fn authorise(context: &mut Context<'_>, exchange: &mut Exchange) -> Result<Principal, Answer> {
    let asks_iam = exchange.url["AuthType"] == "AWS_IAM";
    let principal = if asks_iam {
        let caller = signer(context, &exchange.request);
        if caller == Principal::Anonymous {
            context.phase_failed("authorise", "The URL asks for IAM (AuthType AWS_IAM), and the request is not signed. Sign it (Signature Version 4, service lambda).");
            return Err(exchange.refusal(403, "AccessDenied", FORBIDDEN));
        }
        exchange.caller = Some(caller.clone());
        caller
    } else {
        Principal::Service { service: FUNCTION_URL, source_arn: "".into() }
    };
    for action in ["lambda:InvokeFunctionUrl", "lambda:InvokeFunction"] {
        let resource = function_arn(&exchange.function).into();
        let access = Access { action, resource, policy_of: PolicyOf::Function(exchange.function.clone()) };
        let verdict = iam::authorise_at(context.world, context.now, &principal, &access);
        if verdict.allowed {
            continue;
        }
        let by_policy = if asks_iam { "a policy of the caller, or the function's," } else { "the function's policy" };
        let how = match action {
            "lambda:InvokeFunctionUrl" => "with the condition lambda:FunctionUrlAuthType",
            _ => "with the condition lambda:InvokedViaFunctionUrl",
        };
        let says = format!(
            "A function's URL needs two permissions, lambda:InvokeFunctionUrl and lambda:InvokeFunction, and {action} is not given: {by_policy} must allow it (AddPermission {how})."
        );
        context.phase_decided("authorise", says, verdict);
        return Err(exchange.refusal(403, "AccessDenied", FORBIDDEN));
    }
    let says = if asks_iam { "Whoever signed this may call the URL." } else { "Anyone may call the URL." };
    context.phase("authorise", says);
    Ok(principal)
}
