//! Patterns against events, three lines each.

use super::{Pattern, PatternError};

#[track_caller]
fn check(pattern: &str, wanted: &[&str], unwanted: &[&str]) {
    let parsed = Pattern::parse(pattern).expect("the tests' patterns are well-formed");
    for message in wanted {
        assert!(parsed.matches(message), "{pattern} wants {message}");
    }
    for message in unwanted {
        assert!(!parsed.matches(message), "{pattern} does not want {message}");
    }
}

#[track_caller]
fn refused(pattern: &str, at: usize, problem: &str) {
    assert_eq!(Pattern::parse(pattern), Err(PatternError { at, problem: problem.to_owned() }), "{pattern}");
}

#[test]
fn terms() {
    check("", &["anything"], &[]);
    check("ERROR", &["[ERROR 400] BAD"], &["error"]);
    check("ERROR ARGUMENTS", &["ERROR BAD ARGUMENTS"], &["ERROR"]);
    check("\"out of memory\"", &["it is out of memory"], &["out of my memory"]);
    check("ERROR -EXITING -\"at once\"", &["ERROR"], &["ERROR EXITING", "ERROR at once"]);
    check("?ERROR ?WARN", &["a WARN", "an ERROR"], &["INFO"]);
    check("?ERROR INFO", &["INFO"], &["ERROR"]);
    check(r#""say \"hi\"""#, &["they say \"hi\""], &["they say hi"]);
}

#[test]
fn properties_of_json() {
    let event = r#"{"level":"ERROR","ms":250.5,"user":{"name":"Ann","ids":[1,22]},"a.b":true,"none":null}"#;
    for pattern in [
        "{ $.level = \"ERROR\" }",
        "{$.level=ERR*}",
        "{ $.level != INFO && $.ms > 250 }",
        "{ ($.level = INFO || $.ms >= 250.5) && $.user.name = A*n }",
        "{ $.user.ids[1] = 22 }",
        "{ $.user.ids[*] = 1 }",
        "{ $.user.ids[1] = 2* }",
        "{ $['a.b'] IS TRUE }",
        "{ $.none IS NULL }",
        "{ $.missing NOT EXISTS }",
        "{ $.* = ERROR }",
    ] {
        check(pattern, &[event], &["plain text", "[1]"]);
    }
    for pattern in ["{ $.missing != 1 }", "{ $.ms < 1 }", "{ $.level NOT EXISTS }", "{ $.user = Ann }"] {
        check(pattern, &[], &[event]);
    }
}

#[test]
fn columns_of_a_line() {
    let line = "127.0.0.1 - frank [10/Oct/2000:13:25:15 -0700] \"GET /a.gif HTTP/1.0\" 404 1534";
    for pattern in [
        "[ip, id, user, timestamp, request, status, bytes]",
        "[ip, id, user, timestamp, request =*.gif*, status = 4*, bytes > 1000]",
        "[..., status = 404 || status = 410, bytes]",
        "[ip != 10.*, ...]",
        "[ip, ..., bytes >= 1534 && bytes < 2000]",
    ] {
        check(pattern, &[line], &["10.0.0.1"]);
    }
    check("[a, b]", &["x y"], &["x", "x y z", line]);
}

#[test]
fn what_is_wrong_is_said_with_its_place() {
    refused("a-b", 1, "- must stand in quotation marks with its term");
    refused("ok \"open", 3, "a quotation mark is not closed");
    refused("{ level = 1 }", 2, "a property such as $.level is expected");
    refused("{ $.a }", 6, "a comparison such as = is expected");
    refused("{ $.a > x }", 8, "a number is expected");
    refused("{ $.a = 1 ", 10, "} is expected");
    refused("{ $.a = 1 } b", 12, "something follows the end of the pattern");
    refused("[a, , b]", 4, "a column's name is expected");
    refused("[..., a, ...]", 12, "there is more than one ...");
    refused("%a.*%", 0, "regular expressions (%) are not simulated");
    assert!(Pattern::parse(&format!("{{ {}", "(".repeat(1_000))).is_err());
}

#[test]
fn hostile_patterns_cost_no_more_than_the_event_is_long() {
    let event = format!("{{\"a\":\"{}\"}}", "a".repeat(100_000));
    check(&format!("{{ $.a = {}b }}", "a*".repeat(400)), &[], &[&event]);
    check("[a, b]", &[], &[&"[ ".repeat(20_000), &"\" ".repeat(20_001)]);
}
