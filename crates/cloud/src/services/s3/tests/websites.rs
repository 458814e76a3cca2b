//! Static websites as a browser sees them.

use super::harness::{Lab, lab};

const OPEN: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/*"},{"Effect":"Allow","Principal":"*","Action":"s3:ListBucket","Resource":"arn:aws:s3:::photos"},{"Effect":"Deny","Principal":"*","Action":"s3:GetObject","Resource":"arn:aws:s3:::photos/secret/*"}]}"#;
const SITE: &str = "photos.s3-website-us-east-1.amazonaws.com";

/// A website with two pages and this configuration beside its index document.
fn site(more: &str) -> Lab {
    let mut lab = lab();
    let configuration = format!(
        "<WebsiteConfiguration><IndexDocument><Suffix>index.html</Suffix></IndexDocument>{more}</WebsiteConfiguration>"
    );
    lab.check("PUT /photos/index.html\ncontent-type: text/html\n\n<p>home", "200")
        .check("PUT /photos/album/index.html\ncontent-type: text/html\n\n<p>album", "200")
        .check("PUT /photos/secret/a\n\nx", "200")
        .check("PUT /photos/moved\nx-amz-website-redirect-location: /album/\n\n", "200")
        .check("DELETE /photos?publicAccessBlock", "204")
        .check(&format!("PUT /photos?policy\n\n{OPEN}"), "204")
        .check(&format!("PUT /photos?website\n\n{configuration}"), "200");
    lab
}

#[test]
fn pages_folders_and_redirections() {
    site("")
        .check(&format!("GET {SITE}/"), "200\ncontent-type: text/html\nserver: AmazonS3\n\n<p>home")
        .check(
            "GET photos.s3-website.us-east-1.amazonaws.com/index.html?response-content-type=a",
            "200\ncontent-type: text/html\n\n<p>home",
        )
        .check(&format!("GET {SITE}/album/"), "200\n\n<p>album")
        .check(&format!("GET {SITE}/album"), "302\nlocation: /album/\n\n!album")
        .check(&format!("HEAD {SITE}/album/"), "200\ncontent-length: 8\n\n!album")
        .check(&format!("GET {SITE}/moved"), "301\nlocation: /album/")
        .check(&format!("GET {SITE}/\nrange: bytes=3-"), "206\ncontent-range: bytes 3-6/7\n\nhome");
}

#[test]
fn errors_are_pages() {
    let mut lab = site("");
    lab.check(&format!("GET {SITE}/%3Cb%3E"), "404\ncontent-type: text/html; charset=utf-8\nx-amz-error-code: NoSuchKey\nx-amz-error-message: The specified key does not exist.\nx-amz-error-detail-Key: <b>\n\n<head><title>404 Not Found</title></head>\n<h1>404 Not Found</h1>\n<li>Code: NoSuchKey</li>\n<li>Message: The specified key does not exist.</li>\n<li>Key: &lt;b&gt;</li>\n<li>RequestId: \n<li>HostId: \n<hr/>\n!An Error Occurred")
        .check(&format!("GET {SITE}/secret/a"), "403\n\n<h1>403 Forbidden</h1>\n<li>Code: AccessDenied</li>\n<li>Message: Access Denied</li>")
        .check(&format!("POST {SITE}/"), "405\n\n<h1>405 Method Not Allowed</h1>\n<li>Message: The specified method is not allowed against this resource.</li>\n<li>Method: POST</li>\n<li>ResourceType: OBJECT</li>")
        .check(&format!("HEAD {SITE}/missing"), "404\n\n!<")
        .check("GET cellar.s3-website-us-east-1.amazonaws.com/", "404\n\n<li>Code: NoSuchBucket</li>\n<li>BucketName: cellar</li>")
        .check("DELETE /photos?website", "204")
        .check(&format!("GET {SITE}/"), "404\n\n<li>Code: NoSuchWebsiteConfiguration</li>\n<li>Message: The specified bucket does not have a website configuration</li>\n<li>BucketName: photos</li>");
}

#[test]
fn a_sites_own_error_document_is_shown() {
    site("<ErrorDocument><Key>oops.html</Key></ErrorDocument>")
        .check(&format!("GET {SITE}/missing"), "404\n\n<li>Key: missing</li>\n<h3>An Error Occurred While Attempting to Retrieve a Custom Error Document</h3>\n<li>Key: oops.html</li>")
        .check("PUT /photos/oops.html\ncontent-type: text/html\n\n<p>oops", "200")
        .check(&format!("GET {SITE}/missing"), "404\ncontent-type: text/html\nx-amz-error-code: NoSuchKey\n\n<p>oops\n!NoSuchKey")
        .check(&format!("GET {SITE}/secret/a"), "403\n\n<p>oops");
}

#[test]
fn rules_send_visitors_elsewhere() {
    let rule = |condition: &str, redirect: &str| {
        format!("<RoutingRule><Condition>{condition}</Condition><Redirect>{redirect}</Redirect></RoutingRule>")
    };
    let prefix = "<KeyPrefixEquals>old/</KeyPrefixEquals>";
    let code = "<HttpErrorCodeReturnedEquals>404</HttpErrorCodeReturnedEquals>";
    let rules = [
        rule(prefix, "<ReplaceKeyPrefixWith>new/</ReplaceKeyPrefixWith>"),
        rule(
            &format!("<KeyPrefixEquals>lost/</KeyPrefixEquals>{code}"),
            "<HostName>archive.example</HostName><Protocol>https</Protocol><HttpRedirectCode>302</HttpRedirectCode>",
        ),
        rule(code, "<ReplaceKeyWith>album/index.html</ReplaceKeyWith>"),
    ];
    site(&format!("<RoutingRules>{}</RoutingRules>", rules.concat()))
        .check(&format!("GET {SITE}/old/a%20b"), &format!("301\nlocation: http://{SITE}/new/a%20b"))
        .check(&format!("GET {SITE}/lost/a"), "302\nlocation: https://archive.example/lost/a")
        .check(&format!("GET {SITE}/nowhere"), &format!("301\nlocation: http://{SITE}/album/index.html"))
        .check(&format!("GET {SITE}/secret/a"), "403")
        .check(&format!("GET {SITE}/"), "200");
}

#[test]
fn a_site_may_send_everybody_away() {
    let all = "<WebsiteConfiguration><RedirectAllRequestsTo><HostName>www.example</HostName><Protocol>https</Protocol></RedirectAllRequestsTo></WebsiteConfiguration>";
    site("")
        .check(&format!("PUT /photos?website\n\n{all}"), "200")
        .check(&format!("GET {SITE}/a/b?c=d"), "301\nlocation: https://www.example/a/b?c=d");
}

#[test]
fn configurations_that_cannot_be_are_refused() {
    let put = |rule: &str| {
        format!(
            "PUT /photos?website\n\n<WebsiteConfiguration><IndexDocument><Suffix>i</Suffix></IndexDocument><RoutingRules><RoutingRule>{rule}</RoutingRule></RoutingRules></WebsiteConfiguration>"
        )
    };
    let redirect = "<Redirect><HostName>h</HostName></Redirect>";
    lab()
        .check(&put(&format!("<Condition/>{redirect}")), "400\n\n<Code>InvalidRequest</Code><Message>Condition cannot be empty. To redirect all requests without a condition, the condition element shouldn&apos;t be present.<")
        .check(&put("<Redirect><Protocol>ftp</Protocol></Redirect>"), "400\n\nInvalid protocol, protocol can be http or https. If not defined the protocol will be selected automatically.<")
        .check(&put("<Redirect><ReplaceKeyWith>a</ReplaceKeyWith><ReplaceKeyPrefixWith>b</ReplaceKeyPrefixWith></Redirect>"), "400\n\nYou can only define ReplaceKeyPrefix or ReplaceKey but not both.<")
        .check(&put("<Redirect><HttpRedirectCode>200</HttpRedirectCode></Redirect>"), "400\n\nInvalidRequest")
        .check(&put(""), "400\n\nMalformedXML");
}

#[test]
fn a_site_that_is_closed_to_strangers_is_closed_to_its_owner_too() {
    site("").check("DELETE /photos?policy", "204").check(&format!("GET {SITE}/"), "403\n\n<h1>403 Forbidden</h1>");
}
