//! `GetPolicyVersion`: gives back what a managed policy says. Each has one version, `v1`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;
use crate::protocol::uri;

use super::super::answers;
use super::super::error::Error;
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation = Operation {
    name: "GetPolicyVersion",
    access: |call| parameters::on_policy(call, "iam:GetPolicyVersion"),
    run: get_policy_version,
};

fn get_policy_version(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let arn = parameters::policy_arn(&form)?;
    let version = parameters::required(&form, "VersionId", "versionId")?;
    let policy = context.world.iam().managed_policy(&arn).ok_or_else(|| Error::NoSuchPolicy(arn.clone()))?;
    if version != "v1" {
        return Err(Error::NoSuchVersion(arn, version.to_owned()).into());
    }
    Ok(answers::result(context, "GetPolicyVersionResponse", "GetPolicyVersionResult", |document| {
        document
            .open("PolicyVersion")
            .text("Document", &uri::encode(&policy.document.text))
            .text("VersionId", "v1")
            .text("IsDefaultVersion", "true")
            .text("CreateDate", &answers::date(policy.created))
            .close();
    }))
}
