//! `GetObjectRetention` and `GetObjectLegalHold`.

use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::sigv4::moment::write_long;
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::particular;
use crate::services::s3::{NAMESPACE, find, lock};

/// Answers until when an object is kept from deletion.
pub fn get_object_retention(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    lock::check_enabled(find::bucket(context, call)?)?;
    let retention = object.extras.as_ref().and_then(|extras| extras.retention);
    let retention = retention.ok_or_else(|| particular::NO_LOCK.error(Vec::new()))?;
    let mut document = Document::new("Retention", NAMESPACE);
    document.text("Mode", retention.mode.name()).text("RetainUntilDate", &write_long(retention.until_s));
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

/// Answers whether an object is kept from deletion until further notice.
pub fn get_object_legal_hold(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    lock::check_enabled(find::bucket(context, call)?)?;
    let hold = object.extras.as_ref().and_then(|extras| extras.legal_hold);
    let hold = hold.ok_or_else(|| particular::NO_LOCK.error(Vec::new()))?;
    let mut document = Document::new("LegalHold", NAMESPACE);
    document.text("Status", lock::switch(hold));
    Ok(Answer::Now(rest_xml::answer(200, document)))
}
