//! `HeadObject`.

use bytes::Bytes;

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::services::s3::{find, present::present};

/// Answers as GET does, without the bytes.
pub fn head_object(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    let mut response = present(context, call, &object)?;
    response.body = Bytes::new();
    Ok(Answer::Now(response))
}
