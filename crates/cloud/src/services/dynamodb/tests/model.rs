//! A table held against a map that could not be simpler, through some thousand random writes and reads.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::{Lab, lab};
use crate::sim::rng::Rng;

const SEEDS: u64 = 4;
const STEPS: usize = 600;
const ALBUMS: [&str; 3] = ["a", "b", "ü"];
const PLACES: [&str; 2] = ["port", "quay"];

/// What an item has besides its key.
#[derive(Clone, Debug, Default, PartialEq)]
struct Rest {
    size: Option<i64>,
    place: Option<&'static str>,
    looks: Option<i64>,
}

type Key = (&'static str, i64);
type Model = BTreeMap<Key, Rest>;

fn below(rng: &mut Rng, bound: usize) -> usize {
    usize::try_from(rng.below(bound as u64)).unwrap()
}

fn small(rng: &mut Rng, bound: usize) -> i64 {
    i64::try_from(below(rng, bound)).unwrap()
}

fn number(value: i64) -> Value {
    json!({"N": value.to_string()})
}

fn key((album, at): Key) -> Value {
    json!({"album": {"S": album}, "number": number(at)})
}

fn item(held: Key, rest: &Rest) -> Value {
    let mut item = key(held);
    for (name, value) in [("size", rest.size), ("looks", rest.looks)] {
        if let Some(value) = value {
            item[name] = number(value);
        }
    }
    if let Some(place) = rest.place {
        item["place"] = json!({"S": place});
    }
    item
}

/// The two attributes that every index has.
fn key_of(item: &Value) -> (String, i64) {
    (item["album"]["S"].as_str().unwrap().to_owned(), item["number"]["N"].as_str().unwrap().parse().unwrap())
}

struct Run {
    lab: Lab,
    model: Model,
    rng: Rng,
}

impl Run {
    fn any_key(&mut self) -> Key {
        (ALBUMS[below(&mut self.rng, 3)], small(&mut self.rng, 12) - 6)
    }

    fn any_rest(&mut self) -> Rest {
        let rng = &mut self.rng;
        Rest {
            size: (below(rng, 4) > 0).then(|| small(rng, 4)),
            place: (below(rng, 3) > 0).then(|| PLACES[below(rng, 2)]),
            looks: (below(rng, 2) > 0).then(|| small(rng, 3)),
        }
    }

    fn put(&mut self) {
        let (held, rest) = (self.any_key(), self.any_rest());
        let mut body = json!({"TableName": "Photos", "Item": item(held, &rest), "ReturnValues": "ALL_OLD"});
        let before = self.model.get(&held).cloned();
        if below(&mut self.rng, 3) == 0 {
            body["ConditionExpression"] = json!("attribute_not_exists(album)");
            if before.is_some() {
                let failed = "ConditionalCheckFailedException";
                self.lab.refuse("PutItem", &body.to_string(), failed, "The conditional request failed");
                return;
            }
        }
        let answer = self.lab.ok("PutItem", &body.to_string());
        assert_eq!(answer.get("Attributes"), before.map(|rest| item(held, &rest)).as_ref());
        self.model.insert(held, rest);
    }

    fn update(&mut self) {
        let held = self.any_key();
        let (expression, change): (&str, fn(&mut Rest)) = match below(&mut self.rng, 4) {
            0 => ("SET looks = if_not_exists(looks, :zero) + :one", |rest| {
                rest.looks = Some(rest.looks.unwrap_or(0) + 1)
            }),
            1 => ("SET place = :port, size = :one ADD looks :zero", |rest| {
                *rest = Rest { size: Some(1), place: Some("port"), looks: Some(rest.looks.unwrap_or(0)) };
            }),
            2 => ("ADD looks :one REMOVE place", |rest| {
                *rest = Rest { place: None, looks: Some(rest.looks.unwrap_or(0) + 1), ..rest.clone() };
            }),
            _ => ("SET size = :zero REMOVE looks", |rest| *rest = Rest { size: Some(0), looks: None, ..rest.clone() }),
        };
        let all = [(":zero", number(0)), (":one", number(1)), (":port", json!({"S": "port"}))];
        let values: Map<String, Value> = (all.into_iter())
            .filter(|(name, _)| expression.contains(name))
            .map(|(name, value)| (name.to_owned(), value))
            .collect();
        let body = json!({"TableName": "Photos", "Key": key(held), "UpdateExpression": expression, "ReturnValues": "ALL_NEW",
            "ExpressionAttributeValues": values});
        let rest = self.model.entry(held).or_default();
        change(rest);
        // `size` is a reserved word.
        let text = body.to_string().replace("size =", "#s =");
        let mut body: Value = serde_json::from_str(&text).unwrap();
        if expression.contains("size") {
            body["ExpressionAttributeNames"] = json!({"#s": "size"});
        }
        assert_eq!(self.lab.ok("UpdateItem", &body.to_string())["Attributes"], item(held, rest), "{expression}");
    }

    fn delete(&mut self) {
        let held = self.any_key();
        let body = json!({"TableName": "Photos", "Key": key(held), "ReturnValues": "ALL_OLD"});
        let before = self.model.remove(&held).map(|rest| item(held, &rest));
        assert_eq!(self.lab.ok("DeleteItem", &body.to_string()).get("Attributes"), before.as_ref());
    }

    fn get(&mut self) {
        let held = self.any_key();
        let expected = self.model.get(&held).map(|rest| item(held, rest));
        let answer = self.lab.ok("GetItem", &json!({"TableName": "Photos", "Key": key(held)}).to_string());
        assert_eq!(answer.get("Item"), expected.as_ref());
    }

    /// All items of all pages, none of which looks at more than its limit.
    fn pages(&mut self, operation: &str, mut body: Value, from: &str, to: &str) -> Vec<Value> {
        let limit = below(&mut self.rng, 5) + 1;
        body["Limit"] = json!(limit);
        let mut items = Vec::new();
        loop {
            let page = self.lab.ok(operation, &body.to_string());
            items.extend(page["Items"].as_array().unwrap().iter().cloned());
            assert!(page.get("ScannedCount").is_none_or(|count| count.as_u64().unwrap() <= limit as u64), "{body}");
            match page.get(from) {
                Some(next) => body[to] = next.clone(),
                None => return items,
            }
            assert!(items.len() <= self.model.len(), "{body} goes round in circles");
        }
    }

    /// A query with a random bound on the sort key, by the table or its local index, and by PartiQL.
    fn query(&mut self) {
        let album = ALBUMS[below(&mut self.rng, 3)];
        let local = below(&mut self.rng, 2) == 0;
        let (low, high) = (small(&mut self.rng, 8) - 4, small(&mut self.rng, 4));
        let high = low + high;
        let (name, placeholder) = if local { ("size", "#k") } else { ("number", "#k") };
        type Fits = fn(i64, i64, i64) -> bool;
        let bounds: [(&str, Fits); 6] = [
            ("K = :low", |at, low, _| at == low),
            ("K < :low", |at, low, _| at < low),
            ("K <= :low", |at, low, _| at <= low),
            ("K > :low", |at, low, _| at > low),
            ("K >= :low", |at, low, _| at >= low),
            ("K BETWEEN :low AND :high", |at, low, high| (low..=high).contains(&at)),
        ];
        let (bound, fits) = bounds[below(&mut self.rng, 6)];
        let (forward, filtered) = (below(&mut self.rng, 2) == 0, below(&mut self.rng, 3) == 0);
        let mut found: Vec<(i64, Key, &Rest)> = (self.model.iter())
            .filter(|((held, _), rest)| *held == album && (!filtered || rest.looks.is_some_and(|looks| looks > 0)))
            .filter_map(|(held, rest)| Some((if local { rest.size? } else { held.1 }, *held, rest)))
            .filter(|(at, _, _)| fits(*at, low, high))
            .collect();
        found.sort_by_key(|(at, held, _)| (*at, *held));
        if !forward {
            found.reverse();
        }
        let expected: Vec<Value> = found.into_iter().map(|(_, held, rest)| item(held, rest)).collect();

        let mut values = json!({":album": {"S": album}, ":low": number(low)});
        if bound.contains(":high") {
            values[":high"] = number(high);
        }
        let mut body = json!({"TableName": "Photos", "ScanIndexForward": forward, "ExpressionAttributeNames": {"#k": name},
            "KeyConditionExpression": format!("album = :album AND {}", bound.replace('K', placeholder))});
        if local {
            body["IndexName"] = json!("by-size");
        }
        if filtered {
            body["FilterExpression"] = json!("looks > :none");
            values[":none"] = number(0);
        }
        body["ExpressionAttributeValues"] = values;
        let told = body.to_string();
        assert_eq!(self.pages("Query", body, "LastEvaluatedKey", "ExclusiveStartKey"), expected, "{told}");

        let source = if local { "\"Photos\".\"by-size\"" } else { "Photos" };
        let bound = bound.replace('K', name).replace(":low", &low.to_string()).replace(":high", &high.to_string());
        let (filter, order) = (if filtered { "AND looks > 0" } else { "" }, if forward { "ASC" } else { "DESC" });
        let statement =
            format!("SELECT * FROM {source} WHERE album = '{album}' AND {bound} {filter} ORDER BY {name} {order}");
        let found = self.pages("ExecuteStatement", json!({"Statement": statement}), "NextToken", "NextToken");
        assert_eq!(found, expected, "{statement}");
    }

    /// A scan of the table or of an index, whole or in segments; its order is nobody's business.
    fn scan(&mut self) {
        let index = [None, Some("by-place"), Some("by-size")][below(&mut self.rng, 3)];
        let total = below(&mut self.rng, 3) + 1;
        let mut found = Vec::new();
        for segment in 0..total {
            let mut body = json!({"TableName": "Photos", "Segment": segment, "TotalSegments": total});
            if let Some(index) = index {
                body["IndexName"] = json!(index);
            }
            found.extend(self.pages("Scan", body, "LastEvaluatedKey", "ExclusiveStartKey"));
        }
        found.sort_by_key(key_of);
        let expected: Vec<Value> = (self.model.iter())
            .filter_map(|(held, rest)| match index {
                // It projects keys alone.
                Some("by-place") => rest.place.map(|_| item(*held, &Rest { place: rest.place, ..Rest::default() })),
                Some(_) => rest.size.map(|_| item(*held, rest)),
                None => Some(item(*held, rest)),
            })
            .collect();
        assert_eq!(found, expected, "{index:?} in {total}");
    }

    /// A query by the global index, whose partitions are its own.
    fn query_place(&mut self) {
        let place = PLACES[below(&mut self.rng, 2)];
        let body = json!({"TableName": "Photos", "IndexName": "by-place", "KeyConditionExpression": "place = :place",
            "ExpressionAttributeValues": {":place": {"S": place}}});
        let mut found = self.pages("Query", body, "LastEvaluatedKey", "ExclusiveStartKey");
        found.sort_by_key(key_of);
        let expected: Vec<Value> = (self.model.iter())
            .filter(|(_, rest)| rest.place == Some(place))
            .map(|(held, rest)| item(*held, &Rest { place: rest.place, ..Rest::default() }))
            .collect();
        assert_eq!(found, expected, "{place}");
    }
}

#[test]
fn a_table_is_what_a_plain_map_is() {
    for seed in 0..SEEDS {
        let mut run = Run { lab: lab(), model: Model::new(), rng: Rng::new(seed) };
        let mut most = 0;
        for _ in 0..STEPS {
            match below(&mut run.rng, 12) {
                0..=2 => run.put(),
                3 | 4 => run.update(),
                5 | 6 => run.delete(),
                7 => run.get(),
                8 | 9 => run.query(),
                10 => run.query_place(),
                _ => run.scan(),
            }
            most = most.max(run.model.len());
        }
        assert!(most > 15, "a table of {most} items at most says little");
        let shown = run.lab.ok("DescribeTable", r#"{"TableName": "Photos"}"#);
        assert_eq!(shown["Table"]["ItemCount"], run.model.len());
    }
}
