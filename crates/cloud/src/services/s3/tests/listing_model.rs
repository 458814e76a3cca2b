//! All three listings against one naive model, under random writes, prefixes, delimiters, markers and page sizes.

use std::collections::BTreeMap;

use super::harness::{Lab, lab, pick, read};
use crate::protocol::{uri, xml, xml::Element};
use crate::sim::rng::Rng;

const ENABLE: &str =
    "PUT /photos?versioning\n\n<VersioningConfiguration><Status>Enabled</Status></VersioningConfiguration>";
/// Rounds, of which each asks for the three listings.
const ROUNDS: usize = 1_000;
/// Pages that are read of one listing before it is left.
const PAGES: usize = 4;

/// Of each key its versions, the newest first: the id, and whether it is an object.
type Model = BTreeMap<String, Vec<(String, bool)>>;

/// What is asked of a listing.
struct Asked {
    prefix: String,
    delimiter: &'static str,
    marker: String,
    version_marker: String,
    max: usize,
}

/// A line of a listing: what stands there, and where a page goes on that ends with it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Line {
    shown: String,
    is_common: bool,
}

impl Asked {
    fn by_chance(rng: &mut Rng, model: &Model) -> Self {
        let marker = word(rng, 3);
        // A version's marker names a version that there is.
        let ids = model.get(&marker).filter(|_| rng.below(2) == 0);
        let version_marker =
            ids.map(|ids| ids[usize::try_from(rng.below(ids.len() as u64)).expect("it is small")].0.clone());
        Self {
            prefix: word(rng, 2),
            delimiter: pick(rng, &["", "/", "//", "a", "\u{10ffff}"]),
            version_marker: version_marker.unwrap_or_default(),
            marker,
            max: pick(rng, &[1, 2, 3, 5, 9]),
        }
    }

    fn query(&self) -> String {
        let (prefix, delimiter) = (uri::encode(&self.prefix), uri::encode(self.delimiter));
        format!("encoding-type=url&prefix={prefix}&delimiter={delimiter}&max-keys={}", self.max)
    }

    /// What `key` is rolled into.
    fn common<'k>(&self, key: &'k str) -> Option<&'k str> {
        let rest = key.strip_prefix(&self.prefix)?;
        let at = rest.find(self.delimiter).filter(|_| !self.delimiter.is_empty())?;
        key.get(..self.prefix.len() + at + self.delimiter.len())
    }

    /// The lines that there should be, `lines` giving those of one key.
    fn expected(
        &self,
        model: &Model,
        marks_prefixes: bool,
        lines: impl Fn(&str, &[(String, bool)]) -> Vec<String>,
    ) -> Vec<Line> {
        let skipped = Some(self.marker.as_str())
            .filter(|marker| marks_prefixes && self.common(marker) == Some(*marker) && !marker.is_empty());
        let mut expected: Vec<Line> = Vec::new();
        for (key, versions) in model.iter().filter(|(key, _)| key.starts_with(&self.prefix)) {
            if skipped.is_some_and(|prefix| key.starts_with(prefix)) {
                continue;
            }
            let shown = lines(key, versions);
            match self.common(key).filter(|_| !shown.is_empty()) {
                Some(common) => expected.push(Line { shown: common.to_owned(), is_common: true }),
                None => expected.extend(shown.into_iter().map(|shown| Line { shown, is_common: false })),
            }
        }
        expected.dedup();
        expected
    }
}

fn word(rng: &mut Rng, most: u64) -> String {
    let letters = ["a", "b", "/", "//", "-", "ü", "\u{10ffff}", "+", " "];
    (0..rng.below(most + 1)).map(|_| pick(rng, &letters)).collect()
}

fn text(element: &Element, name: &str) -> String {
    uri::parameter(&format!("n={}", element.child_text(name).unwrap_or_default()), "n").unwrap_or_default()
}

