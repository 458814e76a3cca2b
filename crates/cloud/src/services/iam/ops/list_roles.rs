//! `ListRoles`: lists the roles, by name.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::query::Form;

use super::super::answers::{self, Detail};
use super::super::parameters;

/// The entry of the table.
pub const OPERATION: Operation =
    Operation { name: "ListRoles", access: |call| parameters::on_path(call, "role", "iam:ListRoles"), run: list_roles };

fn list_roles(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let prefix = form.get("PathPrefix").unwrap_or("/");
    let roles = context.world.iam().roles().filter(|role| role.path.starts_with(prefix));
    let (page, next) = parameters::page(&form, roles)?;
    Ok(answers::result(context, "ListRolesResponse", "ListRolesResult", |document| {
        answers::end_of_page(document, next.as_deref());
        document.open("Roles");
        for role in page {
            document.open("member");
            answers::role(document, role, Detail::Listed);
            document.close();
        }
        document.close();
    }))
}
