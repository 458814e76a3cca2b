//! Listings, by example and against a naive model.

use std::collections::BTreeSet;

use super::harness::{Lab, lab, pick, read};
use crate::protocol::{uri, xml};
use crate::sim::rng::Rng;

fn filled(keys: &[&str]) -> Lab {
    let mut lab = lab();
    for key in keys {
        lab.check(&format!("PUT /photos/{}\n\nx", uri::encode_path(key)), "200");
    }
    lab
}

#[test]
fn an_object_is_listed_with_what_aws_says_of_it() {
    filled(&["a b"]).check(
        "GET /photos?list-type=2&encoding-type=url",
        "200\ncontent-type: application/xml\n\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>photos</Name><Prefix></Prefix><KeyCount>1</KeyCount><MaxKeys>1000</MaxKeys><EncodingType>url</EncodingType><IsTruncated>false</IsTruncated><Contents><Key>a+b</Key><LastModified>2026-01-05T09:00:00.002Z</LastModified><ETag>&quot;9dd4e461268c8034f5c8564e155c67a6&quot;</ETag><Size>1</Size><StorageClass>STANDARD</StorageClass></Contents></ListBucketResult>",
    );
}

#[test]
fn prefixes_delimiters_and_pages() {
    filled(&["a", "b/1", "b/2", "c", "d/1"])
        .check("GET /photos?list-type=2&delimiter=%2F", "200\n\n<KeyCount>4</KeyCount>\n<CommonPrefixes><Prefix>b/</Prefix></CommonPrefixes><CommonPrefixes><Prefix>d/</Prefix></CommonPrefixes>\n<Delimiter>/</Delimiter>")
        .check("GET /photos?list-type=2&prefix=b%2F&delimiter=%2F", "200\n\n<Key>b/1</Key>\n<Key>b/2</Key>\n!CommonPrefixes")
        .check("GET /photos?list-type=2&delimiter=%2F&max-keys=2", "200\n\n<IsTruncated>true</IsTruncated>\n<NextContinuationToken>cGIv</NextContinuationToken>\n<Key>a</Key>")
        .check("GET /photos?list-type=2&delimiter=%2F&continuation-token=cGIv", "200\n\n<Key>c</Key>\n<Prefix>d/</Prefix>\n!b/\n<ContinuationToken>cGIv</ContinuationToken>")
        .check("GET /photos?list-type=2&start-after=b%2F1", "200\n\n<StartAfter>b/1</StartAfter>\n<Key>b/2</Key>\n!<Key>a</Key>")
        .check("GET /photos?list-type=2&max-keys=0", "200\n\n<IsTruncated>false</IsTruncated>\n<KeyCount>0</KeyCount>\n!Contents")
        .check("GET /photos?list-type=2&max-keys=5000&fetch-owner=true", "200\n\n<MaxKeys>1000</MaxKeys>\n<Owner><ID>79a59df9")
        .check("GET /photos?delimiter=%2F&max-keys=2", "200\n\n<NextMarker>b/</NextMarker>\n<Marker></Marker>")
        .check("GET /photos?delimiter=%2F&marker=b%2F", "200\n\n<Key>c</Key>\n!<Prefix>b/</Prefix>")
        .check("GET /photos?max-keys=2", "200\n\n<IsTruncated>true</IsTruncated>\n!NextMarker");
}

#[test]
fn a_key_that_is_the_prefix_marks_itself_and_no_more() {
    filled(&["b/", "b/1"])
        .check("GET /photos?prefix=b%2F&delimiter=%2F&max-keys=1", "200\n\n<NextMarker>b/</NextMarker>")
        .check("GET /photos?prefix=b%2F&delimiter=%2F&marker=b%2F", "200\n\n<Key>b/1</Key>");
}

