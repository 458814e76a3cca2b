//! `GetObject`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::{find, present::present};

/// Answers with an object, or a part of it.
pub fn get_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    Ok(Answer::Now(present(context, call, &object)?))
}
