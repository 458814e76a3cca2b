//! `CreateAccessKey`, `ListAccessKeys`, `DeleteAccessKey`.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateAccessKey.html>

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;
use crate::verdict::Principal;

use super::super::error::Error;
use super::super::state::Credentials;
use super::super::{answers, parameters};

/// How many keys a user may have.
const MAX_KEYS: usize = 2;

/// The entry of the table for `CreateAccessKey`.
pub const CREATE: Operation = Operation {
    name: "CreateAccessKey",
    access: |call| parameters::on_user(call, "iam:CreateAccessKey"),
    run: create_access_key,
};
/// The entry of the table for `ListAccessKeys`.
pub const LIST: Operation = Operation {
    name: "ListAccessKeys",
    access: |call| parameters::on_user(call, "iam:ListAccessKeys"),
    run: list_access_keys,
};
/// The entry of the table for `DeleteAccessKey`.
pub const DELETE: Operation = Operation {
    name: "DeleteAccessKey",
    access: |call| parameters::on_user(call, "iam:DeleteAccessKey"),
    run: delete_access_key,
};

/// Makes a key. Its secret is told this once.
fn create_access_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::user_name(&form)?;
    let state = context.world.iam();
    let user = state.user(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
    if state.keys_of(&name).count() >= MAX_KEYS {
        return Err(Error::LimitExceeded("AccessKeysPerUser", MAX_KEYS).into());
    }
    let key = Credentials {
        key_id: format!("AKIA{}", context.rng.upper(16)).into(),
        secret: context.rng.hex(40).into(),
        token: None,
        principal: Principal::User { user: name.clone(), path: user.path.clone() },
        created: context.now,
        expires: None,
    };
    let answer = answers::result(context, "CreateAccessKeyResponse", "CreateAccessKeyResult", |document| {
        document
            .open("AccessKey")
            .text("UserName", &name)
            .text("AccessKeyId", &key.key_id)
            .text("Status", "Active")
            .text("SecretAccessKey", &key.secret)
            .text("CreateDate", &answers::date(key.created))
            .close();
    });
    context.changed(format!("{name} / {}", key.key_id), None, Some("access key".to_owned()));
    context.world.iam_mut().put_credentials(key);
    Ok(answer)
}

fn list_access_keys(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::user_name(&form)?;
    let state = context.world.iam();
    state.user(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
    let (page, next) = parameters::page(&form, state.keys_of(&name))?;
    Ok(answers::result(context, "ListAccessKeysResponse", "ListAccessKeysResult", |document| {
        answers::end_of_page(document, next.as_deref());
        document.open("AccessKeyMetadata");
        for key in page {
            document
                .open("member")
                .text("UserName", &name)
                .text("AccessKeyId", &key.key_id)
                .text("Status", "Active")
                .text("CreateDate", &answers::date(key.created))
                .close();
        }
        document.close();
    }))
}

fn delete_access_key(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let name = parameters::user_name(&form)?;
    let id = parameters::required(&form, "AccessKeyId", "accessKeyId")?;
    let state = context.world.iam();
    state.user(&name).ok_or_else(|| Error::NoSuchUser(name.clone()))?;
    if !state.keys_of(&name).any(|key| *key.key_id == *id) {
        return Err(Error::NoSuchKey(id.to_owned()).into());
    }
    context.world.iam_mut().remove_credentials(id);
    context.changed(format!("{name} / {id}"), Some("access key".to_owned()), None);
    Ok(answers::done(context, "DeleteAccessKeyResponse"))
}
