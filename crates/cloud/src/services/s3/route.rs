//! Which operation a request asks for. S3 says it by method, by path, and by sub-resources of the query.

use super::S3;
use super::address::{Address, Endpoint, address};
use super::error::Error;
use super::name::check_key;
use super::ops::Op;
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::Call;
use crate::protocol::uri::{has_parameter, parameter};
use crate::services::Service;

/// Finds the operation of a request that came to `endpoint`.
///
/// # Errors
/// When the address is malformed, or the operation is not simulated; the error names it.
pub fn route<'a>(service: &S3, request: &'a Request, endpoint: Endpoint<'a>) -> Result<Call<'a>, ServiceError> {
    let (op, address) = asked(request, endpoint)?;
    let operation = service.operation(op.name())?;
    Ok(Call { request, service: "s3", operation, name: address.bucket.into(), key: address.key.into(), json: None })
}

/// The operation that a request which came to `endpoint` asks for, and what it is to be done with.
///
/// # Errors
/// As [`route`], whatever operations a cloud has.
pub fn asked<'a>(request: &'a Request, endpoint: Endpoint<'a>) -> Result<(Op, Address<'a>), ServiceError> {
    let address = address(request, endpoint)?;
    if endpoint.region != REGION && !address.bucket.is_empty() {
        return Err(Error::PermanentRedirect(address.bucket.as_ref().into()).into());
    }
    let op = match (address.bucket.is_empty(), address.key.is_empty()) {
        (false, _) if endpoint.website && request.method != "OPTIONS" => Op::WebsiteGetObject,
        (true, _) => of_service(request)?,
        (false, true) => of_bucket(request)?,
        (false, false) => of_object(request)?,
    };
    check_key(&address.key)?;
    Ok((op, address))
}

fn of_service(request: &Request) -> Result<Op, ServiceError> {
    match request.method.as_str() {
        "GET" => Ok(Op::ListBuckets),
        _ => Err(method_not_allowed(request, "SERVICE")),
    }
}

fn of_bucket(request: &Request) -> Result<Op, ServiceError> {
    let method = request.method.as_str();
    let query = request.query.as_str();
    if !query.is_empty() {
        if let Some(op) = sub_resource(method, query, BUCKET_OPERATIONS) {
            return Ok(op);
        }
        if method == "GET" && has_parameter(query, "session") {
            return Err(not_simulated("CreateSession"));
        }
        refuse_sub_resource(method, query, &BUCKET_SUB_RESOURCES)?;
    }
    match method {
        "GET" if parameter(query, "list-type").as_deref() == Some("2") => Ok(Op::ListObjectsV2),
        "GET" => Ok(Op::ListObjects),
        "HEAD" => Ok(Op::HeadBucket),
        "PUT" => Ok(Op::CreateBucket),
        "DELETE" => Ok(Op::DeleteBucket),
        "POST" => Ok(Op::PostObject),
        "OPTIONS" => Ok(Op::OptionsObject),
        _ => Err(method_not_allowed(request, "BUCKET")),
    }
}

fn of_object(request: &Request) -> Result<Op, ServiceError> {
    let method = request.method.as_str();
    let query = request.query.as_str();
    let copies = request.headers.get("x-amz-copy-source").is_some();
    if !query.is_empty() {
        match sub_resource(method, query, OBJECT_OPERATIONS) {
            Some(Op::UploadPart) if copies => return Ok(Op::UploadPartCopy),
            Some(op) => return Ok(op),
            None => refuse_sub_resource(method, query, &OBJECT_SUB_RESOURCES)?,
        }
        if method == "POST" && has_parameter(query, "select") {
            return Err(not_simulated("SelectObjectContent"));
        }
    }
    match method {
        "GET" => Ok(Op::GetObject),
        "HEAD" => Ok(Op::HeadObject),
        "PUT" if copies => Ok(Op::CopyObject),
        "PUT" => Ok(Op::PutObject),
        "DELETE" => Ok(Op::DeleteObject),
        "OPTIONS" => Ok(Op::OptionsObject),
        _ => Err(method_not_allowed(request, "OBJECT")),
    }
}

/// The operation on a sub-resource that the query names.
fn sub_resource(method: &str, query: &str, table: &[(&str, &str, Op)]) -> Option<Op> {
    let found = table.iter().find(|(verb, name, _)| *verb == method && has_parameter(query, name));
    found.map(|(_, _, op)| *op)
}

fn refuse_sub_resource(method: &str, query: &str, table: &[(&str, &str)]) -> Result<(), ServiceError> {
    let Some((_, noun)) = table.iter().find(|(name, _)| has_parameter(query, name)) else {
        return Ok(());
    };
    let verb = match method {
        "PUT" | "POST" => "Put",
        "DELETE" => "Delete",
        _ => "Get",
    };
    Err(not_simulated(&format!("{verb}{noun}")))
}

fn not_simulated(operation: &str) -> ServiceError {
    ServiceError::not_simulated("S3", operation)
}

fn method_not_allowed(request: &Request, resource: &'static str) -> ServiceError {
    Error::MethodNotAllowed { method: request.method.clone(), resource }.into()
}