#[test]
fn wrong_arguments_are_named() {
    lab()
        .check(
            "GET /photos?list-type=2&max-keys=many",
            "400\n\n<ArgumentName>max-keys</ArgumentName><ArgumentValue>many</ArgumentValue>",
        )
        .check(
            "GET /photos?list-type=2&max-keys=-1",
            "400\n\nArgument maxKeys must be an integer between 0 and 2147483647",
        )
        .check(
            "GET /photos?list-type=2&encoding-type=value",
            "400\n\nInvalid Encoding Method specified in Request\n<ArgumentValue>value</ArgumentValue>",
        )
        .check("GET /photos?list-type=2&continuation-token=", "400\n\nThe continuation token provided is incorrect")
        .check("GET /photos?list-type=2&continuation-token=%ff", "400\n\nThe continuation token provided is incorrect")
        .check("GET /cellar?list-type=2", "404\n\nNoSuchBucket");
}

/// All pages of a listing, as the names in the order listed within each page: keys, then prefixes.
fn pages(lab: &mut Lab, query: &str) -> Vec<Vec<String>> {
    let mut pages = Vec::new();
    let mut token = String::new();
    loop {
        let response = lab.send(&read(&format!("GET /photos?list-type=2&{query}{token}")));
        let root = xml::parse(&response.body).expect("a listing is well-formed");
        let names = |element: &'static str, name: &'static str| {
            root.children_named(element)
                .filter_map(move |child| child.child_text(name))
                .map(|name| uri::parameter(&format!("n={name}"), "n").unwrap_or_default())
                .collect::<Vec<_>>()
        };
        pages.push([names("Contents", "Key"), names("CommonPrefixes", "Prefix")].concat());
        match root.child_text("NextContinuationToken") {
            Some(next) => token = format!("&continuation-token={}", uri::encode(next)),
            None => return pages,
        }
        assert!(pages.len() < 10_000, "the listing does not end");
    }
}

/// What a listing should hold, worked out without cleverness.
fn model(keys: &BTreeSet<String>, prefix: &str, delimiter: &str, start_after: &str, max: usize) -> Vec<Vec<String>> {
    let mut entries: BTreeSet<(String, bool)> = BTreeSet::new();
    for key in keys.iter().filter(|key| key.starts_with(prefix) && key.as_str() > start_after) {
        let rest = &key[prefix.len()..];
        match rest.find(delimiter).filter(|_| !delimiter.is_empty()) {
            Some(at) => entries.insert((key[..prefix.len() + at + delimiter.len()].to_owned(), true)),
            None => entries.insert((key.clone(), false)),
        };
    }
    let entries: Vec<_> = entries.into_iter().collect();
    let mut pages: Vec<Vec<String>> = entries
        .chunks(max)
        .map(|page| {
            let of = |common| page.iter().filter(move |entry| entry.1 == common).map(|entry| entry.0.clone());
            of(false).chain(of(true)).collect()
        })
        .collect();
    if pages.is_empty() {
        pages.push(Vec::new());
    }
    pages
}

#[test]
fn listings_agree_with_a_naive_model() {
    let mut lab = lab();
    let mut rng = Rng::new(2026);
    let mut keys = BTreeSet::new();
    let letters = ["a", "b", "/", "//", "-", "ü", "\u{10ffff}", "+", " ", "c"];
    let word = |rng: &mut Rng, most: u64| -> String { (0..rng.below(most + 1)).map(|_| pick(rng, &letters)).collect() };
    for round in 0..600 {
        let key = word(&mut rng, 6);
        if key.is_empty() {
            continue;
        }
        let address = format!("/photos/{}", uri::encode_path(&key));
        if rng.below(4) == 0 {
            lab.check(&format!("DELETE {address}"), "204");
            keys.remove(&key);
        } else {
            lab.check(&format!("PUT {address}\n\nx"), "200");
            keys.insert(key);
        }
        let (prefix, start_after) = (word(&mut rng, 2), word(&mut rng, 2));
        let delimiter = pick(&mut rng, &["", "/", "//", "a", "\u{10ffff}"]);
        let max = pick(&mut rng, &[1, 2, 3, 4, 5, 6, 7]);
        let query = format!(
            "encoding-type=url&prefix={}&delimiter={}&start-after={}&max-keys={max}",
            uri::encode(&prefix),
            uri::encode(delimiter),
            uri::encode(&start_after)
        );
        let expected = model(&keys, &prefix, delimiter, &start_after, max);
        assert_eq!(pages(&mut lab, &query), expected, "round {round}: {query}");
    }
}
