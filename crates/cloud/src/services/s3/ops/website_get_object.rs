//! The GET of a website endpoint, which access logs call `WEBSITE.GET.OBJECT`. It is no operation of the API.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::website::{error_page, visit};

/// Answers a visitor of a static website, with a page even when something is wrong.
pub fn website_get_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    Ok(Answer::Now(match visit(context, call) {
        Ok(response) => response,
        Err(error) => error_page(context, call.request, &call.name, &error.into()),
    }))
}
