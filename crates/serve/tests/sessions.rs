//! Credentials that IAM and STS give are good for what their policies permit, for as long as they last.

mod support;

use support::{Credentials, Server, form, plain, signed, signed_by, status};

const TRUST: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Principal%22%3A%7B%22AWS%22%3A%22123456789012%22%7D%2C%22Action%22%3A%22sts%3AAssumeRole%22%7D%7D";
const READ_PHOTOS: &str = "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22s3%3AGetObject%22%2C%22Resource%22%3A%22arn%3Aaws%3As3%3A%3A%3Aphotos%2F%2A%22%7D%7D";

/// A server with `photos/a`, and the role `reader`, which may read there and nothing else.
fn with_reader(options: &[&str]) -> Server {
    let server = Server::start(options);
    for path in ["/photos", "/photos/a"] {
        assert_eq!(status(&server.send(&signed(&server, "test", "PUT", path, ""))), 200);
    }
    does(
        &server,
        "iam",
        &format!("Action=CreateRole&Version=2010-05-08&RoleName=reader&AssumeRolePolicyDocument={TRUST}"),
    );
    does(
        &server,
        "iam",
        &format!("Action=PutRolePolicy&Version=2010-05-08&RoleName=reader&PolicyName=p&PolicyDocument={READ_PHOTOS}"),
    );
    server
}

/// The answer to a form of the owner's, which must succeed.
fn does(server: &Server, service: &str, body: &str) -> String {
    let answer = server.send(&form(server, &Credentials::test("test"), service, body));
    assert_eq!(status(&answer), 200, "{answer}");
    answer
}

/// A session of the role for a quarter of an hour.
fn assume(server: &Server) -> Credentials {
    let body = "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader&RoleSessionName=ann&DurationSeconds=900";
    Credentials::of(&does(server, "sts", body))
}

/// Checks what becomes of a request of S3.
#[track_caller]
fn check(server: &Server, by: &Credentials, method: &str, path: &str, wanted: u16, text: &str) {
    let answer = server.send(&signed_by(server, by, "s3", method, path, ""));
    assert!(status(&answer) == wanted && answer.contains(text), "{method} {path}: {answer}");
}

#[test]
fn a_session_may_what_its_role_may_until_it_ends() {
    let server = with_reader(&[]);
    let session = assume(&server);
    check(&server, &session, "GET", "/photos/a", 200, "");
    let why = "<Message>User: arn:aws:sts::123456789012:assumed-role/reader/ann is not authorized to perform: s3:PutObject on resource: \"arn:aws:s3:::photos/b\" because no identity-based policy allows the s3:PutObject action</Message>";
    check(&server, &session, "PUT", "/photos/b", 403, &why.replace('"', "&quot;"));
    assert_eq!(status(&server.send(&plain("POST", "/_coldstart/pass?seconds=880", "", ""))), 200);
    check(&server, &session, "GET", "/photos/a", 200, "");
    assert_eq!(status(&server.send(&plain("POST", "/_coldstart/pass?seconds=30", "", ""))), 200);
    check(
        &server,
        &session,
        "GET",
        "/photos/a",
        400,
        "<Code>ExpiredToken</Code><Message>The provided token has expired.",
    );
    let asked = form(&server, &session, "sts", "Action=GetCallerIdentity&Version=2011-06-15");
    let told = server.send(&asked);
    assert!(status(&told) == 403 && told.contains("<Code>ExpiredToken</Code>"), "{told}");
}

#[test]
fn a_sessions_key_is_nothing_without_its_secret_and_its_token() {
    let server = with_reader(&[]);
    let session = assume(&server);
    let without = Credentials { token: None, ..session.clone() };
    check(&server, &without, "GET", "/photos/a", 403, "<Code>InvalidAccessKeyId</Code>");
    let wrong = Credentials { token: Some("wrong".to_owned()), ..session.clone() };
    check(&server, &wrong, "GET", "/photos/a", 400, "<Code>InvalidToken</Code>");
    let guessed = Credentials { secret: "guess".to_owned(), ..session };
    check(&server, &guessed, "GET", "/photos/a", 403, "<Code>SignatureDoesNotMatch</Code>");
    let unknown = Credentials { key: "AKIANOSUCHKEY".to_owned(), ..guessed };
    check(&server, &unknown, "GET", "/photos/a", 403, "<Code>InvalidAccessKeyId</Code>");
}

#[test]
fn a_users_key_is_good_until_it_is_deleted() {
    let server = with_reader(&[]);
    does(&server, "iam", "Action=CreateUser&Version=2010-05-08&UserName=ann");
    let ann = Credentials::of(&does(&server, "iam", "Action=CreateAccessKey&Version=2010-05-08&UserName=ann"));
    check(&server, &ann, "GET", "/photos/a", 403, "arn:aws:iam::123456789012:user/ann is not authorized");
    let read_only = "arn%3Aaws%3Aiam%3A%3Aaws%3Apolicy%2FAmazonS3ReadOnlyAccess";
    does(&server, "iam", &format!("Action=AttachUserPolicy&Version=2010-05-08&UserName=ann&PolicyArn={read_only}"));
    check(&server, &ann, "GET", "/photos/a", 200, "");
    check(&server, &ann, "PUT", "/photos/a", 403, "<Code>AccessDenied</Code>");
    does(&server, "iam", &format!("Action=DeleteAccessKey&Version=2010-05-08&UserName=ann&AccessKeyId={}", ann.key));
    check(&server, &ann, "GET", "/photos/a", 403, "<Code>InvalidAccessKeyId</Code>");
}

#[test]
fn a_session_and_what_it_was_refused_are_there_after_a_stop_and_a_start() {
    let file = std::env::temp_dir().join(format!("coldstart-sessions-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let state = ["--state", file.to_str().expect("the name is text")];
    let server = with_reader(&state);
    let session = assume(&server);
    check(&server, &session, "DELETE", "/photos/a", 403, "<Code>AccessDenied</Code>");
    assert!(server.stop());
    // Replayed as the owner's, the refused request would have deleted the object.
    let server = Server::start(&state);
    check(&server, &session, "GET", "/photos/a", 200, "");
    check(&server, &session, "DELETE", "/photos/a", 403, "<Code>AccessDenied</Code>");
    assert!(server.stop());
    let _ = std::fs::remove_file(&file);
}
