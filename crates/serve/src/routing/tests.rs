//! Routing, as a table: how a request was sent, and where AWS would have been asked.

use cloud::http::{Request, Response};

use super::{from_aws, to_aws};

fn request(method: &str, url: &str) -> Request {
    Request::new(method, url).expect("the address is well-formed")
}

fn signed(request: Request, service: &str, region: &str) -> Request {
    request.with_header(
        "authorization",
        format!("AWS4-HMAC-SHA256 Credential=test/20260105/{region}/{service}/aws4_request, SignedHeaders=host, Signature=00"),
    )
}

#[track_caller]
fn check(request: Request, host: &str) {
    let url = request.url();
    assert_eq!(to_aws(request).host, host, "{url}");
}

#[test]
fn a_signed_request_goes_to_the_service_it_was_signed_for() {
    let to = |url, service, region| signed(request("GET", url), service, region);
    check(to("http://127.0.0.1:4566/", "s3", "us-east-1"), "s3.us-east-1.amazonaws.com");
    check(to("http://localhost:4566/photos/a", "s3", "eu-west-1"), "s3.eu-west-1.amazonaws.com");
    check(to("http://[::1]:4566/", "lambda", "us-east-1"), "lambda.us-east-1.amazonaws.com");
    check(to("http://coldstart:4566/", "sts", "us-east-1"), "sts.us-east-1.amazonaws.com");
    check(to("http://127.0.0.1:4566/", "iam", "us-east-1"), "iam.amazonaws.com");
    check(to("http://photos.localhost/", "lambda", "us-east-1"), "lambda.us-east-1.amazonaws.com");
}

#[test]
fn a_bucket_before_the_host_stays_there() {
    let to = |url| signed(request("GET", url), "s3", "us-east-1");
    check(to("http://photos.localhost:4566/a"), "photos.s3.us-east-1.amazonaws.com");
    check(to("http://photos.s3.localhost:4566/a"), "photos.s3.us-east-1.amazonaws.com");
    check(to("http://my.photos.localhost:4566/a"), "my.photos.s3.us-east-1.amazonaws.com");
    check(to("http://my.photos.s3.us-east-1.localhost:4566/a"), "my.photos.s3.us-east-1.amazonaws.com");
    check(to("http://s3.localhost:4566/photos/a"), "s3.us-east-1.amazonaws.com");
    check(to("http://s3.us-east-1.localhost:4566/photos/a"), "s3.us-east-1.amazonaws.com");
    check(request("GET", "http://photos.localhost:4566/a"), "photos.s3.us-east-1.amazonaws.com");
    check(
        request("GET", "http://my.photos.s3-website.localhost:4566/a"),
        "my.photos.s3-website-us-east-1.amazonaws.com",
    );
}

#[test]
fn an_api_is_called_by_its_host_or_by_a_path() {
    let host = "a1b2c3d4e5.execute-api.us-east-1.amazonaws.com";
    check(request("GET", "http://a1b2c3d4e5.execute-api.localhost:4566/prod/users"), host);
    check(request("GET", "http://a1b2c3d4e5.execute-api.us-east-1.localhost:4566/users"), host);
    check(request("GET", "http://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/users"), host);
    let at = |path: &str| {
        let routed = to_aws(request("GET", &format!("http://localhost:4566/_aws/execute-api/a1b2c3d4e5{path}")));
        assert_eq!(routed.host, host, "{path}");
        routed.path
    };
    assert_eq!(at("/prod/users"), "/prod/users");
    assert_eq!(at("/$default/users"), "/users");
    assert_eq!(at("/%24default"), "/");
    assert_eq!(at("/"), "/");
    assert_eq!(at(""), "/");
}

#[test]
fn a_host_of_aws_is_left_alone() {
    check(request("GET", "http://photos.s3.amazonaws.com:80/a"), "photos.s3.amazonaws.com");
    check(signed(request("GET", "http://sts.amazonaws.com/"), "s3", "us-east-1"), "sts.amazonaws.com");
}

#[test]
fn a_signed_address_says_its_service_too() {
    check(
        request("GET", "http://127.0.0.1:4566/?X-Amz-Credential=test%2F20260105%2Fus-west-2%2Fsts%2Faws4_request"),
        "sts.us-west-2.amazonaws.com",
    );
}

#[test]
fn an_unsigned_request_is_told_by_its_form() {
    let local = |method, rest: &str| request(method, &format!("http://127.0.0.1:4566{rest}"));
    let s3 = "s3.us-east-1.amazonaws.com";
    check(local("GET", "/photos/a"), s3);
    check(local("GET", "/2015-03-31/functions/"), "lambda.us-east-1.amazonaws.com");
    check(local("GET", "/2015-03-31/holidays/"), s3);
    check(local("PUT", "/2015-03-3x/functions"), s3);
    check(local("GET", "/?Action=GetCallerIdentity&Version=2011-06-15"), "sts.us-east-1.amazonaws.com");
    let form = |body| {
        local("POST", "/")
            .with_header("content-type", "application/x-www-form-urlencoded; charset=utf-8")
            .with_body(body)
    };
    check(form("Action=ListRoles&Version=2010-05-08"), "iam.amazonaws.com");
    check(form("Action=ListStacks&Version=2010-05-15"), "cloudformation.us-east-1.amazonaws.com");
    check(form("Action=Unheard"), s3);
    let target = |target| local("POST", "/").with_header("x-amz-target", target);
    check(target("Logs_20140328.DescribeLogGroups"), "logs.us-east-1.amazonaws.com");
    check(target("DynamoDB_20120810.GetItem"), "dynamodb.us-east-1.amazonaws.com");
    let streams = target("DynamoDBStreams_20120810.ListStreams");
    check(streams.clone(), "streams.dynamodb.us-east-1.amazonaws.com");
    check(signed(streams, "dynamodb", "us-west-2"), "streams.dynamodb.us-west-2.amazonaws.com");
}

#[test]
fn a_scope_cannot_write_the_host() {
    let s3 = "s3.us-east-1.amazonaws.com";
    check(signed(request("GET", "http://127.0.0.1/"), "evil.example", "us-east-1"), s3);
    check(signed(request("GET", "http://127.0.0.1/"), "s3", "a.b"), s3);
}

#[test]
fn what_concerned_the_connection_is_dropped() {
    let sent = request("PUT", "http://127.0.0.1:4566/photos/a")
        .with_header("Expect", "100-continue")
        .with_header("Connection", "keep-alive")
        .with_header("X-Amz-Meta-A", "b");
    let names: Vec<String> = to_aws(sent).headers.iter().map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names, ["x-amz-meta-a"]);
}

#[test]
fn a_functions_package_is_had_from_this_server() {
    let asked = to_aws(signed(request("GET", "http://127.0.0.1:4566/2015-03-31/functions/f"), "lambda", "us-east-1"));
    let away = "https://awslambda-us-east-1-tasks.s3.us-east-1.amazonaws.com/snapshots/1/f-2?versionId=3";
    let answer = Response::new(200).with_body(format!("{{\"Location\":\"{away}\"}}"));
    let told = from_aws(answer, &asked, "127.0.0.1:4566");
    let here = "http://127.0.0.1:4566/awslambda-us-east-1-tasks/snapshots/1/f-2?versionId=3";
    assert_eq!(told.body, format!("{{\"Location\":\"{here}\"}}"));
    let back = to_aws(request("GET", here));
    assert_eq!(back.url(), away);
}
