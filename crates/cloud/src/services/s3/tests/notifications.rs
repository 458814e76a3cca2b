//! Notification configurations: what may be put, and how it is given back.

use super::harness::{Lab, lab};

pub const ARN: &str = "arn:aws:lambda:us-east-1:123456789012:function:MakeThumbnail";

/// Puts a configuration of the given inner XML, without asking whether the functions may be invoked.
#[track_caller]
pub fn put<'a>(lab: &'a mut Lab, inner: &str, expected: &str) -> &'a mut Lab {
    let request = format!(
        "PUT /photos?notification\nx-amz-skip-destination-validation: true\n\n\
         <NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">{inner}</NotificationConfiguration>"
    );
    lab.check(&request, expected)
}

/// A configuration for one function.
pub fn function(id: &str, event: &str, rules: &[(&str, &str)]) -> String {
    let rules: String = rules
        .iter()
        .map(|(name, value)| format!("<FilterRule><Name>{name}</Name><Value>{value}</Value></FilterRule>"))
        .collect();
    format!(
        "<CloudFunctionConfiguration><Id>{id}</Id><CloudFunction>{ARN}</CloudFunction><Event>{event}</Event>\
         <Filter><S3Key>{rules}</S3Key></Filter></CloudFunctionConfiguration>"
    )
}

#[test]
fn a_configuration_is_given_back_with_capitals_and_replaced_as_a_whole() {
    let mut lab = lab();
    lab.check("GET /photos?notification", "200\n\n<NotificationConfiguration xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"></NotificationConfiguration>");
    put(&mut lab, &function("thumbs", "s3:ObjectCreated:*", &[("prefix", "in/"), ("SUFFIX", ".jpg")]), "200").check(
        "GET /photos?notification",
        "200\n\n<CloudFunctionConfiguration><Id>thumbs</Id><CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:MakeThumbnail</CloudFunction><Event>s3:ObjectCreated:*</Event><Filter><S3Key><FilterRule><Name>Prefix</Name><Value>in/</Value></FilterRule><FilterRule><Name>Suffix</Name><Value>.jpg</Value></FilterRule></S3Key></Filter></CloudFunctionConfiguration>",
    );
    put(&mut lab, "", "200").check("GET /photos?notification", "200\n\n!thumbs");
    let texts: Vec<_> = lab.changes.iter().map(|change| (change.before.clone(), change.after.clone())).collect();
    let text = "s3:ObjectCreated:* of in/*.jpg to MakeThumbnail".to_owned();
    assert_eq!(texts, [(None, Some(text.clone())), (Some(text), None)]);
}

#[test]
fn a_missing_id_is_made_up() {
    let mut lab = lab();
    let inner = format!(
        "<CloudFunctionConfiguration><CloudFunction>{ARN}</CloudFunction><Event>s3:ObjectRemoved:Delete</Event></CloudFunctionConfiguration>"
    );
    put(&mut lab, &inner, "200").check("GET /photos?notification", "200\n\n!<Id></Id>\n!<Filter>\n<Id>");
}

#[test]
fn rules_that_compete_are_refused() {
    let ambiguous = "400\n\n<Code>InvalidArgument</Code><Message>Configuration is ambiguously defined. Cannot have overlapping suffixes in two rules if the prefixes are overlapping for the same event type.</Message>";
    let created = "s3:ObjectCreated:*";
    for (one, other, expected) in [
        (
            function("a", created, &[]),
            function("b", "s3:ObjectCreated:Put", &[]),
            "400\n\nConfigurations overlap. Configurations on the same bucket cannot share a common event type.",
        ),
        (function("a", created, &[("prefix", "in/")]), function("b", created, &[]), ambiguous),
        (function("a", created, &[("prefix", "in/")]), function("b", created, &[("prefix", "in/a")]), ambiguous),
        (function("a", created, &[("suffix", ".jpg")]), function("b", created, &[("suffix", "a.jpg")]), ambiguous),
        (function("a", created, &[("prefix", "a")]), function("b", created, &[("suffix", "b")]), ambiguous),
        (function("a", created, &[("suffix", ".jpg")]), function("b", created, &[("suffix", ".png")]), "200"),
        (function("a", created, &[("prefix", "in/")]), function("b", created, &[("prefix", "out/")]), "200"),
        (function("a", created, &[]), function("b", "s3:ObjectRemoved:*", &[]), "200"),
        (function("a", "s3:ObjectCreated:Put", &[]), function("b", "s3:ObjectCreated:Copy", &[]), "200"),
        (
            function("a", created, &[]),
            function("a", "s3:ObjectRemoved:*", &[]),
            "400\n\nSame ID used for multiple configurations. IDs must be unique",
        ),
    ] {
        put(&mut lab(), &format!("{one}{other}"), expected);
    }
}

#[test]
fn wrong_parts_are_named() {
    let mut lab = lab();
    put(
        &mut lab,
        &function("a", "s3:ObjectCreated:*", &[("INVALID", "x")]),
        "400\n\nfilter rule name must be either prefix or suffix\n<ArgumentName>FilterRule.Name</ArgumentName><ArgumentValue>INVALID</ArgumentValue>",
    );
    put(
        &mut lab,
        &function("a", "s3:ObjectCreated:*", &[("prefix", "x"), ("prefix", "y")]),
        "400\n\nCannot specify more than one prefix rule in a filter.",
    );
    put(
        &mut lab,
        &function("a", "s3:ObjectEaten:*", &[]),
        "400\n\nA specified event is not supported for notifications.",
    );
    put(
        &mut lab,
        &function("a", "s3:ObjectCreated:*", &[]).replace(ARN, "invalid-queue"),
        "400\n\nThe ARN could not be parsed\n<ArgumentName>CloudFunction</ArgumentName><ArgumentValue>invalid-queue</ArgumentValue>",
    );
    put(&mut lab, "<QueueConfiguration/>", "501\n\nnotifications to SQS queues");
    put(&mut lab, "<TopicConfiguration/>", "501\n\nnotifications to SNS topics");
    put(&mut lab, "<EventBridgeConfiguration/>", "501\n\nEventBridge");
}

#[test]
fn a_function_that_s3_may_not_invoke_is_refused() {
    let inner = function("a", "s3:ObjectCreated:*", &[]);
    lab().check(
        &format!("PUT /photos?notification\n\n<NotificationConfiguration>{inner}</NotificationConfiguration>"),
        "400\n\n<Code>InvalidArgument</Code><Message>Unable to validate the following destination configurations</Message><ArgumentName1>arn:aws:lambda:us-east-1:123456789012:function:MakeThumbnail, null</ArgumentName1><ArgumentValue1>Not authorized to invoke function [arn:aws:lambda:us-east-1:123456789012:function:MakeThumbnail]</ArgumentValue1>",
    );
}