/// Holds the pages of a listing against `expected`: `next` says where the page after `root` begins, as a query.
#[track_caller]
fn compare(lab: &mut Lab, asked: &Asked, first: &str, expected: &[Line], next: impl Fn(&Element) -> Option<String>) {
    let mut marker = first.to_owned();
    let mut rest = expected;
    for _ in 0..PAGES {
        let query = format!("{}{marker}", asked.query());
        let root = xml::parse(&lab.send(&read(&format!("GET /photos?{query}"))).body).expect("it is well-formed");
        let (page, beyond) = rest.split_at(rest.len().min(asked.max));
        rest = beyond;
        let found = |is_common: bool| {
            let wanted = move |child: &&Element| match child.name.as_str() {
                "CommonPrefixes" => is_common,
                "Contents" | "Version" | "DeleteMarker" => !is_common,
                _ => false,
            };
            let shown = |child: &Element| match child.name.as_str() {
                "CommonPrefixes" => text(child, "Prefix"),
                "Contents" => text(child, "Key"),
                _ => format!("{} {} {}", text(child, "Key"), text(child, "VersionId"), text(child, "IsLatest")),
            };
            root.children.iter().filter(wanted).map(shown).collect::<Vec<String>>()
        };
        for is_common in [false, true] {
            let lines: Vec<&str> =
                page.iter().filter(|line| line.is_common == is_common).map(|line| line.shown.as_str()).collect();
            assert_eq!(found(is_common), lines, "{query}");
        }
        assert_eq!(root.child_text("IsTruncated") == Some("true"), !rest.is_empty(), "{query}");
        match next(&root) {
            Some(after) => marker = after,
            None => return assert!(rest.is_empty(), "{query}"),
        }
    }
}

#[test]
fn listings_are_what_a_sorted_list_would_give() {
    let mut lab = lab();
    lab.check(ENABLE, "200");
    let mut rng = Rng::new(26);
    let mut model = Model::new();
    for _ in 0..ROUNDS {
        write(&mut lab, &mut rng, &mut model);
        let asked = Asked::by_chance(&mut rng, &model);
        let current = |key: &str, versions: &[(String, bool)]| {
            let is_there = versions.first().is_some_and(|(_, is_object)| *is_object) && key > asked.marker.as_str();
            if is_there { vec![key.to_owned()] } else { Vec::new() }
        };
        let marker = uri::encode(&asked.marker);
        let go_on = |name: &'static str, parameter: &'static str| {
            move |root: &Element| {
                Some(format!("&{parameter}={}", uri::encode(&text(root, name)))).filter(|_| root.child(name).is_some())
            }
        };
        let expected = asked.expected(&model, true, current);
        compare(&mut lab, &asked, &format!("&marker={marker}"), &expected, |root| {
            // Without a delimiter the first version of listing leaves it to the client where to go on.
            let last =
                root.children_named("Contents").last().filter(|_| root.child_text("IsTruncated") == Some("true"));
            go_on("NextMarker", "marker")(root)
                .or_else(|| last.map(|last| format!("&marker={}", uri::encode(&text(last, "Key")))))
        });
        let expected = asked.expected(&model, false, current);
        compare(&mut lab, &asked, &format!("&list-type=2&start-after={marker}"), &expected, |root| {
            let token = root.child_text("NextContinuationToken")?;
            Some(format!("&list-type=2&continuation-token={}", uri::encode(token)))
        });
        let expected = asked.expected(&model, true, |key, versions| {
            let marked = versions.iter().position(|(id, _)| *id == asked.version_marker);
            let skipped = match marked {
                _ if key < asked.marker.as_str() => versions.len(),
                _ if key > asked.marker.as_str() || asked.marker.is_empty() => 0,
                Some(at) => at + 1,
                None => versions.len(),
            };
            let line = |(at, (id, _)): (usize, &(String, bool))| format!("{key} {id} {}", at == 0);
            versions.iter().enumerate().skip(skipped).map(line).collect()
        });
        let first = if asked.marker.is_empty() {
            "&versions".to_owned()
        } else {
            format!("&versions&key-marker={marker}&version-id-marker={}", asked.version_marker)
        };
        // Versions and delete markers stand in one order, so they are compared as they stand.
        compare(&mut lab, &asked, &first, &expected, |root| {
            let key = go_on("NextKeyMarker", "key-marker")(root)?;
            Some(format!("&versions{key}&version-id-marker={}", text(root, "NextVersionIdMarker")))
        });
    }
}

/// Writes, marks or deletes something by chance, in the bucket and in the model.
fn write(lab: &mut Lab, rng: &mut Rng, model: &mut Model) {
    let key = word(rng, 5);
    if key.is_empty() {
        return;
    }
    let address = format!("/photos/{}", uri::encode_path(&key));
    let kept = model.get(&key).map_or(0, Vec::len);
    let chance = rng.below(6);
    if chance == 0 && kept > 0 {
        let at = usize::try_from(rng.below(kept as u64)).expect("it is small");
        let versions = model.get_mut(&key).expect("it has versions");
        let (id, _) = versions.remove(at);
        if versions.is_empty() {
            model.remove(&key);
        }
        lab.check(&format!("DELETE {address}?versionId={id}"), "204");
        return;
    }
    let is_object = chance > 1;
    let request = if is_object { format!("PUT {address}\n\nx") } else { format!("DELETE {address}") };
    let id = lab.header(&request, "x-amz-version-id");
    model.entry(key).or_default().insert(0, (id, is_object));
}
