//! Which operation a request asks for. S3 says it by method, by path, and by sub-resources of the query.

use super::address::{Endpoint, address, stays_inside};
use super::error::Error;
use super::limits::MAX_KEY_BYTES;
use super::ops::{Op, operation};
use crate::account::REGION;
use crate::error::ServiceError;
use crate::http::Request;
use crate::operation::Call;
use crate::protocol::uri::{has_parameter, parameter};

/// Finds the operation of a request that came to `endpoint`.
///
/// # Errors
/// When the address is malformed, or the operation is not simulated; the error names it.
pub fn route<'a>(request: &'a Request, endpoint: Endpoint<'a>) -> Result<Call<'a>, ServiceError> {
    if endpoint.website {
        return Err(not_simulated("static website hosting"));
    }
    let address = address(request, endpoint)?;
    if endpoint.region != REGION && !address.bucket.is_empty() {
        return Err(Error::PermanentRedirect(address.bucket.as_ref().into()).into());
    }
    if address.key.len() > MAX_KEY_BYTES {
        return Err(Error::KeyTooLong(address.key.len()).into());
    }
    if !stays_inside(&address.key) {
        return Err(Error::InvalidUri.into());
    }
    let op = match (address.bucket.is_empty(), address.key.is_empty()) {
        (true, _) => of_service(request)?,
        (false, true) => of_bucket(request)?,
        (false, false) => of_object(request)?,
    };
    Ok(Call { request, service: "s3", operation: operation(op), name: address.bucket.into(), key: address.key.into() })
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
        match method {
            "GET" if has_parameter(query, "notification") => {
                return Ok(Op::GetBucketNotificationConfiguration);
            }
            "PUT" if has_parameter(query, "notification") => {
                return Ok(Op::PutBucketNotificationConfiguration);
            }
            "GET" if has_parameter(query, "location") => return Ok(Op::GetBucketLocation),
            "GET" if has_parameter(query, "versions") => return Err(not_simulated("ListObjectVersions")),
            "GET" if has_parameter(query, "uploads") => return Err(not_simulated("ListMultipartUploads")),
            "GET" if has_parameter(query, "session") => return Err(not_simulated("CreateSession")),
            "POST" if has_parameter(query, "delete") => return Err(not_simulated("DeleteObjects")),
            _ => refuse_sub_resource(method, query, &BUCKET_SUB_RESOURCES)?,
        }
    }
    match method {
        "GET" if parameter(query, "list-type").as_deref() == Some("2") => Ok(Op::ListObjectsV2),
        "GET" => Ok(Op::ListObjects),
        "HEAD" => Ok(Op::HeadBucket),
        "PUT" => Ok(Op::CreateBucket),
        "DELETE" => Ok(Op::DeleteBucket),
        "POST" => Err(not_simulated("PostObject (uploads from HTML forms)")),
        "OPTIONS" => Err(not_simulated("CORS preflight requests")),
        _ => Err(method_not_allowed(request, "BUCKET")),
    }
}

fn of_object(request: &Request) -> Result<Op, ServiceError> {
    let method = request.method.as_str();
    let query = request.query.as_str();
    if !query.is_empty() {
        refuse_parts_and_versions(method, query)?;
        refuse_sub_resource(method, query, &OBJECT_SUB_RESOURCES)?;
    }
    match method {
        "GET" => Ok(Op::GetObject),
        "HEAD" => Ok(Op::HeadObject),
        "PUT" if request.headers.get("x-amz-copy-source").is_some() => Ok(Op::CopyObject),
        "PUT" => Ok(Op::PutObject),
        "DELETE" => Ok(Op::DeleteObject),
        "OPTIONS" => Err(not_simulated("CORS preflight requests")),
        _ => Err(method_not_allowed(request, "OBJECT")),
    }
}

/// Multipart uploads and versions are told by parameters that carry values.
fn refuse_parts_and_versions(method: &str, query: &str) -> Result<(), ServiceError> {
    let name = if has_parameter(query, "uploadId") {
        match method {
            "PUT" => "UploadPart",
            "POST" => "CompleteMultipartUpload",
            "DELETE" => "AbortMultipartUpload",
            _ => "ListParts",
        }
    } else if method == "POST" && has_parameter(query, "uploads") {
        "CreateMultipartUpload"
    } else if method == "POST" && has_parameter(query, "restore") {
        "RestoreObject"
    } else if method == "POST" && has_parameter(query, "select") {
        "SelectObjectContent"
    } else if has_parameter(query, "partNumber") {
        "reading one part of an object (partNumber)"
    } else if parameter(query, "versionId").is_some_and(|version| version != "null") {
        // Without versioning every object has the version "null", so that one may be named.
        "versions of objects (versionId)"
    } else {
        return Ok(());
    };
    Err(not_simulated(name))
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
