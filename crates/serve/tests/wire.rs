//! The server as a client meets it, byte by byte: over a socket, with good requests and bad.

mod support;

use std::io::Write as _;
use std::net::Shutdown;

use support::{Server, answer, command, plain, signed, status};

/// A server that accepts everything, with a bucket `photos`.
fn open_server() -> Server {
    let server = Server::start(&["--no-auth"]);
    assert_eq!(status(&server.send(&plain("PUT", "/photos", "", ""))), 200);
    server
}

#[test]
fn what_is_signed_is_the_owners_and_is_kept() {
    let server = Server::start(&[]);
    assert_eq!(status(&server.send(&signed(&server, "test", "PUT", "/photos", ""))), 200);
    assert_eq!(status(&server.send(&signed(&server, "test", "PUT", "/photos/a%20b", "hello"))), 200);
    let got = server.send(&signed(&server, "test", "GET", "/photos/a%20b", ""));
    assert!(status(&got) == 200 && got.ends_with("hello"), "{got}");
    let head = server.send(&plain("GET", "/photos/a%20b", "", ""));
    assert!(status(&head) == 403 && head.contains("<Code>AccessDenied</Code>"), "{head}");
}

#[test]
fn a_wrong_signature_is_refused_in_the_words_of_its_service() {
    let server = Server::start(&[]);
    let refused = server.send(&signed(&server, "guess", "PUT", "/photos", ""));
    assert_eq!(status(&refused), 403);
    for part in ["<Code>SignatureDoesNotMatch</Code>", "<StringToSign>AWS4-HMAC-SHA256", "x-amz-request-id: "] {
        assert!(refused.contains(part), "{part} in {refused}");
    }
    assert_eq!(status(&server.send(&signed(&server, "test", "HEAD", "/photos", ""))), 404);
    let old = "Authorization: AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/lambda/aws4_request, SignedHeaders=host, Signature=00\r\nX-Amz-Date: 20200101T000000Z\r\n";
    let refused = server.send(&plain("GET", "/2015-03-31/functions/", old, ""));
    assert!(refused.contains("InvalidSignatureException") && refused.contains("Signature expired: "), "{refused}");
}

#[test]
fn a_connection_carries_many_requests() {
    let server = open_server();
    let mut stream = server.connect();
    for _ in 0..3 {
        stream.write_all(&plain("PUT", "/photos/a", "", "hello")).expect("the server reads");
        assert_eq!(status(&answer(&mut stream)), 200);
    }
}

#[test]
fn a_client_that_expects_it_is_told_to_continue() {
    let server = open_server();
    let mut stream = server.connect();
    let head = "PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 5\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("the server reads");
    assert_eq!(status(&answer(&mut stream)), 100);
    stream.write_all(b"hello").expect("the server reads");
    assert_eq!(status(&answer(&mut stream)), 200);
}

#[test]
fn a_body_that_would_be_too_large_is_refused_before_it_is_sent() {
    let server = open_server();
    let mut stream = server.connect();
    let head =
        "PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 999999999999\r\n\r\n";
    stream.write_all(head.as_bytes()).expect("the server reads");
    let refused = answer(&mut stream);
    assert!(status(&refused) == 400 && refused.contains("<Code>EntityTooLarge</Code>"), "{refused}");
}

#[test]
fn a_streamed_upload_is_stored_without_its_chunks() {
    let server = open_server();
    let body = "5\r\nhello\r\n7\r\n, world\r\n0\r\nx-amz-checksum-crc32:/6tyOg==\r\n\r\n";
    let chunked = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
    let head = "PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nContent-Encoding: aws-chunked\r\nX-Amz-Trailer: x-amz-checksum-crc32\r\nX-Amz-Decoded-Content-Length: 12\r\nX-Amz-Content-Sha256: STREAMING-UNSIGNED-PAYLOAD-TRAILER\r\n\r\n";
    let stored = server.send(format!("{head}{chunked}").as_bytes());
    assert_eq!(status(&stored), 200, "{stored}");
    let got = server.send(&plain("GET", "/photos/a", "", ""));
    assert!(got.ends_with("\r\n\r\nhello, world"), "{got}");
}

#[test]
fn the_answer_to_a_head_says_how_long_the_body_is() {
    let server = open_server();
    assert_eq!(status(&server.send(&plain("PUT", "/photos/a", "", "hello"))), 200);
    let mut stream = server.connect();
    stream.write_all(&plain("HEAD", "/photos/a", "Connection: close\r\n", "")).expect("the server reads");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut stream, &mut text).expect("the server closes");
    assert!(text.contains("content-length: 5\r\n") && text.ends_with("\r\n\r\n"), "{text}");
}

#[test]
fn a_head_beyond_the_limit_is_refused_and_the_server_goes_on() {
    let server = open_server();
    let field = format!("X-Long: {}\r\n", "a".repeat(40_000));
    assert_eq!(status(&server.send(&plain("GET", "/photos", &field, ""))), 431);
    assert_eq!(status(&server.send(&plain("GET", "/photos", "", ""))), 200);
}

#[test]
fn a_head_without_end_is_not_read_to_its_end() {
    let server = open_server();
    let mut stream = server.connect();
    let field = format!("X-Long: {}\r\n", "a".repeat(1_000_000)).into_bytes();
    let _ = stream.write_all(b"GET /photos HTTP/1.1\r\nHost: localhost\r\n");
    // The server closes once it has seen too much, and the rest of the 100 MB finds nobody.
    let written = (0..100).take_while(|_| stream.write_all(&field).is_ok()).count();
    assert!(written < 100, "100 MB of a head were taken");
    assert_eq!(status(&server.send(&plain("GET", "/photos", "", ""))), 200);
}

