//! The documents that configure a bucket: CORS, policy, public access block and those that are only kept.

use super::harness::lab;
use crate::verdict::Principal;

#[test]
fn what_is_absent_is_said_to_be_absent() {
    for (parameter, code, message) in [
        ("cors", "NoSuchCORSConfiguration", "The CORS configuration does not exist"),
        ("lifecycle", "NoSuchLifecycleConfiguration", "The lifecycle configuration does not exist"),
        ("website", "NoSuchWebsiteConfiguration", "The specified bucket does not have a website configuration"),
        ("policy", "NoSuchBucketPolicy", "The bucket policy does not exist"),
        (
            "encryption",
            "ServerSideEncryptionConfigurationNotFoundError",
            "The server side encryption configuration was not found",
        ),
        (
            "publicAccessBlock",
            "NoSuchPublicAccessBlockConfiguration",
            "The public access block configuration was not found",
        ),
        ("ownershipControls", "OwnershipControlsNotFoundError", "The bucket ownership controls were not found"),
    ] {
        lab().check(&format!("DELETE /photos?{parameter}"), "204").check(
            &format!("GET /photos?{parameter}"),
            &format!("404\n\n<Code>{code}</Code><Message>{message}</Message><BucketName>photos</BucketName>"),
        );
    }
}

#[test]
fn a_new_bucket_is_closed_and_encrypted() {
    lab()
        .check("GET /photos?publicAccessBlock", "200\n\n<BlockPublicPolicy>true</BlockPublicPolicy>")
        .check("GET /photos?encryption", "200\n\n<SSEAlgorithm>AES256</SSEAlgorithm>")
        .check("GET /photos?ownershipControls", "200\n\nBucketOwnerEnforced");
}

#[test]
fn documents_are_kept_and_given_back() {
    for (parameter, document) in [
        (
            "lifecycle",
            "<LifecycleConfiguration><Rule><ID>r</ID><Status>Enabled</Status><Expiration><Days>1</Days></Expiration></Rule></LifecycleConfiguration>",
        ),
        (
            "website",
            "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument></WebsiteConfiguration>",
        ),
    ] {
        lab()
            .check(&format!("PUT /photos?{parameter}\n\n{document}"), "200")
            .check(&format!("GET /photos?{parameter}"), &format!("200\n\n{document}"))
            .check(&format!("PUT /photos?{parameter}\n\n<Else/>"), "400\n\nMalformedXML");
    }
    lab()
        .check("PUT /photos?website\n\n<WebsiteConfiguration/>", "400\n\nA value for IndexDocument Suffix must be provided if RedirectAllRequestsTo is empty")
        .check("PUT /photos?website\n\n<WebsiteConfiguration><IndexDocument><Suffix>/index.html</Suffix></IndexDocument></WebsiteConfiguration>", "400\n\nThe IndexDocument Suffix is not well formed");
}

#[test]
fn preflight_requests_are_answered_by_the_rules() {
    let preflight = "OPTIONS /photos/a\nOrigin: https://page.example\nAccess-Control-Request-Method: PUT";
    let rules = "<CORSConfiguration><CORSRule><AllowedOrigin>https://*.example</AllowedOrigin><AllowedMethod>PUT</AllowedMethod><AllowedMethod>GET</AllowedMethod><AllowedHeader>x-amz-*</AllowedHeader><MaxAgeSeconds>60</MaxAgeSeconds></CORSRule></CORSConfiguration>";
    let mut lab = lab();
    lab.check("OPTIONS /photos/a", "400\n\n<Code>BadRequest</Code><Message>Insufficient information. Origin request header needed.")
        .check(&preflight.replace("photos", "cellar"), "403\n\nCORSResponse: Bucket not found</Message><Method>OPTIONS</Method><ResourceType>BUCKET")
        .check(preflight, "403\n\n<Code>AccessForbidden</Code><Message>CORSResponse: CORS is not enabled for this bucket.</Message><Method>PUT</Method><ResourceType>BUCKET")
        .check(&format!("PUT /photos?cors\n\n{}", rules.replace("PUT", "MYMETHOD")), "400\n\nFound unsupported HTTP method in CORS config. Unsupported method is MYMETHOD")
        .check(&format!("PUT /photos?cors\n\n{rules}"), "200")
        .check(preflight, "200\naccess-control-allow-origin: https://page.example\naccess-control-allow-methods: PUT, GET\naccess-control-max-age: 60\naccess-control-allow-credentials: true")
        .check(&format!("{preflight}\nAccess-Control-Request-Headers: X-Amz-Date"), "200\naccess-control-allow-headers: x-amz-date")
        .check(&format!("{preflight}\nAccess-Control-Request-Headers: x-other"), "403\n\nCORSResponse: This CORS request is not allowed.\n<ResourceType>OBJECT")
        .check("PUT /photos/a\n\nx", "200")
        .check("GET /photos/a\nOrigin: https://page.example", "200\naccess-control-allow-origin: https://page.example")
        .check("GET /photos/a\nOrigin: https://page.other", "200\n-access-control-allow-origin");
}

