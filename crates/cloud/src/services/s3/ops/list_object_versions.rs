//! `ListObjectVersions`.

use super::list_objects::Parameters;
use crate::account::CANONICAL_USER_ID;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::listing::Start;
use crate::services::s3::present::quoted;
use crate::services::s3::version::Version;
use crate::services::s3::version_listing::{Entry, Query, list};
use crate::services::s3::{NAMESPACE, find};

const NO_KEY: &str = "A version-id marker cannot be specified without a key marker.";

/// Lists one page of a bucket's versions and delete markers.
pub fn list_object_versions(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let parameters = Parameters::read(&call.request.query)?;
    let (key_marker, version_marker) = (parameters.get("key-marker"), parameters.get("version-id-marker"));
    let (key_marker, version_marker) = (key_marker.unwrap_or_default(), version_marker.unwrap_or_default());
    if key_marker.is_empty() && !version_marker.is_empty() {
        return Err(Error::argument(NO_KEY, "version-id-marker", version_marker).into());
    }
    let common = parameters.query(Start::Beginning);
    let query = Query {
        prefix: common.prefix,
        delimiter: common.delimiter,
        key_marker: key_marker.to_owned(),
        version_marker: version_marker.to_owned(),
        max: common.max,
    };
    let page = list(bucket, &query);

    let mut document = Document::new("ListVersionsResult", NAMESPACE);
    document
        .text("Name", &bucket.name)
        .text("Prefix", &parameters.encoded(&query.prefix))
        .text("KeyMarker", &parameters.encoded(key_marker))
        .text("VersionIdMarker", version_marker);
    if let Some((key, version)) = &page.next {
        document.text("NextKeyMarker", &parameters.encoded(key));
        if !version.is_empty() {
            document.text("NextVersionIdMarker", version);
        }
    }
    document.text("MaxKeys", &query.max.to_string());
    if !query.delimiter.is_empty() {
        document.text("Delimiter", &parameters.encoded(&query.delimiter));
    }
    if parameters.url_encoded {
        document.text("EncodingType", "url");
    }
    document.text("IsTruncated", if page.next.is_some() { "true" } else { "false" });
    for entry in &page.entries {
        if let Entry::Version(version, latest) = entry {
            write_version(&mut document, version, *latest, &parameters);
        }
    }
    for entry in &page.entries {
        if let Entry::Common(prefix) = entry {
            document.open("CommonPrefixes").text("Prefix", &parameters.encoded(prefix)).close();
        }
    }
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

fn write_version(document: &mut Document, version: &Version, latest: bool, parameters: &Parameters) {
    let (element, key, modified) = match version {
        Version::Object(object) => ("Version", &object.key, object.modified),
        Version::Marker(marker) => ("DeleteMarker", &marker.key, marker.modified),
    };
    document
        .open(element)
        .text("Key", &parameters.encoded(key))
        .text("VersionId", version.id())
        .text("IsLatest", if latest { "true" } else { "false" })
        .text("LastModified", &modified.iso8601());
    if let Version::Object(object) = version {
        document.text("ETag", &quoted(&object.etag)).text("Size", &object.size().to_string());
        document.text("StorageClass", object.storage_class());
    }
    document.open("Owner").text("ID", CANONICAL_USER_ID).close().close();
}
