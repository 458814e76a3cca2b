//! Simple Storage Service: buckets, objects, and the events they send.
//!
//! It knows no other service's state. What follows from a write leaves as an effect; whether a caller may do a thing
//! is asked of IAM.

mod access;
mod acl;
mod address;
mod archive;
mod attributes;
mod bucket;
mod by_name;
mod checksum;
mod completion;
mod conditions;
mod copy_source;
mod cors;
mod customer_key;
pub mod digest;
mod error;
mod extras;
mod find;
mod form;
mod http_date;
mod ids;
mod kept;
mod lifecycle;
pub mod limits;
mod listing;
mod lock;
mod name;
pub mod notification;
pub mod object;
mod ops;
mod payload;
mod post;
mod present;
mod range;
mod route;
mod settings;
mod state;
mod store;
mod tags;
#[cfg(test)]
mod tests;
pub mod upload;
pub mod version;
mod version_listing;
mod website;

pub use access::bucket_arn;
pub use bucket::Bucket;
pub use digest::{Digest, Hasher};
pub use error::Error;
pub use object::Object;
pub use ops::OPERATIONS;
pub use state::State;

use std::sync::Arc;

use address::{Address, Endpoint};
use ops::{Op, restore_object};
use version::Version;

use crate::account::{CODE_HOST, REGION};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Call, Context, Operation, Timer};
use crate::protocol::form_data::{self, Form};
use crate::protocol::sigv4::Dialect;
use crate::protocol::{rest_xml, uri::parameter};
use crate::services::Service;
use crate::sim::time::Time;
use crate::sim::trace::{Carried, Place, Subject};
use crate::verdict::Verdict;
use crate::world::World;

/// The namespace of S3's documents.
const NAMESPACE: &str = "http://s3.amazonaws.com/doc/2006-03-01/";

/// What a first lesson's run needs of them.
pub static CORE: [Operation; 4] =
    Operation::pick(ops::OPERATIONS, ["CreateBucket", "PutObject", "GetObject", "PutBucketNotificationConfiguration"]);

/// The bucket that stands before S3's host, if `host` is S3's and one does.
#[must_use]
pub fn bucket_before_host(host: &str) -> Option<&str> {
    address::endpoint(host)?.bucket
}

/// What S3 does of itself: lifecycle rules act at midnight, restored copies end.
#[derive(Clone, Copy)]
pub struct Timers {
    is_due: fn(&World, &Timer, Time) -> bool,
    act: fn(&mut Context<'_>, &Timer),
}

/// All of it. No operation of [`CORE`] sets a timer.
pub const TIMERS: Timers = Timers {
    is_due: |world, timer, at| match &timer.place {
        Place::Bucket(bucket) if timer.what == restore_object::WHAT => {
            restore_object::ending(world, bucket, &timer.part, at).is_some()
        }
        place => lifecycle::is_night(world, place, at),
    },
    act: |context, timer| match &timer.place {
        Place::Bucket(bucket) if timer.what == restore_object::WHAT => {
            restore_object::end(context, bucket, &timer.part);
        }
        Place::Bucket(bucket) => lifecycle::act(context, bucket),
        _ => {}
    },
};

/// The service, as the gateway sees it.
pub struct S3 {
    /// Its operations that a cloud has.
    pub operations: &'static [Operation],
    /// What it does of itself there.
    pub timers: Option<Timers>,
}

impl Service for S3 {
    fn prefix(&self) -> &'static str {
        "s3"
    }

    fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    fn owns(&self, request: &Request) -> bool {
        endpoint(request).is_some()
    }

