//! Versions and delete markers, by example and listed against a naive model.

use super::harness::{Lab, lab, pick, read};
use crate::operation::Effect;
use crate::protocol::{uri, xml};
use crate::sim::rng::Rng;

const ENABLE: &str =
    "PUT /photos?versioning\n\n<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
const SUSPEND: &str =
    "PUT /photos?versioning\n\n<VersioningConfiguration><Status>Suspended</Status></VersioningConfiguration>";
const ID: &str = "x-amz-version-id";

fn versioned() -> Lab {
    let mut lab = lab();
    lab.check(ENABLE, "200");
    lab
}

#[test]
fn versioning_is_kept_and_told() {
    lab()
        .check("GET /photos?versioning", "200\n\n<VersioningConfiguration\n!Status")
        .check(ENABLE, "200")
        .check("GET /photos?versioning", "200\n\n<Status>Enabled</Status>")
        .check(SUSPEND, "200")
        .check("GET /photos?versioning", "200\n\n<Status>Suspended</Status>")
        .check("PUT /photos?versioning\n\n<VersioningConfiguration/>", "400\n\n<Code>IllegalVersioningConfigurationException</Code><Message>The Versioning element must be specified")
        .check("PUT /photos?versioning\n\n<VersioningConfiguration><Status>On</Status></VersioningConfiguration>", "400\n\nMalformedXML");
}

#[test]
fn every_write_makes_a_version() {
    let mut lab = versioned();
    let first = lab.header("PUT /photos/a\n\none", ID);
    let second = lab.header("PUT /photos/a\n\ntwo", ID);
    lab.check("GET /photos/a", &format!("200\n{ID}: {second}\n\ntwo"))
        .check(&format!("GET /photos/a?versionId={first}"), &format!("200\n{ID}: {first}\n\none"))
        .check(&format!("GET /photos/a?versionId={}", "x".repeat(32)), "404\n\n<Code>NoSuchVersion</Code><Message>The specified version does not exist.</Message><Key>a</Key><VersionId>xxx")
        .check("GET /photos/a?versionId=x", "400\n\nInvalid version id specified\n<ArgumentName>versionId</ArgumentName><ArgumentValue>x<")
        .check(&format!("PUT /photos/b\nx-amz-copy-source: photos/a?versionId={first}"), &format!("200\nx-amz-copy-source-version-id: {first}"))
        .check("GET /photos/b", "200\n\none")
        .check(&format!("DELETE /photos/a?versionId={second}"), &format!("204\n{ID}: {second}\n-x-amz-delete-marker"))
        .check("GET /photos/a", "200\n\none");
    assert_eq!(lab.state().bucket("photos").map(|bucket| (bucket.object_count(), bucket.total_bytes)), Some((2, 6)));
}

#[test]
fn an_older_version_is_restored_by_copying_it_over_the_object() {
    let mut lab = versioned();
    let first = lab.header("PUT /photos/a\n\none", ID);
    lab.check("PUT /photos/a\n\ntwo", "200")
        .check("PUT /photos/a\nx-amz-copy-source: photos/a", "400\n\nto copy an object to itself")
        .check(&format!("PUT /photos/a\nx-amz-copy-source: photos/a?versionId={first}"), "200")
        .check("GET /photos/a", "200\n\none");
}

#[test]
fn a_deletion_leaves_a_marker() {
    let mut lab = versioned();
    lab.check("PUT /photos/a\n\none", "200");
    let marker = lab.header("DELETE /photos/a", ID);
    lab.check("GET /photos/a", &format!("404\nx-amz-delete-marker: true\n{ID}: {marker}\n\nNoSuchKey"))
        .check(&format!("GET /photos/a?versionId={marker}"), "405\nx-amz-delete-marker: true\n\n<Code>MethodNotAllowed</Code>\n<Method>GET</Method><ResourceType>DeleteMarker</ResourceType>")
        .check(&format!("PUT /photos/b\nx-amz-copy-source: photos/a?versionId={marker}"), "400\n\nThe source of a copy request may not specifically refer to a delete marker by version id.")
        .check("PUT /photos/a\nIf-None-Match: *\n\nthree", "200")
        .check("GET /photos?list-type=2", "200\n\n<KeyCount>1</KeyCount>")
        .check("DELETE /photos/a", "204\nx-amz-delete-marker: true")
        .check("DELETE /photos", "409\n\n<Code>BucketNotEmpty</Code><Message>The bucket you tried to delete is not empty. You must delete all versions in the bucket.");
    assert_eq!(lab.state().bucket("photos").map(|bucket| (bucket.object_count(), bucket.total_bytes)), Some((0, 0)));
}

#[test]
fn a_marker_that_is_deleted_gives_the_object_back() {
    let mut lab = versioned();
    lab.check("PUT /photos/a\n\none", "200");
    let marker = lab.header("DELETE /photos/a", ID);
    lab.check(
        &format!("DELETE /photos/a?versionId={marker}"),
        &format!("204\nx-amz-delete-marker: true\n{ID}: {marker}"),
    )
    .check("GET /photos/a", "200\n\none");
}

