//! Large requests of every service, made so that a careless reader takes the square of their size.

use std::fmt::Write as _;

use cloud::http::Request;

/// What a case is called, and the request of it that has about so many bytes.
pub type Large = (&'static str, fn(usize) -> Request);

/// All of them.
pub const ALL: [Large; 30] = [
    ("S3: a key of dots and slashes", |size| s3("PUT", &format!("/photos/{}", "../".repeat(size / 3)))),
    ("S3: a prefix of wildcards", |size| s3("GET", &format!("/photos?list-type=2&prefix={}", "%2A".repeat(size / 3)))),
    ("S3: parameters", |size| s3("GET", &format!("/photos?{}", numbered(size, "&p", "=1")))),
    ("S3: elements beside each other", |size| {
        put("tagging", &format!("<Tagging><TagSet>{}", "<Tag></Tag>".repeat(size / 11)))
    }),
    ("S3: elements within each other", |size| put("tagging", &"<Tagging>".repeat(size / 9))),
    ("S3: tags", |size| put("tagging", &wrapped("Tagging><TagSet", &tags(size), "/TagSet></Tagging"))),
    ("S3: objects to delete", |size| {
        s3("POST", "/photos?delete").with_body(wrapped(
            "Delete",
            &"<Object><Key>a</Key></Object>".repeat(size / 29),
            "/Delete",
        ))
    }),
    ("S3: rules of CORS", |size| {
        put(
            "cors",
            &wrapped(
                "CORSConfiguration",
                &"<CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod></CORSRule>"
                    .repeat(size / 85),
                "/CORSConfiguration",
            ),
        )
    }),
    ("S3: notifications", |size| {
        put("notification", &wrapped("NotificationConfiguration", &"<CloudFunctionConfiguration><CloudFunction>arn:aws:lambda:us-east-1:123456789012:function:f</CloudFunction><Event>s3:ObjectCreated:*</Event></CloudFunctionConfiguration>".repeat(size / 160), "/NotificationConfiguration"))
    }),
    ("S3: parts", |size| {
        s3("POST", "/photos/a?uploadId=x").with_body(wrapped(
            "CompleteMultipartUpload",
            &"<Part><PartNumber>1</PartNumber><ETag>a</ETag></Part>".repeat(size / 54),
            "/CompleteMultipartUpload",
        ))
    }),
    ("S3: entities", |size| put("tagging", &wrapped("Tagging", &"&lt;".repeat(size / 4), "/Tagging"))),
    ("S3: chunks of one byte", |size| {
        s3("PUT", "/photos/a")
            .with_header("x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER")
            .with_header("x-amz-decoded-content-length", (size / 6).to_string())
            .with_body("1\r\na\r\n".repeat(size / 6) + "0\r\n\r\n")
    }),
    ("S3: a policy's statements", |size| put("policy", &statements(size))),
    ("S3: a policy of wildcards", |size| put("policy", &wildcards(size))),
    ("DynamoDB: attributes", |size| {
        dynamodb(
            "PutItem",
            &format!(
                r#"{{"TableName":"users","Item":{{"id":{{"S":"1"}}{}}}}}"#,
                numbered(size, ",\"a", "\":{\"S\":\"x\"}")
            ),
        )
    }),
    ("DynamoDB: a set", |size| {
        dynamodb(
            "PutItem",
            &format!(
                r#"{{"TableName":"users","Item":{{"id":{{"S":"1"}},"s":{{"NS":["0"{}]}}}}}}"#,
                numbered(size, ",\"1", "\"")
            ),
        )
    }),
    ("DynamoDB: a number", |size| {
        dynamodb(
            "PutItem",
            &format!(r#"{{"TableName":"users","Item":{{"id":{{"S":"1"}},"n":{{"N":"{}"}}}}}}"#, "9".repeat(size)),
        )
    }),
    ("DynamoDB: lists within lists", |size| {
        dynamodb(
            "PutItem",
            &format!(r#"{{"TableName":"users","Item":{{"id":{{"S":"1"}},"l":{}"#, "{\"L\":[".repeat(size / 6)),
        )
    }),
    ("DynamoDB: a condition's terms", |size| condition(&format!("id = id{}", " OR id = id".repeat(size / 11)))),
    ("DynamoDB: a condition's parentheses", |size| condition(&"(".repeat(size))),
    ("DynamoDB: a condition's negations", |size| condition(&format!("{}id = id", "NOT ".repeat(size / 4)))),
    ("DynamoDB: an update's clauses", |size| {
        dynamodb(
            "UpdateItem",
            &format!(
                r#"{{"TableName":"users","Key":{{"id":{{"S":"1"}}}},"UpdateExpression":"SET z = z{}"}}"#,
                numbered(size, ", a", " = z")
            ),
        )
    }),
    ("DynamoDB: a projection's paths", |size| {
        dynamodb(
            "GetItem",
            &format!(
                r#"{{"TableName":"users","Key":{{"id":{{"S":"1"}}}},"ProjectionExpression":"z{}"}}"#,
                numbered(size, ", a", "")
            ),
        )
    }),
    ("DynamoDB: names for placeholders", |size| {
        dynamodb(
            "GetItem",
            &format!(
                r##"{{"TableName":"users","Key":{{"id":{{"S":"1"}}}},"ProjectionExpression":"z","ExpressionAttributeNames":{{"#z":"z"{}}}}}"##,
                numbered(size, ",\"#a", "\":\"a\"")
            ),
        )
    }),
    ("Logs: events", |size| {
        logs(
            "PutLogEvents",
            &format!(
                r#"{{"logGroupName":"/app","logStreamName":"s","logEvents":[{{"timestamp":1767603600000,"message":"x"}}{}]}}"#,
                r#",{"timestamp":1767603600000,"message":"x"}"#.repeat(size / 43)
            ),
        )
    }),
    ("Logs: a pattern's terms", |size| {
        logs("FilterLogEvents", &format!(r#"{{"logGroupName":"/app","filterPattern":"{}"}}"#, "?a ".repeat(size / 3)))
    }),
    ("IAM: a form's fields", |size| {
        form(
            "iam.amazonaws.com",
            &format!("Action=CreateRole&Version=2010-05-08&RoleName=r{}", numbered(size, "&Tags.member.", ".Key=k")),
        )
    }),
    ("STS: a form's fields", |size| {
        form(
            "sts.us-east-1.amazonaws.com",
            &format!(
                "Action=AssumeRole&Version=2011-06-15&RoleSessionName=ann&RoleArn=arn%3Aaws%3Aiam%3A%3A123456789012%3Arole%2Freader{}",
                sts_tags(size)
            ),
        )
    }),
    ("Lambda: a payload", |size| lambda("POST", "/2015-03-31/functions/f/invocations", &"[".repeat(size))),
    ("CloudFormation: a template", |size| {
        form(
            "cloudformation.us-east-1.amazonaws.com",
            &format!("Action=CreateStack&Version=2010-05-15&StackName=s&TemplateBody=Resources:%0A{}", resources(size)),
        )
    }),
];

fn request(method: &str, host: &str, path: &str) -> Request {
    Request::new(method, &format!("https://{host}{path}")).expect("it is an address")
}

fn s3(method: &str, path: &str) -> Request {
    request(method, "s3.us-east-1.amazonaws.com", path)
}

fn put(setting: &str, body: &str) -> Request {
    s3("PUT", &format!("/photos?{setting}")).with_body(body.to_owned())
}

fn json(host: &str, version: &str, target: &str, body: &str) -> Request {
    request("POST", host, "/")
        .with_header("content-type", format!("application/x-amz-json-{version}"))
        .with_header("x-amz-target", target)
        .with_body(body.to_owned())
}

fn dynamodb(operation: &str, body: &str) -> Request {
    json("dynamodb.us-east-1.amazonaws.com", "1.0", &format!("DynamoDB_20120810.{operation}"), body)
}

fn condition(text: &str) -> Request {
    dynamodb(
        "PutItem",
        &format!(r#"{{"TableName":"users","Item":{{"id":{{"S":"1"}}}},"ConditionExpression":"{text}"}}"#),
    )
}

fn logs(operation: &str, body: &str) -> Request {
    json("logs.us-east-1.amazonaws.com", "1.1", &format!("Logs_20140328.{operation}"), body)
}

fn form(host: &str, body: &str) -> Request {
    request("POST", host, "/")
        .with_header("content-type", "application/x-www-form-urlencoded")
        .with_body(body.to_owned())
}

fn lambda(method: &str, path: &str, body: &str) -> Request {
    request(method, "lambda.us-east-1.amazonaws.com", path).with_body(body.to_owned())
}

/// `before0after`, `before1after`, … until there are so many bytes.
fn numbered(size: usize, before: &str, after: &str) -> String {
    let mut text = String::with_capacity(size + 64);
    let mut number = 0_u32;
    while text.len() < size {
        let _ = write!(text, "{before}{number}{after}");
        number += 1;
    }
    text
}

fn tags(size: usize) -> String {
    numbered(size, "<Tag><Key>", "</Key><Value>v</Value></Tag>")
}

fn wrapped(open: &str, body: &str, close: &str) -> String {
    format!("<{open}>{body}<{close}>")
}

fn statements(size: usize) -> String {
    let statement = r#"{"Effect":"Deny","Principal":{"AWS":"123456789012"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}"#;
    let more = format!(",{statement}").repeat(size / (statement.len() + 1));
    format!(r#"{{"Version":"2012-10-17","Statement":[{statement}{more}]}}"#)
}

fn wildcards(size: usize) -> String {
    let stars = "*a".repeat(size / 2);
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny","Principal":{{"AWS":"123456789012"}},"Action":"s3:*","Resource":"arn:aws:s3:::photos/{stars}"}}}}"#
    )
}

fn sts_tags(size: usize) -> String {
    let mut text = String::with_capacity(size + 64);
    let mut number = 1_u32;
    while text.len() < size {
        let _ = write!(text, "&Tags.member.{number}.Key=k{number}");
        number += 1;
    }
    text
}

fn resources(size: usize) -> String {
    numbered(size, "%20%20R", ":%0A%20%20%20%20Type:%20AWS::S3::Bucket%0A")
}
