//! Lifecycle rules: when they act, on what, and whom they tell.

use super::harness::{Lab, lab, read};
use crate::kernel::Cloud;
use crate::operation::{Context, Effect, Timer};
use crate::services::Service;
use crate::services::s3::{OPERATIONS, S3, TIMERS};
use crate::sim::time::{Span, Time};
use crate::sim::trace::Place;
use crate::verdict::Principal;

const ID: &str = "x-amz-version-id";
const ENABLE: &str =
    "PUT /photos?versioning\n\n<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
const TOLD: &str = "PUT /photos?notification\nx-amz-skip-destination-validation: true\n\n<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:f</CloudFunction><Event>s3:LifecycleExpiration:*</Event><Event>s3:LifecycleTransition</Event></CloudFunctionConfiguration></NotificationConfiguration>";

fn put(rules: &str) -> String {
    format!("PUT /photos?lifecycle\n\n<LifecycleConfiguration>{rules}</LifecycleConfiguration>")
}

fn rule(body: &str) -> String {
    put(&format!("<Rule><ID>r</ID><Status>Enabled</Status>{body}</Rule>"))
}

/// The day and hour at which the bucket acts next: `01-08T00`.
fn night(lab: &Lab) -> Option<String> {
    let night = lab.state().bucket("photos")?.night?;
    Some(night.iso8601()[5..13].to_owned())
}