    fn route<'a>(&self, request: &'a Request) -> Result<Call<'a>, ServiceError> {
        match address::endpoint(&request.host) {
            Some(endpoint) => route::route(self, request, endpoint),
            None => Err(Error::InvalidUri.into()),
        }
    }

    fn place(&self, call: &Call<'_>, _world: &World) -> Place {
        if call.name.is_empty() { Place::Service("s3") } else { Place::Bucket(Arc::clone(&call.name)) }
    }

    fn subject(&self, call: &Call<'_>) -> Option<Subject> {
        if call.key.is_empty() {
            return None;
        }
        let carried = match call.operation.name {
            "PutObject" => Carried::Request,
            "GetObject" | "WebsiteGetObject" => Carried::Response,
            _ => Carried::Named,
        };
        Some(Subject { bucket: Arc::clone(&call.name), key: Arc::clone(&call.key), carried })
    }

    fn denial(&self, verdict: &Verdict, call: &Call<'_>, world: &World) -> ServiceError {
        // That a bucket does not exist is said before it is asked who may use it.
        let bucket = access::bucket_in_arn(&verdict.resource).filter(|_| call.operation.name != "CreateBucket");
        match bucket {
            Some(bucket) if world.s3().bucket(bucket).is_none() => Error::NoSuchBucket(bucket.into()).into(),
            _ => find::denied(verdict).into(),
        }
    }

    fn dialect(&self) -> Dialect {
        Dialect::RestXml
    }

    fn is_due(&self, world: &World, timer: &Timer, at: Time) -> bool {
        self.timers.is_some_and(|timers| (timers.is_due)(world, timer, at))
    }

    fn on_timer(&self, context: &mut Context<'_>, timer: &Timer) {
        if let Some(timers) = self.timers {
            (timers.act)(context, timer);
        }
    }

    fn encode_error(&self, error: &ServiceError, request: &Request, context: &mut Context<'_>) -> Response {
        let mut response = if request.method == "HEAD" {
            // The answer to a HEAD has no body, so that clients know no more than the status.
            Response::new(error.status).with_header("content-type", "application/xml")
        } else {
            let ids = ids::ids(context.request_id);
            rest_xml::error(error, &ids.request_id, &ids.host_id)
        };
        // A read of a deleted key says that a delete marker hides it.
        if matches!(request.method.as_str(), "GET" | "HEAD")
            && matches!(error.status, 404 | 405)
            && let Some(address) = addressed(request)
        {
            mark_deleted(&mut response, request, &address, context.world);
        }
        if error.status == 301 {
            response.headers.set("x-amz-bucket-region", REGION);
        }
        let_page_read(&mut response, request, context.world);
        response
    }

    fn finish(&self, mut response: Response, context: &mut Context<'_>) -> Response {
        let ids = ids::ids(context.request_id);
        response.headers.set("x-amz-request-id", ids.request_id);
        response.headers.set("x-amz-id-2", ids.host_id);
        response.headers.set("date", context.now.rfc1123());
        response.headers.set("server", "AmazonS3");
        response
    }
}

/// The form with which `request` uploads a file without a signature of its own; none when it is no such request, or the
/// form cannot be read, which is refused once it is routed.
#[must_use]
pub fn upload_form(request: &Request) -> Option<Form> {
    if request.method != "POST" || !form_data::is_form(request.headers.get("content-type")) {
        return None;
    }
    match route::asked(request, endpoint(request)?) {
        Ok((Op::PostObject, _)) => post::form(request).ok(),
        _ => None,
    }
}

/// The endpoint that `request` came to, if it is S3's. One host that looks like it is the code store's.
fn endpoint(request: &Request) -> Option<Endpoint<'_>> {
    address::endpoint(&request.host).filter(|_| request.host != CODE_HOST)
}

/// Adds to an error's answer what lets the page that sent `request` read it, by the rules of its bucket.
pub fn let_page_read(response: &mut Response, request: &Request, world: &World) {
    if let Some(address) = addressed(request) {
        cors::add(&cors::headers_for(request, world.s3().bucket(&address.bucket)), response);
    }
}

/// What `request` names, if it is of S3 and can be read.
fn addressed(request: &Request) -> Option<Address<'_>> {
    address::address(request, address::endpoint(&request.host)?).ok()
}

/// Adds to the answer for what is missing the delete marker that makes it so.
fn mark_deleted(response: &mut Response, request: &Request, address: &Address<'_>, world: &World) {
    let Some(bucket) = world.s3().bucket(&address.bucket) else { return };
    let marker = match parameter(&request.query, "versionId") {
        Some(id) => bucket.version(&address.key, &id),
        None => bucket.current_marker(&address.key).map(|marker| Version::Marker(Arc::clone(marker))),
    };
    if let Some(marker @ Version::Marker(_)) = marker {
        response.headers.set("x-amz-delete-marker", "true");
        response.headers.set("x-amz-version-id", marker.id());
    }
}