#[test]
fn while_suspended_there_is_one_version_null() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nold", &format!("200\n-{ID}")).check(ENABLE, "200");
    let kept = lab.header("PUT /photos/a\n\nkept", ID);
    lab.check("GET /photos/a?versionId=null", "200\n\nold")
        .check(SUSPEND, "200")
        .check("PUT /photos/a\n\nnew", &format!("200\n{ID}: null"))
        .check("GET /photos/a?versionId=null", "200\n\nnew")
        .check("DELETE /photos/a", &format!("204\nx-amz-delete-marker: true\n{ID}: null"))
        .check("GET /photos/a?versionId=null", "405")
        .check("DELETE /photos/a?versionId=null", "204\nx-amz-delete-marker: true")
        .check("GET /photos/a", &format!("200\n{ID}: {kept}\n\nkept"));
}

#[test]
fn events_name_the_version() {
    let mut lab = versioned();
    lab.check("PUT /photos?notification\nx-amz-skip-destination-validation: true\n\n<NotificationConfiguration><CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:f</CloudFunction><Event>s3:ObjectCreated:*</Event><Event>s3:ObjectRemoved:*</Event><Event>s3:ObjectTagging:*</Event></CloudFunctionConfiguration></NotificationConfiguration>", "200");
    for (request, parts) in [
        ("PUT /photos/a\n\nx", ["ObjectCreated:Put", "\"eventVersion\":\"2.1\""]),
        ("DELETE /photos/a?tagging", ["ObjectTagging:Delete", "\"eventVersion\":\"2.3\""]),
        ("DELETE /photos/a", ["ObjectRemoved:DeleteMarkerCreated", "\"eTag\":\"d41d8cd98f00b204e9800998ecf8427e\""]),
    ] {
        let id = lab.header(request, ID);
        let Some(Effect::Notify { event, .. }) = lab.effects.last() else { panic!("{request} is told") };
        let event = String::from_utf8_lossy(event);
        serde_json::from_str::<serde_json::Value>(&event).expect("an event is JSON");
        assert!(event.contains(&format!("\"versionId\":\"{id}\"")), "{event}");
        assert!(parts.iter().all(|part| event.contains(part)), "{event}");
        assert_eq!(event.contains("sequencer"), !request.contains("tagging"), "{event}");
    }
}

#[test]
fn markers_of_listings_belong_together() {
    lab().check(
        "GET /photos?versions&version-id-marker=x",
        "400\n\nA version-id marker cannot be specified without a key marker.\n<ArgumentName>version-id-marker</ArgumentName>",
    );
}

/// All pages of a listing of versions: keys with ids, then prefixes.
fn pages(lab: &mut Lab, query: &str) -> Vec<String> {
    let (mut found, mut markers) = (Vec::new(), String::new());
    loop {
        let response = lab.send(&read(&format!("GET /photos?versions&{query}{markers}")));
        let root = xml::parse(&response.body).expect("a listing is well-formed");
        for child in &root.children {
            match child.name.as_str() {
                "Version" | "DeleteMarker" => {
                    let text = |name| child.child_text(name).unwrap_or_default();
                    found.push(format!("{} {} {}", text("Key"), text("VersionId"), text("IsLatest")));
                }
                "CommonPrefixes" => found.push(child.child_text("Prefix").unwrap_or_default().to_owned()),
                _ => {}
            }
        }
        let Some(key) = root.child_text("NextKeyMarker") else { break };
        let version = root.child_text("NextVersionIdMarker").unwrap_or_default();
        markers = format!("&key-marker={}&version-id-marker={version}", uri::encode(key));
        if version.is_empty() {
            markers = format!("&key-marker={}", uri::encode(key));
        }
        assert!(found.len() < 10_000, "the listing does not end");
    }
    // Prefixes stand behind versions within each page, so only the whole is compared, sorted by key and stably.
    found.sort_by_key(|line| line.split(' ').next().unwrap_or_default().to_owned());
    found
}

#[test]
fn listings_of_versions_agree_with_a_sorted_vec() {
    let mut lab = versioned();
    let mut rng = Rng::new(7);
    // Of each key its versions, the newest first.
    let mut model: Vec<(String, Vec<String>)> = Vec::new();
    for round in 0..300 {
        let key: String = (0..=rng.below(3)).map(|_| pick(&mut rng, &["a", "b", "/", "c"])).collect();
        let request = match rng.below(4) {
            0 => format!("DELETE /photos/{}", uri::encode(&key)),
            _ => format!("PUT /photos/{}\n\nx", uri::encode(&key)),
        };
        let id = lab.header(&request, ID);
        match model.binary_search_by(|(held, _)| held.cmp(&key)) {
            Ok(at) => model[at].1.insert(0, id),
            Err(at) => model.insert(at, (key, vec![id])),
        }
        let prefix = pick(&mut rng, &["", "a", "b/", "/"]);
        let delimiter = pick(&mut rng, &["", "/", "b"]);
        let max = pick(&mut rng, &[1, 2, 3, 7]);
        let mut expected: Vec<String> = Vec::new();
        for (key, ids) in model.iter().filter(|(key, _)| key.starts_with(prefix)) {
            match key[prefix.len()..].find(delimiter).filter(|_| !delimiter.is_empty()) {
                Some(at) => expected.push(key[..prefix.len() + at + delimiter.len()].to_owned()),
                None => expected.extend(ids.iter().enumerate().map(|(at, id)| format!("{key} {id} {}", at == 0))),
            }
        }
        expected.dedup();
        expected.sort_by_key(|line| line.split(' ').next().unwrap_or_default().to_owned());
        let query = format!("prefix={}&delimiter={}&max-keys={max}", uri::encode(prefix), uri::encode(delimiter));
        assert_eq!(pages(&mut lab, &query), expected, "round {round}: {query}");
    }
}
