//! `DeleteObjects`.

use super::harness::lab;
use crate::verdict::Principal;

#[test]
fn each_key_is_answered_for() {
    lab()
        .check("PUT /photos/a\n\nx", "200")
        .check(
            "POST /photos?delete\n\n<Delete><Object><Key>a</Key></Object><Object><Key>missing</Key></Object></Delete>",
            "200\n\n<Deleted><Key>a</Key></Deleted><Deleted><Key>missing</Key></Deleted>\n!Error",
        )
        .check("GET /photos/a", "404");
}

#[test]
fn the_quiet_are_told_of_errors_only() {
    let mut lab = lab();
    lab.check("PUT /photos/a\n\nx", "200");
    let request = "POST /photos?delete\n\n<Delete><Quiet>true</Quiet><Object><Key>a</Key></Object></Delete>";
    lab.principal = Principal::Anonymous;
    lab.check(
        request,
        "200\n\n<Error><Key>a</Key><Code>AccessDenied</Code><Message>Access Denied</Message></Error>\n!Deleted",
    );
    lab.principal = Principal::Root;
    lab.check(request, "200\n\n!<Error>\n!<Deleted>").check("GET /photos/a", "404");
}

#[test]
fn documents_that_name_nothing_or_too_much_are_refused() {
    let objects = |count: usize| "<Object><Key>a</Key></Object>".repeat(count);
    for body in ["", "x", "<Delete/>", "<Delete><Object/></Delete>", &format!("<Delete>{}</Delete>", objects(1_001))] {
        lab().check(&format!("POST /photos?delete\n\n{body}"), "400\n\n<Code>MalformedXML</Code>");
    }
    lab().check(&format!("POST /photos?delete\n\n<Delete>{}</Delete>", objects(1_000)), "200");
}