#[test]
fn every_answer_to_a_page_that_may_read_it_says_so() {
    let rules = "<CORSConfiguration><CORSRule><AllowedOrigin>*</AllowedOrigin><AllowedMethod>GET</AllowedMethod><AllowedMethod>HEAD</AllowedMethod><AllowedMethod>PUT</AllowedMethod><AllowedMethod>POST</AllowedMethod><ExposeHeader>ETag</ExposeHeader><ExposeHeader>x-amz-request-id</ExposeHeader></CORSRule></CORSConfiguration>";
    let told = "access-control-allow-origin: *\naccess-control-allow-methods: GET, HEAD, PUT, POST\naccess-control-expose-headers: ETag, x-amz-request-id\nvary: Origin, Access-Control-Request-Headers, Access-Control-Request-Method\n-access-control-allow-credentials";
    let mut lab = lab();
    lab.check(&format!("PUT /photos?cors\n\n{rules}"), "200");
    for (request, status) in [
        ("PUT /photos/a", 200),
        ("GET /photos/a", 200),
        ("HEAD /photos/a", 200),
        ("GET /photos", 200),
        ("GET /photos/missing", 404),
        ("HEAD /photos/missing", 404),
        ("GET /photos/a?partNumber=x", 400),
        ("POST /photos/a?uploads", 200),
        ("POST /photos", 412),
        ("GET photos.s3-website-us-east-1.amazonaws.com/", 404),
    ] {
        lab.check(&format!("{request}\nOrigin: https://page.example"), &format!("{status}\n{told}"));
    }
    lab.check("DELETE /photos/a\nOrigin: https://page.example", "204\n-access-control-allow-origin\n-vary")
        .check("GET /cellar\nOrigin: https://page.example", "404\n-access-control-allow-origin")
        .check("GET /photos/a", "404\n-vary");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/a\nOrigin: https://page.example", &format!("403\n{told}"));
}

const PUBLIC: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"}]}"#;

#[test]
fn a_public_policy_opens_a_bucket_once_nothing_blocks_it() {
    let mut lab = lab();
    let put = format!("PUT /photos?policy\n\n{PUBLIC}");
    lab.check("PUT /photos/a\n\nx", "200")
        .check(&put, "403\n\nbecause public policies are blocked by the BlockPublicPolicy block public access setting.")
        .check("DELETE /photos?publicAccessBlock", "204")
        .check(&put, "204")
        .check("GET /photos?policy", &format!("200\n\n{PUBLIC}"))
        .check("GET /photos?policyStatus", "200\n\n<IsPublic>true</IsPublic>");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/a", "200\n\nx").check("PUT /photos/a\n\ny", "403");
    lab.principal = Principal::Root;
    lab.check("PUT /photos?publicAccessBlock\n\n<PublicAccessBlockConfiguration><RestrictPublicBuckets>true</RestrictPublicBuckets></PublicAccessBlockConfiguration>", "200");
    lab.principal = Principal::Anonymous;
    lab.check("GET /photos/a", "403");
}

#[test]
fn policies_that_are_none_are_refused() {
    for (policy, message) in [
        ("x", "Policies must be valid JSON and the first byte must be &apos;{&apos;"),
        ("{}", "Missing required field Statement"),
        (&PUBLIC.replace("photos", "cellar"), "Policy has invalid resource"),
    ] {
        lab().check(
            &format!("PUT /photos?policy\n\n{policy}"),
            &format!("400\n\n<Code>MalformedPolicy</Code><Message>{message}"),
        );
    }
}

#[test]
fn a_key_for_encryption_without_keys_is_refused() {
    let put = |default: &str| {
        format!(
            "PUT /photos?encryption\n\n<ServerSideEncryptionConfiguration><Rule><ApplyServerSideEncryptionByDefault>{default}</ApplyServerSideEncryptionByDefault></Rule></ServerSideEncryptionConfiguration>"
        )
    };
    lab()
        .check(&put("<SSEAlgorithm>AES256</SSEAlgorithm>"), "200")
        .check(
            &put("<SSEAlgorithm>AES256</SSEAlgorithm><KMSMasterKeyID>k</KMSMasterKeyID>"),
            "400\n\na KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
        )
        .check(&put("<SSEAlgorithm>ROT13</SSEAlgorithm>"), "400\n\nMalformedXML");
}
