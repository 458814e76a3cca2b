//! Requests of pages, answers of APIs, and what a browser makes of them.

use super::*;

const PAGE: &str = "https://my-page.example";
const API: &str = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/users";

fn headers(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn asked(method: &str, fields: &[(&str, &str)]) -> Asked {
    Asked {
        origin: PAGE.to_owned(),
        url: API.to_owned(),
        method: method.to_owned(),
        headers: headers(fields),
        ..Asked::default()
    }
}

fn with_credentials(asked: Asked) -> Asked {
    Asked { credentials: true, ..asked }
}

fn answer(fields: &[(&str, &str)]) -> Headers {
    headers(fields).into_iter().collect()
}

/// What the browser asks permission for: the method and the fields of the preflight, or `-` when it asks for nothing.
#[track_caller]
fn check_plan(asked: &Asked, wanted: &str) {
    let told = match plan(asked, &Cache::default(), 0.0) {
        Plan::Send => "-".to_owned(),
        Plan::Blocked(fault) => fault.says,
        Plan::Preflight { headers, .. } => {
            let get = |name| headers.iter().find(|(held, _)| held == name).map_or("", |(_, value)| value.as_str());
            format!("{} {}", get("access-control-request-method"), get("access-control-request-headers"))
                .trim_end()
                .to_owned()
        }
    };
    assert_eq!(told, wanted, "{asked:?}");
}

#[test]
fn what_a_form_could_send_needs_no_permission() {
    check_plan(&asked("GET", &[]), "-");
    check_plan(&asked("HEAD", &[("accept", "application/json")]), "-");
    check_plan(&asked("POST", &[("content-type", "text/plain;charset=UTF-8")]), "-");
    check_plan(&asked("POST", &[("content-type", "application/x-www-form-urlencoded")]), "-");
    check_plan(&asked("POST", &[("content-type", "multipart/form-data; boundary=x")]), "-");
    check_plan(&asked("GET", &[("range", "bytes=0-99")]), "-");
    check_plan(&asked("GET", &[("accept-language", "nl, en;q=0.5")]), "-");
}

#[test]
fn whatever_else_is_asked_for_first() {
    check_plan(&asked("PUT", &[]), "PUT");
    check_plan(&asked("DELETE", &[]), "DELETE");
    check_plan(&asked("patch", &[]), "patch");
    check_plan(&asked("POST", &[("content-type", "application/json")]), "POST content-type");
    check_plan(&asked("GET", &[("x-api-key", "1"), ("authorization", "2")]), "GET authorization,x-api-key");
    check_plan(&asked("GET", &[("range", "bytes=-5")]), "GET range");
    check_plan(&asked("GET", &[("accept", &"a".repeat(129))]), "GET accept");
    check_plan(&asked("GET", &[("accept", "a{b}")]), "GET accept");
    check_plan(&asked("GET", &[("content-language", "a_b")]), "GET content-language");
}

#[test]
fn many_safe_fields_are_no_longer_safe_together() {
    let long = "a".repeat(128);
    let mut fields: Vec<(&str, &str)> = vec![("accept", &long); 8];
    check_plan(&asked("GET", &fields), "-");
    fields.push(("accept-language", "nl"));
    check_plan(&asked("GET", &fields), "GET accept,accept-language");
}

#[test]
fn modes_decide_before_headers_do() {
    let mode = |mode, asked: Asked| Asked { mode, ..asked };
    check_plan(
        &mode(Mode::SameOrigin, asked("GET", &[])),
        "mode: 'same-origin' forbids whatever is not at https://my-page.example.",
    );
    check_plan(&mode(Mode::NoCors, asked("GET", &[])), "-");
    check_plan(&mode(Mode::NoCors, asked("PUT", &[])), "mode: 'no-cors' permits GET, HEAD and POST, and this is PUT.");
    check_plan(&asked("TRACE", &[]), "No page may send TRACE.");
    let own = Asked { url: format!("{PAGE}/users"), ..asked("PUT", &[("x-own", "1")]) };
    check_plan(&own, "-");
    assert!(mode(Mode::NoCors, asked("GET", &[])).is_opaque() && !mode(Mode::NoCors, own).is_opaque());
}

#[test]
fn a_preflight_says_why_it_is_sent() {
    let Plan::Preflight { why, headers } =
        plan(&asked("PUT", &[("content-type", "application/json"), ("x-api-key", "1")]), &Cache::default(), 0.0)
    else {
        panic!("PUT is asked for first");
    };
    assert_eq!(
        why,
        "It asks first, by OPTIONS, because no form could send the method PUT, content-type: application/json and x-api-key."
    );
    assert!(headers.contains(&("origin".to_owned(), PAGE.to_owned())));
}

/// Whether the answer may be read: empty, or the field at fault and what it was.
#[track_caller]
fn check_read(asked: &Asked, fields: &[(&str, &str)], wanted: &str) {
    let told = match readable(asked, &answer(fields)) {
        Ok(()) => String::new(),
        Err(fault) => format!("{}: {}", fault.header, fault.sent.as_deref().unwrap_or("missing")),
    };
    assert_eq!(told, wanted, "{fields:?}");
}

#[test]
fn an_answer_is_read_when_it_permits_the_origin() {
    let plain = asked("GET", &[]);
    check_read(&plain, &[(ALLOW_ORIGIN, "*")], "");
    check_read(&plain, &[(ALLOW_ORIGIN, PAGE)], "");
    check_read(&plain, &[("content-type", "application/json")], "Access-Control-Allow-Origin: missing");
    check_read(
        &plain,
        &[(ALLOW_ORIGIN, "https://other.example")],
        "Access-Control-Allow-Origin: https://other.example",
    );
    check_read(
        &plain,
        &[(ALLOW_ORIGIN, "https://my-page.example/")],
        "Access-Control-Allow-Origin: https://my-page.example/",
    );
    check_read(
        &plain,
        &[(ALLOW_ORIGIN, "http://my-page.example")],
        "Access-Control-Allow-Origin: http://my-page.example",
    );
    check_read(&plain, &[(ALLOW_ORIGIN, "*, *")], "Access-Control-Allow-Origin: *, *");
    check_read(&plain, &[(ALLOW_ORIGIN, "null")], "Access-Control-Allow-Origin: null");
    check_read(&Asked { mode: Mode::NoCors, ..plain }, &[], "");
}

#[test]
fn credentials_want_the_origin_itself_and_a_word_for_them() {
    let asked = with_credentials(asked("GET", &[]));
    check_read(&asked, &[(ALLOW_ORIGIN, "*"), (ALLOW_CREDENTIALS, "true")], "Access-Control-Allow-Origin: *");
    check_read(&asked, &[(ALLOW_ORIGIN, PAGE)], "Access-Control-Allow-Credentials: missing");
    check_read(&asked, &[(ALLOW_ORIGIN, PAGE), (ALLOW_CREDENTIALS, "True")], "Access-Control-Allow-Credentials: True");
    check_read(&asked, &[(ALLOW_ORIGIN, PAGE), (ALLOW_CREDENTIALS, "true")], "");
}

/// What is wrong with the answer to a preflight: its sentence, or nothing.
#[track_caller]
fn check_permit(asked: &Asked, status: u16, fields: &[(&str, &str)], wanted: &str) {
    let told = permit(asked, status, &answer(fields), &mut Cache::default(), 0.0);
    assert_eq!(told.err().map(|fault| fault.says).unwrap_or_default(), wanted, "{fields:?}");
}

#[test]
fn a_preflight_permits_method_and_headers_by_name() {
    let put = asked("PUT", &[("content-type", "application/json")]);
    let all = [(ALLOW_ORIGIN, "*"), (ALLOW_METHODS, "GET, PUT"), (ALLOW_HEADERS, "Content-Type")];
    check_permit(&put, 204, &all, "");
    check_permit(&put, 200, &[(ALLOW_ORIGIN, "*"), (ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")], "");
    check_permit(&put, 403, &all, "The preflight was answered 403, and must be answered 200 to 299.");
    check_permit(&put, 204, &all[1..], "Of the preflight: the answer has no Access-Control-Allow-Origin.");
    check_permit(&put, 204, &[all[0], all[2]], "Access-Control-Allow-Methods does not name PUT.");
    check_permit(&put, 204, &all[..2], "Access-Control-Allow-Headers does not name content-type.");
    // GET, HEAD and POST need no name.
    check_permit(&asked("POST", &[("x-own", "1")]), 204, &[all[0], (ALLOW_HEADERS, "x-own")], "");
}

#[test]
fn a_star_has_its_limits() {
    let star = [(ALLOW_ORIGIN, "*"), (ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")];
    let signed = asked("GET", &[("authorization", "Bearer 1")]);
    check_permit(
        &signed,
        204,
        &star,
        "* in Access-Control-Allow-Headers never stands for authorization, which has to be named.",
    );
    check_permit(&signed, 204, &[star[0], (ALLOW_HEADERS, "*, Authorization")], "");
    let own = [(ALLOW_ORIGIN, PAGE), (ALLOW_CREDENTIALS, "true"), (ALLOW_METHODS, "*"), (ALLOW_HEADERS, "*")];
    let put = with_credentials(asked("PUT", &[]));
    check_permit(
        &put,
        204,
        &own,
        "With credentials * in Access-Control-Allow-Methods is no wildcard, and PUT is not named.",
    );
    let key = with_credentials(asked("GET", &[("x-api-key", "1")]));
    check_permit(
        &key,
        204,
        &own,
        "With credentials * in Access-Control-Allow-Headers is no wildcard, and x-api-key is not named.",
    );
}

#[test]
fn a_small_patch_is_not_the_large_one() {
    let fields = [(ALLOW_ORIGIN, "*"), (ALLOW_METHODS, "GET, PATCH")];
    check_permit(&asked("PATCH", &[]), 204, &fields, "");
    let fault =
        permit(&asked("patch", &[]), 204, &answer(&fields), &mut Cache::default(), 0.0).expect_err("it differs");
    assert_eq!(fault.mend, "Write PATCH in the page's fetch.");
}

#[test]
fn each_fault_says_what_to_send() {
    let mends = |asked: &Asked, fields: &[(&str, &str)]| {
        permit(asked, 204, &answer(fields), &mut Cache::default(), 0.0).expect_err("something is missing").mend
    };
    let put = asked("PUT", &[("content-type", "application/json")]);
    assert_eq!(
        mends(&put, &[]),
        "Let the answer say Access-Control-Allow-Origin: https://my-page.example, or * for every page."
    );
    let origin = (ALLOW_ORIGIN, "*");
    assert_eq!(
        mends(&put, &[origin, (ALLOW_METHODS, "GET")]),
        "Let the OPTIONS answer say Access-Control-Allow-Methods: GET, PUT."
    );
    assert_eq!(
        mends(&put, &[origin, (ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "x-api-key")]),
        "Let the OPTIONS answer say Access-Control-Allow-Headers: x-api-key, content-type."
    );
}

#[test]
fn a_preflight_is_remembered_for_its_max_age() {
    let put = asked("PUT", &[("content-type", "application/json")]);
    let fields = |age| [(ALLOW_ORIGIN, "*"), (ALLOW_METHODS, "PUT"), (ALLOW_HEADERS, "content-type"), (MAX_AGE, age)];
    let asks = |asked: &Asked, cache: &Cache, now_s| plan(asked, cache, now_s) != Plan::Send;
    for (age, holds_s) in [("600", 600.0), ("", 5.0), ("soon", 5.0), ("-1", 5.0), ("90000", 7_200.0)] {
        let mut cache = Cache::default();
        permit(&put, 204, &answer(&fields(age)), &mut cache, 100.0).expect("it permits");
        assert!(!asks(&put, &cache, 100.0 + holds_s - 0.1), "{age}");
        assert!(asks(&put, &cache, 100.0 + holds_s), "{age}");
    }
    let mut cache = Cache::default();
    permit(&put, 204, &answer(&fields("0")), &mut cache, 100.0).expect("it permits");
    assert!(asks(&put, &cache, 100.0));
    permit(&put, 204, &answer(&fields("600")), &mut cache, 100.0).expect("it permits");
    assert!(asks(&asked("DELETE", &[]), &cache, 101.0), "another method was not permitted");
    assert!(asks(&asked("PUT", &[("x-own", "1")]), &cache, 101.0), "another field was not permitted");
    assert!(asks(&with_credentials(put.clone()), &cache, 101.0), "nor was it with credentials");
    assert!(asks(&Asked { url: format!("{API}/1"), ..put.clone() }, &cache, 101.0), "nor for another address");
    assert!(!asks(&asked("PUT", &[]), &cache, 101.0));
}

#[test]
fn a_page_reads_the_fields_that_are_shown_to_it() {
    let sent = [("content-type", "text/plain"), ("x-own", "1"), ("etag", "2"), ("set-cookie", "3")];
    let names = |asked: &Asked, more: &[(&str, &str)]| {
        let all: Vec<(&str, &str)> = sent.iter().chain(more).copied().collect();
        exposed(asked, &answer(&all)).into_iter().map(|(name, _)| name).collect::<Vec<_>>().join(" ")
    };
    let plain = asked("GET", &[]);
    assert_eq!(names(&plain, &[]), "content-type");
    assert_eq!(names(&plain, &[(EXPOSE_HEADERS, "ETag")]), "content-type etag");
    assert_eq!(names(&plain, &[(EXPOSE_HEADERS, "*")]), "content-type x-own etag access-control-expose-headers");
    assert_eq!(names(&with_credentials(plain), &[(EXPOSE_HEADERS, "*")]), "content-type");
}

#[test]
fn an_origin_is_scheme_host_and_port() {
    assert_eq!(origin_of("https://A.example/b?c"), "https://a.example");
    assert_eq!(origin_of("https://a.example:443/"), "https://a.example");
    assert_eq!(origin_of("http://a.example:8080"), "http://a.example:8080");
    assert_eq!(origin_of("https://a.example?b"), "https://a.example");
}