/// Lets the night come on which the bucket acts next, and gives back what it told.
fn sleep(lab: &mut Lab) -> Vec<String> {
    lab.now = lab.state().bucket("photos").and_then(|bucket| bucket.night).expect("a night is set");
    lab.effects.clear();
    let service = S3 { operations: OPERATIONS, timers: Some(TIMERS) };
    let place = Place::Bucket("photos".into());
    let timer = Timer { service: "s3", place, what: "", part: "".into(), awaited: false };
    assert!(
        service.is_due(&lab.world, &timer, lab.now) && !service.is_due(&lab.world, &timer, lab.now + Span::from_ms(1))
    );
    lab.act(|context: &mut Context<'_>| service.on_timer(context, &timer));
    let told = |effect: &Effect| match effect {
        Effect::Notify { operation, .. } => Some((*operation).to_owned()),
        _ => None,
    };
    lab.effects.iter().filter_map(told).collect()
}

#[test]
fn an_object_expires_at_the_midnight_after_its_days() {
    let mut lab = lab();
    lab.check(TOLD, "200")
        .check(&rule("<Filter><Prefix>tmp/</Prefix></Filter><Expiration><Days>2</Days></Expiration>"), "200");
    assert_eq!(night(&lab), None);
    let header = "x-amz-expiration: expiry-date=\"Thu, 08 Jan 2026 00:00:00 GMT\", rule-id=\"r\"";
    lab.check("PUT /photos/tmp/a\n\nx", &format!("200\n{header}"))
        .check("GET /photos/tmp/a", &format!("200\n{header}"))
        .check("HEAD /photos/tmp/a", &format!("200\n{header}"))
        .check("PUT /photos/kept\n\nx", "200\n-x-amz-expiration");
    assert_eq!(night(&lab).as_deref(), Some("01-08T00"));
    assert_eq!(sleep(&mut lab), ["LifecycleExpiration:Delete"]);
    lab.check("GET /photos/tmp/a", "404").check("GET /photos/kept", "200");
    assert_eq!(night(&lab), None);
    let Some(Effect::Notify { event, principal, .. }) = lab.effects.first() else { panic!("a function is told") };
    let event = String::from_utf8_lossy(event);
    assert!(
        event.contains(r#""eventVersion":"2.3""#) && event.contains(r#""principalId":"s3.amazonaws.com""#),
        "{event}"
    );
    assert_eq!(
        *principal,
        Principal::Service { service: "s3.amazonaws.com", source_arn: "arn:aws:s3:::photos".into() }
    );
}

#[test]
fn in_a_bucket_with_versions_a_marker_is_made_and_goes_in_its_turn() {
    let mut lab = lab();
    lab.check(ENABLE, "200").check(TOLD, "200").check(&rule("<Filter/><Expiration><Days>1</Days></Expiration><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"), "200");
    lab.check("PUT /photos/a\n\nx", "200");
    assert_eq!(night(&lab).as_deref(), Some("01-07T00"));
    assert_eq!(sleep(&mut lab), ["LifecycleExpiration:DeleteMarkerCreated"]);
    lab.check("GET /photos/a", "404\nx-amz-delete-marker: true")
        .check("GET /photos?versions", "200\n\n<Version>\n<DeleteMarker>");
    assert_eq!(night(&lab).as_deref(), Some("01-08T00"));
    assert_eq!(sleep(&mut lab), ["LifecycleExpiration:Delete"]);
    lab.check("GET /photos?versions", "200\n\n!<Version>\n<DeleteMarker>");
    // The marker hides nothing any more and is a day old: it goes on the next night.
    assert_eq!(sleep(&mut lab), ["LifecycleExpiration:Delete"]);
    lab.check("GET /photos?versions", "200\n\n!<DeleteMarker>");
    assert_eq!(night(&lab), None);
}

#[test]
fn newer_versions_are_kept() {
    let mut lab = lab();
    lab.check(ENABLE, "200").check(&rule("<Filter/><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays><NewerNoncurrentVersions>2</NewerNoncurrentVersions></NoncurrentVersionExpiration>"), "200");
    let ids: Vec<String> = (0..5).map(|_| lab.header("PUT /photos/a\n\nx", ID)).collect();
    sleep(&mut lab);
    for (index, id) in ids.iter().enumerate() {
        let expected = if index < 2 { "404" } else { "200" };
        lab.check(&format!("GET /photos/a?versionId={id}"), expected);
    }
    assert_eq!(night(&lab), None);
}

#[test]
fn what_is_locked_is_not_deleted() {
    let mut lab = lab();
    lab.check(ENABLE, "200")
        .check("PUT /photos?object-lock\n\n<ObjectLockConfiguration><ObjectLockEnabled>Enabled</ObjectLockEnabled></ObjectLockConfiguration>", "200")
        .check(&rule("<Filter/><NoncurrentVersionExpiration><NoncurrentDays>1</NoncurrentDays></NoncurrentVersionExpiration>"), "200");
    let id = lab.header("PUT /photos/a\nx-amz-object-lock-mode: COMPLIANCE\nx-amz-object-lock-retain-until-date: 2026-01-08T00:00:00Z\n\nx", ID);
    lab.check("PUT /photos/a\n\ny", "200");
    for expected in ["200", "404"] {
        sleep(&mut lab);
        lab.check(&format!("GET /photos/a?versionId={id}"), expected);
    }
}

#[test]
fn a_marker_that_hides_nothing_is_removed() {
    let mut lab = lab();
    lab.check(ENABLE, "200").check(
        &rule("<Filter/><Expiration><ExpiredObjectDeleteMarker>true</ExpiredObjectDeleteMarker></Expiration>"),
        "200",
    );
    let id = lab.header("PUT /photos/a\n\nx", ID);
    lab.check("DELETE /photos/a", "204");
    assert_eq!(night(&lab), None);
    lab.check(&format!("DELETE /photos/a?versionId={id}"), "204");
    assert_eq!(night(&lab).as_deref(), Some("01-06T00"));
    sleep(&mut lab);
    lab.check("GET /photos?versions", "200\n\n!<DeleteMarker>");
}

#[test]
fn objects_change_their_storage_class_as_they_grow_old() {
    let mut lab = lab();
    let large = "x".repeat(128 * 1_024);
    lab.check(TOLD, "200")
        .check(&rule("<Filter/><Transition><Days>30</Days><StorageClass>STANDARD_IA</StorageClass></Transition><Transition><Days>90</Days><StorageClass>GLACIER</StorageClass></Transition>"), "200")
        .check(&format!("PUT /photos/large\nx-amz-meta-a: b\n\n{large}"), "200")
        .check("PUT /photos/small\n\nx", "200");
    assert_eq!(sleep(&mut lab), ["LifecycleTransition"]);
    lab.check("GET /photos/large", "200\nx-amz-storage-class: STANDARD_IA\nx-amz-meta-a: b")
        .check("GET /photos/small", "200\n-x-amz-storage-class");
    assert_eq!(night(&lab).as_deref(), Some("04-06T00"));
    sleep(&mut lab);
    lab.check("HEAD /photos/large", "200\nx-amz-storage-class: GLACIER")
        .check("GET /photos/large", "403\n\nInvalidObjectState");
    assert_eq!(night(&lab), None);
}

#[test]
fn an_archived_object_is_read_once_it_is_restored() {
    let mut lab = lab();
    let restore = |tier: &str| {
        format!(
            "POST /photos/a?restore\n\n<RestoreRequest><Days>2</Days><GlacierJobParameters><Tier>{tier}</Tier></GlacierJobParameters></RestoreRequest>"
        )
    };
    lab.check("PUT /photos/b\n\nx", "200")
        .check(&restore("Standard").replace("/a?", "/b?"), "403\n\n<Code>InvalidObjectState</Code><Message>Restore is not allowed for the object&apos;s current storage class</Message><StorageClass>STANDARD<")
        .check("PUT /photos/a\nx-amz-storage-class: DEEP_ARCHIVE\n\nx", "200")
        .check("GET /photos/a", "403\n\nInvalidObjectState")
        .check("PUT /photos/b\nx-amz-copy-source: photos/a", "403\n\nInvalidObjectState")
        .check(&restore("Expedited"), "400\n\nMalformedXML")
        .check("POST /photos/a?restore\n\n<RestoreRequest/>", "400\n\nMalformedXML")
        .check(&restore("Standard"), "202")
        .check(&restore("Standard"), "409\n\n<Code>RestoreAlreadyInProgress</Code><Message>Object restore is already in progress<")
        .check("HEAD /photos/a", "200\nx-amz-restore: ongoing-request=\"true\"")
        .check("GET /photos/a", "403");
    let Some(Effect::Schedule { at, timer }) = lab.effects.last().cloned() else { panic!("an end is set") };
    lab.now = at;
    let service = S3 { operations: OPERATIONS, timers: Some(TIMERS) };
    assert!(service.is_due(&lab.world, &timer, at) && !service.is_due(&lab.world, &timer, at + Span::from_ms(1)));
    lab.act(|context: &mut Context<'_>| service.on_timer(context, &timer));
    let told = "x-amz-restore: ongoing-request=\"false\", expiry-date=\"Thu, 08 Jan 2026 00:00:00 GMT\"";
    lab.check("GET /photos/a", &format!("200\n{told}\n\nx")).check(&restore("Standard"), "200");
    lab.now += Span::from_ms(3 * 24 * 60 * 60 * 1_000);
    lab.check("GET /photos/a", "403").check("HEAD /photos/a", "200\n-x-amz-restore");
}

#[test]
fn uploads_that_were_left_are_aborted() {
    let mut lab = lab();
    lab.check(&rule("<Filter/><AbortIncompleteMultipartUpload><DaysAfterInitiation>7</DaysAfterInitiation></AbortIncompleteMultipartUpload>"), "200");
    let id = lab.told("POST /photos/a?uploads", "UploadId");
    assert_eq!(night(&lab).as_deref(), Some("01-13T00"));
    sleep(&mut lab);
    lab.check(&format!("GET /photos/a?uploadId={id}"), "404\n\nNoSuchUpload");
}

#[test]
fn filters_say_for_which_objects_a_rule_is() {
    for (filter, expires) in [
        ("<Filter/>", true),
        ("<Prefix>a</Prefix>", true),
        ("<Prefix>b</Prefix>", false),
        ("<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter>", true),
        ("<Filter><Tag><Key>k</Key><Value>w</Value></Tag></Filter>", false),
        ("<Filter><ObjectSizeGreaterThan>0</ObjectSizeGreaterThan></Filter>", true),
        ("<Filter><ObjectSizeGreaterThan>1</ObjectSizeGreaterThan></Filter>", false),
        ("<Filter><ObjectSizeLessThan>1</ObjectSizeLessThan></Filter>", false),
        ("<Filter><And><Prefix>a</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>", true),
        ("<Filter><And><Prefix>b</Prefix><Tag><Key>k</Key><Value>v</Value></Tag></And></Filter>", false),
    ] {
        let mut lab = lab();
        lab.check(&rule(&format!("{filter}<Expiration><Days>1</Days></Expiration>")), "200")
            .check("PUT /photos/a\nx-amz-tagging: k=v\n\nx", "200");
        assert_eq!(night(&lab).is_some(), expires, "{filter}");
    }
}

#[test]
fn a_night_is_set_anew_when_rules_or_tags_change() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200").check(&rule("<Filter/><Expiration><Days>5</Days></Expiration>"), "200");
    assert_eq!(night(&lab).as_deref(), Some("01-11T00"));
    lab.check(
        &rule("<Filter><Tag><Key>k</Key><Value>v</Value></Tag></Filter><Expiration><Days>1</Days></Expiration>"),
        "200",
    );
    assert_eq!(night(&lab), None);
    lab.check(
        "PUT /photos/a?tagging\n\n<Tagging><TagSet><Tag><Key>k</Key><Value>v</Value></Tag></TagSet></Tagging>",
        "200",
    );
    assert_eq!(night(&lab).as_deref(), Some("01-07T00"));
    lab.check("DELETE /photos?lifecycle", "204");
    assert_eq!(night(&lab), None);
    // What is old already goes on the next night.
    lab.now += Span::from_ms(40 * 24 * 60 * 60 * 1_000);
    lab.check(&rule("<Filter/><Expiration><Days>5</Days></Expiration>"), "200");
    assert_eq!(night(&lab).as_deref(), Some("02-15T00"));
    lab.check(&rule("<Filter/><Expiration><Date>2026-03-01T00:00:00Z</Date></Expiration>"), "200");
    assert_eq!(night(&lab).as_deref(), Some("03-01T00"));
    lab.check(&put("<Rule><Status>Disabled</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule>"), "200");
    assert_eq!(night(&lab), None);
}

#[test]
fn rules_that_cannot_be_are_refused() {
    for (body, expected) in [
        ("<Filter/>", "At least one action needs to be specified in a rule"),
        (
            "<Filter/><Expiration><Days>0</Days></Expiration>",
            "&apos;Days&apos; for Expiration action must be a positive integer",
        ),
        ("<Filter/><Expiration><Days>many</Days></Expiration>", "MalformedXML"),
        ("<Filter/><Expiration><Date>soon</Date></Expiration>", "MalformedXML"),
        ("<Filter><Prefix>a</Prefix><Tag/></Filter><Expiration><Days>1</Days></Expiration>", "MalformedXML"),
        ("<Filter/><Transition><Days>1</Days><StorageClass>STANDARD</StorageClass></Transition>", "MalformedXML"),
    ] {
        lab().check(&rule(body), &format!("400\n\n{expected}"));
    }
    let one = "<Rule><ID>a</ID><Status>Enabled</Status><Filter/><Expiration><Days>1</Days></Expiration></Rule>";
    lab().check(&put(&one.repeat(2)), "400\n\nRule ID must be unique.");
    lab().check(&put(&one.replace("<ID>a", &format!("<ID>{}", "a".repeat(256)))), "400\n\nID length should not exceed");
}

#[test]
fn virtual_time_brings_the_night() {
    let mut cloud = Cloud::new(1);
    let ask = |cloud: &mut Cloud, text: &str| {
        cloud.submit(Principal::Root, read(text));
        cloud.run(10_000);
    };
    ask(&mut cloud, "PUT /photos");
    ask(&mut cloud, &rule("<Filter/><Expiration><Days>1</Days></Expiration>"));
    for key in ["a", "b"] {
        ask(&mut cloud, &format!("PUT /photos/{key}\n\nx"));
    }
    let midnight = Time::from_epoch_ms(1_767_744_000_000).expect("it is after the beginning");
    cloud.pass(Time(midnight.0 - 1) - cloud.now());
    cloud.run(10_000);
    assert!(cloud.world().s3().object("photos", "a").is_some());
    cloud.pass(Span::from_ms(2));
    cloud.run(10_000);
    let count = cloud.world().s3().bucket("photos").map(|bucket| bucket.object_count());
    assert_eq!(count, Some(0));
    assert_eq!(cloud.trace().timers.len(), 1, "one night is one hop");
}
