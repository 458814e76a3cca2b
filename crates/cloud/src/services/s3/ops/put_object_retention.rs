//! `PutObjectRetention` and `PutObjectLegalHold`.

use crate::error::ServiceError;
use crate::http::Response;
use crate::operation::{Answer, Call, Context};
use crate::protocol::sigv4::moment::read_long;
use crate::protocol::xml::Element;
use crate::services::s3::error::{Error, particular};
use crate::services::s3::lock::{self, Mode, Retention};
use crate::services::s3::{extras, find, kept};

/// Keeps an object from deletion until a day. A day that was given may come later by this; earlier only where the lock
/// may be lifted.
pub fn put_object_retention(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    lock::check_enabled(find::bucket(context, call)?)?;
    let wanted = read(&kept::read(call, "Retention")?.root)?;
    if let Some(wanted) = wanted {
        lock::check_future(wanted.until_s, context.now)?;
    }
    let current = object.extras.as_ref().and_then(|extras| extras.retention);
    let current = current.filter(|current| current.until_s > lock::epoch_s(context.now));
    let may_lift = |mode| mode == Mode::Governance && lock::bypasses(call.request);
    let loosened = current.is_some_and(|current| {
        let stays = wanted.is_some_and(|wanted| wanted.until_s >= current.until_s && wanted.mode == current.mode);
        // What may be lifted may also become what may not.
        let hardens = wanted.is_some_and(|wanted| wanted.until_s >= current.until_s && wanted.mode == Mode::Compliance);
        !stays && !hardens && !may_lift(current.mode)
    });
    if loosened {
        return Err(particular::LOCKED.error(Vec::new()).into());
    }
    extras::replace(context, call, extras::changed(&object, |extras| extras.retention = wanted), "retention");
    Ok(Answer::Now(Response::new(200).with_header("content-length", "0")))
}

/// Keeps an object from deletion until further notice, or gives that notice.
pub fn put_object_legal_hold(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let object = find::named(context, call)?;
    lock::check_enabled(find::bucket(context, call)?)?;
    let hold = match kept::read(call, "LegalHold")?.root.child_text("Status") {
        Some("ON") => true,
        Some("OFF") => false,
        _ => return Err(Error::MalformedXml.into()),
    };
    extras::replace(context, call, extras::changed(&object, |extras| extras.legal_hold = Some(hold)), "legal hold");
    Ok(Answer::Now(Response::new(200).with_header("content-length", "0")))
}

/// The retention that a document asks for; an empty one lifts what there is.
fn read(root: &Element) -> Result<Option<Retention>, Error> {
    match (root.child_text("Mode"), root.child_text("RetainUntilDate")) {
        (None, None) => Ok(None),
        (Some(mode), Some(until)) => {
            let mode = Mode::named(mode.trim()).ok_or(Error::MalformedXml)?;
            let until_s = read_long(until.trim()).ok_or(Error::MalformedXml)?;
            Ok(Some(Retention { mode, until_s }))
        }
        _ => Err(Error::MalformedXml),
    }
}
