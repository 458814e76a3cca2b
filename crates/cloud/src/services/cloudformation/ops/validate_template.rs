//! ValidateTemplate.
//! <https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_ValidateTemplate.html>

use super::{optional, result};
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::query::Form;
use crate::services::cloudformation::catalog::Catalog;
use crate::services::cloudformation::error::Error;
use crate::services::cloudformation::{submission, template};

/// Checks a template without deploying it. It is stricter than AWS, which leaves properties to the deployment.
pub fn validate_template(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let form = Form::read(call.request);
    let text = submission::template_body(&form)?
        .ok_or_else(|| Error::Validation("Either Template URL or Template Body must be specified.".to_owned()))?;
    let template = template::load(text, Catalog::ALL).map_err(Error::Template)?;
    result(context, "ValidateTemplateResponse", "ValidateTemplateResult", |document| {
        document.open("Parameters");
        for parameter in &template.parameters {
            document.open("member").text("ParameterKey", &parameter.name);
            if let Some(default) = &parameter.default {
                document.text("DefaultValue", default);
            }
            document.text("NoEcho", "false");
            optional(document, "Description", &parameter.description);
            document.close();
        }
        document.close();
        optional(document, "Description", &template.description);
        document.open("Capabilities");
        if let Some(capability) = template.capability() {
            document.text("member", capability);
        }
        document.close().open("DeclaredTransforms");
        for transform in &template.transforms {
            document.text("member", transform);
        }
        document.close();
    })
}
