//! Schemas and bodies: which are refused, and in which words.

use serde_json::{Value, json};

use super::Schema;
use crate::sim::rng::Rng;

fn model(name: &str) -> Option<String> {
    let schema = match name {
        "User" => json!({"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}),
        "Tree" => json!({
            "type": "object",
            "required": ["value"],
            "properties": {
                "value": {"type": "integer"},
                "children": {"type": "array", "items": {"$ref": "#"}}
            }
        }),
        "Loop" => json!({"$ref": "https://apigateway.amazonaws.com/restapis/a1/models/Loop"}),
        _ => return None,
    };
    Some(schema.to_string())
}

#[track_caller]
fn parse(schema: &Value) -> Schema {
    Schema::parse(&schema.to_string(), &model).unwrap_or_else(|error| panic!("{schema}: {error}"))
}

/// A body that fits, and what is said of one that does not.
#[track_caller]
fn check(schema: Value, fits: Value, fits_not: Value, words: &str) {
    let schema = parse(&schema);
    assert_eq!(schema.check(&fits.to_string()), Ok(()), "{fits}");
    assert_eq!(schema.check(&fits_not.to_string()), Err(format!("[{words}]")), "{fits_not}");
}

/// With which words a schema is refused.
#[track_caller]
fn refused(schema: &str, words: &str) {
    let error = Schema::parse(schema, &model).expect_err(schema);
    let words = format!("Invalid model specified: Validation Result: warnings : [], errors : [{words}");
    assert!(error.starts_with(&words), "{schema} gave {error}");
}

#[test]
fn each_keyword_has_its_words() {
    for (schema, fits, fits_not, words) in [
        (
            json!({"type": "integer"}),
            json!(1),
            json!("1"),
            r#"instance type (string) does not match any allowed primitive type (allowed: ["integer"])"#,
        ),
        (
            json!({"type": ["string", "number"]}),
            json!(1.5),
            json!(null),
            r#"instance type (null) does not match any allowed primitive type (allowed: ["integer","number","string"])"#,
        ),
        (
            json!({"required": ["b", "a", "c"]}),
            json!({"a": 1, "b": 2, "c": 3}),
            json!({"c": 1}),
            r#"object has missing required properties (["a","b"])"#,
        ),
        (
            json!({"properties": {"a": {}}, "patternProperties": {"^x-": {}}, "additionalProperties": false}),
            json!({"a": 1, "x-1": 2}),
            json!({"c": 1, "b": 1, "x-1": 1}),
            r#"object instance has properties which are not allowed by the schema: ["b","c"]"#,
        ),
        (
            json!({"enum": ["a", 1]}),
            json!(1),
            json!("b"),
            r#"instance value ("b") not found in enum (possible values: ["a",1])"#,
        ),
        (
            json!({"minimum": 1}),
            json!(1),
            json!(0),
            "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
        ),
        (
            json!({"maximum": 10.5}),
            json!(10.5),
            json!(11),
            "numeric instance is greater than the required maximum (maximum: 10.5, found: 11)",
        ),
        (
            json!({"minimum": 0, "exclusiveMinimum": true}),
            json!(1),
            json!(0),
            "numeric instance is not strictly greater than the required minimum 0",
        ),
        (
            json!({"maximum": 9, "exclusiveMaximum": true}),
            json!(8),
            json!(9),
            "numeric instance is not strictly lower than the required maximum 9",
        ),
        (
            json!({"minLength": 3}),
            json!("äöü"),
            json!("äö"),
            r#"string "äö" is too short (length: 2, required minimum: 3)"#,
        ),
        (
            json!({"maxLength": 1.0}),
            json!("a"),
            json!("ab"),
            r#"string "ab" is too long (length: 2, maximum allowed: 1)"#,
        ),
        (
            json!({"pattern": "^a+$"}),
            json!("aa"),
            json!("b"),
            r#"ECMA 262 regex "^a+$" does not match input string "b""#,
        ),
        (
            json!({"minItems": 2}),
            json!([1, 2]),
            json!([1]),
            "array is too short: must have at least 2 elements but instance has 1 elements",
        ),
        (
            json!({"maxItems": 1}),
            json!([1]),
            json!([1, 2]),
            "array is too long: must have at most 1 elements but instance has 2 elements",
        ),
        (json!({"uniqueItems": true}), json!([1, 2]), json!([1, 1]), "array must not contain duplicate elements"),
        (json!({"multipleOf": 2}), json!(-4), json!(3), "remainder of division is not zero (3 / 2)"),
        (
            json!({"anyOf": [{"type": "string"}, {"minimum": 5}]}),
            json!(6),
            json!(1),
            "instance failed to match at least one required schema among 2",
        ),
        (
            json!({"oneOf": [{"multipleOf": 3}, {"multipleOf": 5}]}),
            json!(9),
            json!(15),
            "instance failed to match exactly one schema (matched 2 out of 2)",
        ),
        (
            json!({"properties": {"a": {"allOf": [{"minimum": 3}, {"maximum": 5}, {"properties": {"b": {"minimum": 1}}}]}}}),
            json!({"a": 4}),
            json!({"a": {"b": 0}}),
            "instance failed to match all required schemas (matched only 2 out of 3)",
        ),
        (json!({"not": {"type": "null"}}), json!(1), json!(null), "instance matched a schema which it should not have"),
        (
            json!({"dependencies": {"a": ["b"]}}),
            json!({"a": 1, "b": 1}),
            json!({"a": 1}),
            r#"property "a" of object has missing property dependencies (schema requires ["b"]; missing: ["b"])"#,
        ),
        (json!({"format": "email"}), json!("a@b"), json!("ab"), r#"string "ab" is not a valid email address"#),
    ] {
        check(schema, fits, fits_not, words);
    }
}

#[test]
fn faults_are_told_from_the_outside_in() {
    let schema = json!({
        "type": "object",
        "required": ["id"],
        "properties": {
            "id": {"type": "integer"},
            "name": {"type": "string", "enum": ["a"]},
            "list": {"type": "array", "items": {"type": "string"}}
        }
    });
    let string = r#"instance type (integer) does not match any allowed primitive type (allowed: ["string"])"#;
    // Parts are not looked at when the whole does not fit.
    check(schema.clone(), json!({"id": 1}), json!({"name": 1}), r#"object has missing required properties (["id"])"#);
    let enumerated = format!(r#"instance value (1) not found in enum (possible values: ["a"]), {string}"#);
    check(schema.clone(), json!({"id": 1, "name": "a"}), json!({"id": 1, "name": 1}), &enumerated);
    let twice = format!("{string}, {string}");
    check(schema, json!({"id": 1, "list": []}), json!({"list": ["x", 1, "y", 2], "id": 2}), &twice);
}

#[test]
fn references() {
    let user = "https://apigateway.amazonaws.com/restapis/a1b2c3/models/User";
    let missing = r#"object has missing required properties (["name"])"#;
    check(json!({"type": "array", "items": {"$ref": user}}), json!([{"name": "Ann"}]), json!([{}]), missing);
    check(
        json!({"definitions": {"n": {"minimum": 1}}, "properties": {"a": {"$ref": "#/definitions/n"}}}),
        json!({"a": 1}),
        json!({"a": 0}),
        "numeric instance is lower than the required minimum (minimum: 1, found: 0)",
    );
    let tree = "https://apigateway.amazonaws.com/restapis/a1b2c3/models/Tree";
    let body = json!({"t": {"value": 1, "children": [{"value": 2, "children": [{"value": 3}]}]}});
    let bad = json!({"t": {"value": 1, "children": [{"value": 2, "children": [{"value": "x"}]}]}});
    let words = r#"instance type (string) does not match any allowed primitive type (allowed: ["integer"])"#;
    check(json!({"properties": {"t": {"$ref": tree}}}), body, bad, words);
}

#[test]
fn what_is_no_schema_is_refused() {
    for (schema, words) in [
        ("", "Invalid model schema specified. It is no JSON"),
        ("[]", "Invalid model schema specified. A schema is an object"),
        (r#"{"required":[]}"#, "Invalid model schema specified. At /required"),
        (r#"{"type":"String"}"#, "Invalid model schema specified. At /type"),
        (r#"{"properties":[]}"#, "Invalid model schema specified. At /properties"),
        (r#"{"minLength":-1}"#, "Invalid model schema specified. At /minLength"),
        (r#"{"multipleOf":0}"#, "Invalid model schema specified. At /multipleOf"),
        (r#"{"pattern":"("}"#, "Invalid model schema specified. The pattern"),
        (
            r#"{"nullable":true,"properties":{"a":{"example":1,"nullable":true}}}"#,
            r#"Invalid model schema specified. Unsupported keyword(s): ["nullable","example"]]"#,
        ),
        (
            r##"{"$ref":"#/definitions/x"}"##,
            "Invalid model schema specified. The reference #/definitions/x leads nowhere",
        ),
        (r##"{"$ref":"#"}"##, "Invalid model schema specified. The reference # leads back to itself"),
        (r##"{"allOf":[{"not":{"$ref":"#"}}]}"##, "Invalid model schema specified. The reference # leads back"),
        (r#"{"$ref":"User"}"#, "Model reference must be in canonical form]"),
        (r#"{"$ref":"https://apigateway.amazonaws.com/restapis/a/models/No"}"#, "Invalid model name specified: No]"),
        (
            r#"{"items":{"$ref":"https://apigateway.amazonaws.com/restapis/a/models/Loop"}}"#,
            "Invalid model schema specified. The reference #/definitions/model-Loop leads back to itself",
        ),
    ] {
        refused(schema, words);
    }
    refused(&format!("{}1{}", r#"{"not":"#.repeat(100), "}".repeat(100)), "Invalid model schema specified. It nests");
}

#[test]
fn bodies_that_are_no_json_do_not_fit() {
    let schema = parse(&json!({"type": "object"}));
    let object = r#"[instance type (null) does not match any allowed primitive type (allowed: ["object"])]"#;
    assert_eq!(schema.check(""), Err(object.to_owned()));
    let error = schema.check("{a}").expect_err("it is no JSON");
    assert!(error.starts_with("[Unable to parse the body as JSON: "), "{error}");
}

/// Members of schemas, of which random ones are made.
const MEMBERS: [&str; 26] = [
    r#""type":"object""#,
    r#""type":["string",1]"#,
    r#""required":["a"]"#,
    r#""properties":{"a":@}"#,
    r#""items":@"#,
    r#""items":[@,@]"#,
    r#""additionalItems":false"#,
    r#""additionalProperties":@"#,
    r#""allOf":[@,@]"#,
    r#""oneOf":[@,@]"#,
    r#""anyOf":[@]"#,
    r#""not":@"#,
    r#""enum":[1,"a"]"#,
    r#""minimum":1.5"#,
    r#""multipleOf":2"#,
    r#""multipleOf":18446744073709551615"#,
    r#""maxLength":1"#,
    r#""minItems":1e300"#,
    r#""pattern":"a|b""#,
    r##""$ref":"#""##,
    r##""$ref":"#/properties/a""##,
    r##""$ref":"#/%zz""##,
    r#""dependencies":{"a":@,"b":["a"]}"#,
    r#""format":"uri""#,
    r#""definitions":{"a":@}"#,
    r#""uniqueItems":true"#,
];

#[test]
fn random_schemas_and_bodies_never_panic() {
    let mut rng = Rng::new(21);
    let mut pick = |bound: usize| usize::try_from(rng.below(bound as u64)).unwrap();
    let bodies = ["{}", "[]", "-4", "2.5", "\"ab\"", "null", r#"{"a":{"a":[1,"x",{"a":-1}]},"b":2}"#, "[[1,2.5],[]]"];
    let mut read = 0;
    for _ in 0..4_000 {
        let mut text = "@".to_owned();
        for _ in 0..12 {
            let members: Vec<&str> = (0..pick(3)).map(|_| MEMBERS[pick(MEMBERS.len())]).collect();
            text = text.replacen('@', &format!("{{{}}}", members.join(",")), 1);
        }
        if let Ok(schema) = Schema::parse(&text.replace('@', "{}"), &model) {
            read += 1;
            for body in bodies {
                let _ = schema.check(body);
            }
        }
    }
    assert!(read > 300, "only {read} schemas could be read, so that hardly any were tried");
}

#[test]
fn random_bytes_are_no_schema() {
    let mut rng = Rng::new(22);
    for _ in 0..2_000 {
        let bytes: Vec<u8> = (0..rng.below(40)).map(|_| u8::try_from(rng.below(256)).unwrap()).collect();
        let _ = Schema::parse(&String::from_utf8_lossy(&bytes), &model);
    }
}
