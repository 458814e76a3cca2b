//! `ListObjects`, the first version of listing, and what both versions share.

use crate::account::CANONICAL_USER_ID;
use crate::error::ServiceError;
use crate::operation::{Answer, Call, Context};
use crate::protocol::{rest_xml, uri, xml::Document};
use crate::services::s3::error::Error;
use crate::services::s3::limits::MAX_LISTED;
use crate::services::s3::listing::{Entry, Page, Query, Start, common_prefix, list};
use crate::services::s3::present::quoted;
use crate::services::s3::{NAMESPACE, find, form};

/// Lists one page of a bucket.
pub fn list_objects(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let bucket = find::bucket(context, call)?;
    let parameters = Parameters::read(&call.request.query)?;
    let marker = parameters.get("marker").unwrap_or_default();
    let delimiter = parameters.get("delimiter").unwrap_or_default();
    let prefix = parameters.get("prefix").unwrap_or_default();
    let start = match marker {
        "" => Start::Beginning,
        // A marker that is a common prefix itself is the `NextMarker` of a page that ended with it.
        _ if common_prefix(marker, prefix, delimiter) == Some(marker) => Start::AfterPrefix(marker.to_owned()),
        _ => Start::AfterKey(marker.to_owned()),
    };
    let query = parameters.query(start);
    let page = list(bucket, &query);

    let mut document = Document::new("ListBucketResult", NAMESPACE);
    document
        .text("Name", &bucket.name)
        .text("Prefix", &parameters.encoded(&query.prefix))
        .text("Marker", &parameters.encoded(marker))
        .text("MaxKeys", &query.max.to_string());
    if !query.delimiter.is_empty() {
        document.text("Delimiter", &parameters.encoded(&query.delimiter));
        if let Some(last) = page.entries.last().filter(|_| page.truncated) {
            document.text("NextMarker", &parameters.encoded(last.name()));
        }
    }
    if parameters.url_encoded {
        document.text("EncodingType", "url");
    }
    document.text("IsTruncated", if page.truncated { "true" } else { "false" });
    write_entries(&mut document, &page, &parameters, true);
    Ok(Answer::Now(rest_xml::answer(200, document)))
}

/// The parameters of a listing.
pub struct Parameters {
    pairs: Vec<(String, String)>,
    max: usize,
    /// Whether the answer's keys are to be encoded.
    pub url_encoded: bool,
}

impl Parameters {
    /// Reads them from a query.
    ///
    /// # Errors
    /// When the number of keys is no number, or the encoding unknown.
    pub fn read(query: &str) -> Result<Self, Error> {
        let pairs: Vec<(String, String)> = uri::parameters(query).collect();
        let mut parameters = Self { pairs, max: MAX_LISTED, url_encoded: false };
        parameters.max = max_keys(parameters.get("max-keys"))?;
        parameters.url_encoded = match parameters.get("encoding-type") {
            None | Some("") => false,
            Some("url") => true,
            Some(other) => {
                let message = "Invalid Encoding Method specified in Request";
                return Err(Error::argument(message, "encoding-type", other));
            }
        };
        Ok(parameters)
    }

    /// The value of `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.pairs.iter().find(|(held, _)| held == name).map(|(_, value)| value.as_str())
    }

    /// What is to be listed from `start`.
    #[must_use]
    pub fn query(&self, start: Start) -> Query {
        Query {
            prefix: self.get("prefix").unwrap_or_default().to_owned(),
            delimiter: self.get("delimiter").unwrap_or_default().to_owned(),
            start,
            max: self.max,
        }
    }

    /// `text` as the answer has it.
    #[must_use]
    pub fn encoded(&self, text: &str) -> String {
        if self.url_encoded { form::encode(text) } else { text.to_owned() }
    }
}

fn max_keys(given: Option<&str>) -> Result<usize, Error> {
    let Some(given) = given.filter(|given| !given.is_empty()) else { return Ok(MAX_LISTED) };
    let number: i32 = given.parse().map_err(|_| {
        let message = "Provided max-keys not an integer or within integer range";
        Error::argument(message, "max-keys", given)
    })?;
    usize::try_from(number).map(|max| max.min(MAX_LISTED)).map_err(|_| {
        let message = "Argument maxKeys must be an integer between 0 and 2147483647";
        Error::argument(message, "maxKeys", given)
    })
}

/// Writes the objects of a page, then its common prefixes.
pub fn write_entries(document: &mut Document, page: &Page<'_>, parameters: &Parameters, with_owner: bool) {
    for entry in &page.entries {
        let Entry::Object(object) = entry else { continue };
        document
            .open("Contents")
            .text("Key", &parameters.encoded(&object.key))
            .text("LastModified", &object.modified.iso8601())
            .text("ETag", &quoted(&object.etag));
        if let Some(checksum) = &object.checksum {
            document.text("ChecksumAlgorithm", checksum.algorithm).text("ChecksumType", checksum.kind.name());
        }
        document.text("Size", &object.size().to_string());
        if with_owner {
            document.open("Owner").text("ID", CANONICAL_USER_ID).close();
        }
        document.text("StorageClass", object.storage_class()).close();
    }
    for entry in &page.entries {
        if let Entry::Common(prefix) = entry {
            document.open("CommonPrefixes").text("Prefix", &parameters.encoded(prefix)).close();
        }
    }
}
