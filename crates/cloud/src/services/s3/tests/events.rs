//! The events that follow from writes.

use super::harness::{Lab, lab, read};
use super::notifications::{ARN, function, put};
use crate::operation::Effect;
use crate::sim::trace::Place;
use crate::verdict::Principal;

/// The events sent, as name, key as the record has it, and configuration.
fn sent(lab: &Lab) -> Vec<String> {
    lab.effects
        .iter()
        .map(|effect| {
            let Effect::Notify { event, operation, .. } = effect else { panic!("S3 only notifies") };
            let event: serde_json::Value = serde_json::from_slice(event).expect("an event is JSON");
            let record = &event["Records"][0];
            assert_eq!(record["eventName"].as_str(), Some(*operation));
            let s3 = &record["s3"];
            format!(
                "{operation} {} {}",
                s3["object"]["key"].as_str().unwrap_or_default(),
                s3["configurationId"].as_str().unwrap_or_default()
            )
        })
        .collect()
}

#[test]
fn a_record_reads_as_aws_writes_it() {
    let mut lab = lab();
    put(&mut lab, &function("my \"id\"", "s3:ObjectCreated:*", &[]), "200")
        .check("PUT /photos/my%20photo.jpg\n\nhello", "200");
    let [Effect::Notify { from, principal, function_arn, operation, event, subject }] = lab.effects.as_slice() else {
        panic!("one event is sent: {:?}", lab.effects)
    };
    assert_eq!(*from, Place::Bucket("photos".into()));
    assert_eq!(
        *principal,
        Principal::Service { service: "s3.amazonaws.com", source_arn: "arn:aws:s3:::photos".into() }
    );
    assert_eq!((&**function_arn, *operation), (ARN, "ObjectCreated:Put"));
    assert_eq!(subject.as_ref().map(|subject| &*subject.key), Some("my photo.jpg"));
    let text = String::from_utf8_lossy(event).into_owned();
    let response = lab.send(&read("HEAD /photos"));
    assert_eq!(response.headers.get("x-amz-request-id").map(str::len), Some(16));
    assert_eq!(response.headers.get("x-amz-id-2").map(str::len), Some(76));
    let pattern = r#"{"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","awsRegion":"us-east-1","eventTime":"2026-01-05T09:00:00.003Z","eventName":"ObjectCreated:Put","userIdentity":{"principalId":"AWS:123456789012"},"requestParameters":{"sourceIPAddress":"203.0.113.25"},"responseElements":{"x-amz-request-id":"?","x-amz-id-2":"?"},"s3":{"s3SchemaVersion":"1.0","configurationId":"my \"id\"","bucket":{"name":"photos","ownerIdentity":{"principalId":"A3NL1KOZZK7EXP"},"arn":"arn:aws:s3:::photos"},"object":{"key":"my+photo.jpg","size":5,"eTag":"5d41402abc4b2a76b9719d911017c592","sequencer":"?"}}}]}"#;
    let mut rest = text.as_str();
    for part in pattern.replace("my \"id\"", "my \\\"id\\\"").split('?') {
        let at = rest.find(part).unwrap_or_else(|| panic!("{part} is not in {rest}"));
        assert!(at < 80, "{part} is too far on in {text}");
        rest = &rest[at + part.len()..];
    }
    assert_eq!(rest, "");
}

#[test]
fn the_answer_and_the_event_name_the_same_request() {
    let mut lab = lab();
    put(&mut lab, &function("a", "s3:ObjectCreated:*", &[]), "200");
    let response = lab.send(&read("PUT /photos/a"));
    let Some(Effect::Notify { event, .. }) = lab.effects.first() else { panic!("an event is sent") };
    let event = String::from_utf8_lossy(event);
    for header in ["x-amz-request-id", "x-amz-id-2"] {
        assert!(event.contains(response.headers.get(header).expect("every answer has it")));
    }
}

#[test]
fn only_what_is_wanted_is_told() {
    let mut lab = lab();
    let inner = [
        function("jpg", "s3:ObjectCreated:*", &[("prefix", "in/"), ("suffix", ".jpg")]),
        function("gone", "s3:ObjectRemoved:Delete", &[]),
        function("copied", "s3:ObjectCreated:Copy", &[("prefix", "out/")]),
    ]
    .concat();
    put(&mut lab, &inner, "200")
        .check("PUT /photos/in/a.jpg\n\nx", "200")
        .check("PUT /photos/in/a.png\n\nx", "200")
        .check("PUT /photos/out/a.jpg\n\nx", "200")
        .check("PUT /photos/out/b\nx-amz-copy-source: photos/in/a.jpg", "200")
        .check("PUT /photos/in/gr%C3%BCn%2B.jpg\nx-amz-copy-source: photos/in/a.jpg", "200")
        .check("PUT /photos/in/b.jpg\nx-amz-copy-source: photos/missing", "404")
        .check("DELETE /photos/in/a.jpg", "204")
        .check("DELETE /photos/in/a.jpg", "204");
    assert_eq!(
        sent(&lab),
        [
            "ObjectCreated:Put in/a.jpg jpg",
            "ObjectCreated:Copy out/b copied",
            "ObjectCreated:Copy in/gr%C3%BCn%2B.jpg jpg",
            "ObjectRemoved:Delete in/a.jpg gone",
        ]
    );
    let Some(Effect::Notify { event, .. }) = lab.effects.last() else { panic!("an event is sent") };
    let event = String::from_utf8_lossy(event);
    assert!(event.contains(r#""object":{"key":"in/a.jpg","sequencer":""#), "{event}");
}

#[test]
fn sequencers_grow_from_write_to_write() {
    let mut lab = lab();
    put(&mut lab, &function("a", "s3:*", &[]), "400");
    put(&mut lab, &function("a", "s3:ObjectCreated:*", &[]), "200");
    let mut sequencers = Vec::new();
    for _ in 0..5 {
        lab.check("PUT /photos/a\n\nx", "200");
        sequencers.push(lab.state().object("photos", "a").map(|object| object.sequencer.hex()));
    }
    assert!(sequencers.is_sorted() && sequencers.windows(2).all(|pair| pair[0] != pair[1]), "{sequencers:?}");
}
