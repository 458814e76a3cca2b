//! GetTemplate. <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_GetTemplate.html>

use super::{find, result};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;
use crate::services::cloudformation::catalog::Catalog;
use crate::services::cloudformation::error::Error;
use crate::services::cloudformation::template;

/// Gives a stack's template as it was given, or with `TemplateStage=Processed` what the transform made of it.
pub fn get_template(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let stack = find(context, &form)?;
    let body = match form.get("TemplateStage") {
        Some("Processed") => {
            template::load(&stack.template, Catalog::ALL).map_err(Error::Template)?.processed().to_string()
        }
        _ => stack.template.to_string(),
    };
    result(context, "GetTemplateResponse", "GetTemplateResult", |document| {
        document.text("TemplateBody", &body).open("StagesAvailable");
        document.text("member", "Original").text("member", "Processed").close();
    })
}
