//! Tags of objects and buckets.

use super::harness::lab;

fn tagging(tags: &[(&str, &str)]) -> String {
    let tags: String =
        tags.iter().map(|(name, value)| format!("<Tag><Key>{name}</Key><Value>{value}</Value></Tag>")).collect();
    format!("<Tagging><TagSet>{tags}</TagSet></Tagging>")
}

#[test]
fn objects_have_tags() {
    lab()
        .check("PUT /photos/a\nx-amz-tagging: place=the%20harbour&colour=\n\nx", "200")
        .check(
            "GET /photos/a?tagging",
            "200\n\n<Tag><Key>place</Key><Value>the harbour</Value></Tag><Tag><Key>colour</Key><Value></Value></Tag>",
        )
        .check("PUT /photos/b\nx-amz-copy-source: photos/a", "200")
        .check("GET /photos/b", "200\nx-amz-tagging-count: 2")
        .check(&format!("PUT /photos/a?tagging\n\n{}", tagging(&[("n", "1")])), "200")
        .check("GET /photos/a?tagging", "200\n\n<Key>n</Key>\n!place")
        .check("DELETE /photos/a?tagging", "204")
        .check("GET /photos/a?tagging", "200\n\n<TagSet></TagSet>")
        .check("GET /photos/a", "200\n-x-amz-tagging-count\n\nx")
        .check("GET /photos/missing?tagging", "404\n\nNoSuchKey");
}

#[test]
fn buckets_have_tags() {
    lab()
        .check("GET /photos?tagging", "404\n\n<Code>NoSuchTagSet</Code><Message>The TagSet does not exist</Message><BucketName>photos</BucketName>")
        .check(&format!("PUT /photos?tagging\n\n{}", tagging(&[("n", "1")])), "204")
        .check("GET /photos?tagging", "200\n\n<Tag><Key>n</Key><Value>1</Value></Tag>")
        .check(&format!("PUT /photos?tagging\n\n{}", tagging(&[("aws:n", "1")])), "400\n\nSystem tags cannot be added/updated by requester</Message><TagKey>aws:n")
        .check("DELETE /photos?tagging", "204")
        .check("GET /photos?tagging", "404\n\nNoSuchTagSet");
}

#[test]
fn wrong_tags_are_refused() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200")
        .check("PUT /photos/a\nx-amz-tagging: key1=val1&key1=val2\n\nx", "400\n\nThe header &apos;x-amz-tagging&apos; shall be encoded as UTF-8 then URLEncoded URL query parameters without tag name duplicates.\n<ArgumentName>x-amz-tagging</ArgumentName><ArgumentValue>key1=val1&amp;key1=val2");
    let eleven: Vec<String> = (0..11).map(|number| number.to_string()).collect();
    let eleven: Vec<(&str, &str)> = eleven.iter().map(|number| (number.as_str(), "")).collect();
    for (tags, expected) in [
        (
            &[("k", "1"), ("k", "2")][..],
            "<Code>InvalidTag</Code><Message>Cannot provide multiple Tags with the same key</Message><TagKey>k",
        ),
        (&[("aws:k", "1")], "Your TagKey cannot be prefixed with aws:</Message><TagKey>aws:k"),
        (&[("a,b", "1")], "The TagKey you have provided is invalid</Message><TagKey>a,b"),
        (&[("a", "1,2")], "The TagValue you have provided is invalid</Message><TagKey>a</TagKey><TagValue>1,2"),
        (&eleven, "Object tags cannot be greater than 10"),
    ] {
        lab.check(&format!("PUT /photos/a?tagging\n\n{}", tagging(tags)), &format!("400\n\n{expected}"));
    }
    lab.check("PUT /photos/a?tagging\n\n<Tagging/>", "400\n\nMalformedXML");
}