/// Operations on sub-resources of a bucket.
const BUCKET_OPERATIONS: &[(&str, &str, Op)] = &[
    ("GET", "location", Op::GetBucketLocation),
    ("GET", "notification", Op::GetBucketNotificationConfiguration),
    ("PUT", "notification", Op::PutBucketNotificationConfiguration),
    ("DELETE", "tagging", Op::DeleteBucketTagging),
    ("GET", "tagging", Op::GetBucketTagging),
    ("PUT", "tagging", Op::PutBucketTagging),
    ("DELETE", "cors", Op::DeleteBucketCors),
    ("GET", "cors", Op::GetBucketCors),
    ("PUT", "cors", Op::PutBucketCors),
    ("DELETE", "encryption", Op::DeleteBucketEncryption),
    ("GET", "encryption", Op::GetBucketEncryption),
    ("PUT", "encryption", Op::PutBucketEncryption),
    ("DELETE", "lifecycle", Op::DeleteBucketLifecycle),
    ("GET", "lifecycle", Op::GetBucketLifecycleConfiguration),
    ("PUT", "lifecycle", Op::PutBucketLifecycleConfiguration),
    ("DELETE", "ownershipControls", Op::DeleteBucketOwnershipControls),
    ("GET", "ownershipControls", Op::GetBucketOwnershipControls),
    ("PUT", "ownershipControls", Op::PutBucketOwnershipControls),
    ("DELETE", "policy", Op::DeleteBucketPolicy),
    ("GET", "policy", Op::GetBucketPolicy),
    ("PUT", "policy", Op::PutBucketPolicy),
    ("DELETE", "publicAccessBlock", Op::DeletePublicAccessBlock),
    ("GET", "publicAccessBlock", Op::GetPublicAccessBlock),
    ("PUT", "publicAccessBlock", Op::PutPublicAccessBlock),
    ("DELETE", "website", Op::DeleteBucketWebsite),
    ("GET", "website", Op::GetBucketWebsite),
    ("PUT", "website", Op::PutBucketWebsite),
    ("GET", "accelerate", Op::GetBucketAccelerateConfiguration),
    ("PUT", "accelerate", Op::PutBucketAccelerateConfiguration),
    ("GET", "acl", Op::GetBucketAcl),
    ("PUT", "acl", Op::PutBucketAcl),
    ("GET", "logging", Op::GetBucketLogging),
    ("PUT", "logging", Op::PutBucketLogging),
    ("GET", "object-lock", Op::GetObjectLockConfiguration),
    ("PUT", "object-lock", Op::PutObjectLockConfiguration),
    ("DELETE", "replication", Op::DeleteBucketReplication),
    ("GET", "replication", Op::GetBucketReplication),
    ("PUT", "replication", Op::PutBucketReplication),
    ("GET", "requestPayment", Op::GetBucketRequestPayment),
    ("PUT", "requestPayment", Op::PutBucketRequestPayment),
    ("GET", "policyStatus", Op::GetBucketPolicyStatus),
    ("GET", "versioning", Op::GetBucketVersioning),
    ("PUT", "versioning", Op::PutBucketVersioning),
    ("GET", "versions", Op::ListObjectVersions),
    ("GET", "uploads", Op::ListMultipartUploads),
    ("POST", "delete", Op::DeleteObjects),
];

/// Operations on sub-resources of an object.
const OBJECT_OPERATIONS: &[(&str, &str, Op)] = &[
    ("POST", "uploads", Op::CreateMultipartUpload),
    ("PUT", "uploadId", Op::UploadPart),
    ("POST", "uploadId", Op::CompleteMultipartUpload),
    ("DELETE", "uploadId", Op::AbortMultipartUpload),
    ("GET", "uploadId", Op::ListParts),
    ("DELETE", "tagging", Op::DeleteObjectTagging),
    ("GET", "tagging", Op::GetObjectTagging),
    ("PUT", "tagging", Op::PutObjectTagging),
    ("GET", "attributes", Op::GetObjectAttributes),
    ("POST", "restore", Op::RestoreObject),
    ("GET", "acl", Op::GetObjectAcl),
    ("PUT", "acl", Op::PutObjectAcl),
    ("GET", "legal-hold", Op::GetObjectLegalHold),
    ("PUT", "legal-hold", Op::PutObjectLegalHold),
    ("GET", "retention", Op::GetObjectRetention),
    ("PUT", "retention", Op::PutObjectRetention),
];

/// Sub-resources of a bucket, and what the operations on them are called after `Get`, `Put` or `Delete`.
const BUCKET_SUB_RESOURCES: [(&str, &str); 21] = [
    ("accelerate", "BucketAccelerateConfiguration"),
    ("acl", "BucketAcl"),
    ("analytics", "BucketAnalyticsConfiguration"),
    ("cors", "BucketCors"),
    ("encryption", "BucketEncryption"),
    ("intelligent-tiering", "BucketIntelligentTieringConfiguration"),
    ("inventory", "BucketInventoryConfiguration"),
    ("lifecycle", "BucketLifecycleConfiguration"),
    ("logging", "BucketLogging"),
    ("metadataTable", "BucketMetadataTableConfiguration"),
    ("metrics", "BucketMetricsConfiguration"),
    ("object-lock", "ObjectLockConfiguration"),
    ("ownershipControls", "BucketOwnershipControls"),
    ("policy", "BucketPolicy"),
    ("policyStatus", "BucketPolicyStatus"),
    ("publicAccessBlock", "PublicAccessBlock"),
    ("replication", "BucketReplication"),
    ("requestPayment", "BucketRequestPayment"),
    ("tagging", "BucketTagging"),
    ("versioning", "BucketVersioning"),
    ("website", "BucketWebsite"),
];

/// Sub-resources of an object.
const OBJECT_SUB_RESOURCES: [(&str, &str); 6] = [
    ("acl", "ObjectAcl"),
    ("attributes", "ObjectAttributes"),
    ("legal-hold", "ObjectLegalHold"),
    ("retention", "ObjectRetention"),
    ("tagging", "ObjectTagging"),
    ("torrent", "ObjectTorrent"),
];
