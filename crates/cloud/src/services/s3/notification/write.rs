//! Writing a notification configuration as `GetBucketNotificationConfiguration` answers it.

use super::{Configuration, End, FunctionConfiguration};
use crate::protocol::xml::Document;
use crate::services::s3::NAMESPACE;

/// The configuration as XML. Filter names are capitalised, however they were given.
#[must_use]
pub fn write(configuration: &Configuration) -> Document {
    let mut document = Document::new("NotificationConfiguration", NAMESPACE);
    for function in &configuration.functions {
        write_function(&mut document, function);
    }
    document
}

fn write_function(document: &mut Document, function: &FunctionConfiguration) {
    document.open("CloudFunctionConfiguration").text("Id", &function.id).text("CloudFunction", &function.function_arn);
    for event in &function.events {
        document.text("Event", event);
    }
    if !function.rules.is_empty() {
        document.open("Filter").open("S3Key");
        for rule in &function.rules {
            let name = match rule.end {
                End::Prefix => "Prefix",
                End::Suffix => "Suffix",
            };
            document.open("FilterRule").text("Name", name).text("Value", &rule.value).close();
        }
        document.close().close();
    }
    document.close();
}