#[test]
fn a_form_is_taken_when_its_policy_is_signed() {
    let server = Server::start(&[]);
    let form = |fields: &str| {
        let file = "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nhello\r\n--b--\r\n";
        let field = |(name, value): (&str, &str)| {
            format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n")
        };
        let fields: String = fields.lines().filter_map(|line| line.split_once('=')).map(field).collect();
        let kind = "Content-Type: multipart/form-data; boundary=b\r\n";
        status(&server.send(&plain("POST", "/shut", kind, &[&fields, file].concat())))
    };
    assert_eq!(status(&server.send(&signed(&server, "test", "PUT", "/shut", ""))), 200);
    // The policy ends in 2099; its signature by version 2 was made with the key of AWS's documentation.
    let (policy, signature) = (
        "eyJleHBpcmF0aW9uIjogIjIwOTktMDEtMDFUMDA6MDA6MDBaIiwgImNvbmRpdGlvbnMiOiBbeyJrZXkiOiAiYSJ9XX0=",
        "fEN4DnpKfmE+seedDrro7C1gm7s=",
    );
    let fields = format!("key=a\npolicy={policy}\nAWSAccessKeyId=AKIAIOSFODNN7EXAMPLE\nsignature={signature}\n");
    assert_eq!(form(&fields), 204);
    assert_eq!(form(&fields.replace("key=a", "key=b")), 403, "the policy is for another key");
    assert_eq!(form(&fields.replace(policy, "e30=")), 403, "the signature is of another policy");
    assert_eq!(form("key=a\n"), 403, "nobody may write there");
}

#[test]
fn a_body_cut_off_changes_nothing() {
    let server = open_server();
    let mut stream = server.connect();
    let head = "PUT /photos/a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50\r\n\r\nhel";
    stream.write_all(head.as_bytes()).expect("the server reads");
    stream.shutdown(Shutdown::Write).expect("the connection is open");
    let _ = answer(&mut stream);
    assert_eq!(status(&server.send(&plain("GET", "/photos/a", "", ""))), 404);
}

#[test]
fn a_bucket_may_stand_before_the_host() {
    let server = open_server();
    let put = "PUT /a HTTP/1.1\r\nHost: photos.localhost:4566\r\nContent-Length: 5\r\n\r\nhello";
    assert_eq!(status(&server.send(put.as_bytes())), 200);
    let got = server.send(&plain("GET", "/photos/a", "", ""));
    assert!(got.ends_with("hello"), "{got}");
}

#[test]
fn the_server_tells_its_health_and_is_reset() {
    let server = open_server();
    assert!(server.send(&plain("GET", "/_coldstart/health", "", "")).contains("\"status\":\"running\""));
    assert_eq!(status(&server.send(&plain("POST", "/_coldstart/reset", "", ""))), 200);
    assert_eq!(status(&server.send(&plain("GET", "/photos", "", ""))), 404);
    assert_eq!(status(&server.send(&plain("GET", "/_coldstart/reset", "", ""))), 405);
}

#[test]
fn what_was_stored_is_there_after_a_stop_and_a_start() {
    let file = std::env::temp_dir().join(format!("coldstart-state-{}.jsonl", std::process::id()));
    let _ = std::fs::remove_file(&file);
    let state = file.to_str().expect("the name is text");
    let server = Server::start(&["--no-auth", "--state", state]);
    assert_eq!(status(&server.send(&plain("PUT", "/photos", "", ""))), 200);
    assert_eq!(status(&server.send(&plain("PUT", "/photos/a", "", "hello"))), 200);
    assert!(server.stop(), "the server ends well when it is told to");

    let server = Server::start(&["--no-auth", "--state", state]);
    assert!(server.send(&plain("GET", "/photos/a", "", "")).ends_with("hello"));
    assert!(server.stop());

    let whole = std::fs::read(&file).expect("the state was kept");
    std::fs::write(&file, &whole[..whole.len() - 50]).expect("it may be damaged");
    let refused = command(&["--state", state]).output().expect("the program runs");
    let told = String::from_utf8_lossy(&refused.stderr).into_owned();
    assert!(!refused.status.success() && told.contains(", line "), "{told}");
    assert_eq!(std::fs::read(&file).expect("it is left").len(), whole.len() - 50);
    let _ = std::fs::remove_file(&file);
}

#[test]
fn a_template_is_deployed_at_start() {
    let file = std::env::temp_dir().join(format!("coldstart-template-{}.yaml", std::process::id()));
    std::fs::write(
        &file,
        "Resources:\n  Photos:\n    Type: AWS::S3::Bucket\n    Properties:\n      BucketName: photos\n",
    )
    .expect("it can be written");
    let server = Server::start(&["--no-auth", "--template", file.to_str().expect("the name is text")]);
    assert_eq!(status(&server.send(&plain("HEAD", "/photos", "Connection: close\r\n", ""))), 200);
    assert_eq!(status(&server.send(&plain("POST", "/_coldstart/reset", "", ""))), 200);
    assert_eq!(status(&server.send(&plain("GET", "/photos", "", ""))), 200);
    let _ = std::fs::remove_file(&file);
}
