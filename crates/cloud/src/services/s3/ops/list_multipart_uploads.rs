//! `ListMultipartUploads`.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::list_objects::Parameters;
use crate::account::CANONICAL_USER_ID;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_LISTED;
use crate::services::s3::upload::Upload;
use crate::services::s3::{Bucket, NAMESPACE, find};

/// Lists one page of a bucket's unfinished uploads: by key, and those of one key by when they began.
pub fn list_multipart_uploads(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let parameters = Parameters::read(&call.request.query)?;
    let get = |name| parameters.get(name).unwrap_or_default();
    let (prefix, delimiter) = (get("prefix"), get("delimiter"));
    let (key_marker, id_marker) = (get("key-marker"), get("upload-id-marker"));
    let max = get("max-uploads").parse().unwrap_or(MAX_LISTED).min(MAX_LISTED);
    let uploads = beyond(bucket, key_marker, id_marker)?;

    let mut page: Vec<&Arc<Upload>> = Vec::new();
    let mut common: BTreeSet<&str> = BTreeSet::new();
    let mut truncated = false;
    for upload in uploads.into_iter().filter(|upload| upload.key.starts_with(prefix)) {
        let rest = upload.key.get(prefix.len()..).unwrap_or_default();
        let cut = rest.find(delimiter).filter(|_| !delimiter.is_empty());
        let rolled = cut.and_then(|at| upload.key.get(..prefix.len() + at + delimiter.len()));
        if rolled.is_some_and(|rolled| common.contains(rolled) || key_marker == rolled) {
            continue;
        }
        if page.len() + common.len() == max {
            truncated = max > 0;
            break;
        }
        match rolled {
            Some(rolled) => {
                common.insert(rolled);
            }
            None => page.push(upload),
        }
    }

    let mut document = Document::new("ListMultipartUploadsResult", NAMESPACE);
    document
        .text("Bucket", &call.name)
        .text("KeyMarker", &parameters.encoded(key_marker))
        .text("UploadIdMarker", id_marker);
    if truncated {
        let last_key = page.last().map_or("", |upload| &upload.key).max(common.last().copied().unwrap_or_default());
        let last_id = page.last().filter(|upload| &*upload.key == last_key).map_or("", |upload| &upload.id);
        document.text("NextKeyMarker", &parameters.encoded(last_key)).text("NextUploadIdMarker", last_id);
    }
    document.text("Prefix", &parameters.encoded(prefix));
    if !delimiter.is_empty() {
        document.text("Delimiter", &parameters.encoded(delimiter));
    }
    if parameters.url_encoded {
        document.text("EncodingType", "url");
    }
    document.text("MaxUploads", &max.to_string()).text("IsTruncated", if truncated { "true" } else { "false" });
    for upload in page {
        write_upload(&mut document, upload, &parameters);
    }
    for prefix in common {
        document.open("CommonPrefixes").text("Prefix", &parameters.encoded(prefix)).close();
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

/// The uploads that come after the markers. An upload's id marks nothing without its key.
fn beyond<'a>(bucket: &'a Bucket, key_marker: &str, id_marker: &str) -> Result<Vec<&'a Arc<Upload>>, Error> {
    let mut uploads: Vec<_> = bucket.uploads().collect();
    uploads.sort_by_key(|upload| (Arc::clone(&upload.key), upload.initiated, Arc::clone(&upload.id)));
    if key_marker.is_empty() {
        return Ok(uploads);
    }
    if id_marker.is_empty() {
        uploads.retain(|upload| &*upload.key > key_marker);
        return Ok(uploads);
    }
    let at = uploads.iter().position(|upload| &*upload.id == id_marker && &*upload.key == key_marker);
    let at = at.ok_or_else(|| Error::argument("Invalid uploadId marker", "upload-id-marker", id_marker))?;
    Ok(uploads.split_off(at + 1))
}

fn write_upload(document: &mut Document, upload: &Upload, parameters: &Parameters) {
    document.open("Upload").text("Key", &parameters.encoded(&upload.key)).text("UploadId", &upload.id);
    for who in ["Initiator", "Owner"] {
        document.open(who).text("ID", CANONICAL_USER_ID).close();
    }
    document
        .text("StorageClass", upload.attributes.storage_class.as_deref().unwrap_or("STANDARD"))
        .text("Initiated", &upload.initiated.iso8601());
    if let Some((algorithm, kind)) = upload.checksum {
        document.text("ChecksumAlgorithm", algorithm.name).text("ChecksumType", kind.name());
    }
    document.close();
}
