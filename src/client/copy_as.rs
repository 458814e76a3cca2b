//! A call as the line of a shell, of JavaScript or of Python that makes it anywhere. Pure.

use std::fmt::Write as _;

use super::desk::sends_body;

/// A call, as an HTTP client is told it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// `GET`.
    pub method: String,
    /// The address.
    pub url: String,
    /// Header fields, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body; empty when there is none.
    pub body: String,
    /// Whether it is signed.
    pub signed: bool,
}

/// In which language.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Form {
    /// curl, for a POSIX shell.
    #[default]
    Curl,
    /// `fetch`, for a browser or Node.js.
    Fetch,
    /// The package `requests`.
    Python,
}

impl Form {
    /// All forms, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Curl, Self::Fetch, Self::Python];

    /// What it is called.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Curl => "curl",
            Self::Fetch => "fetch",
            Self::Python => "Python requests",
        }
    }
}

/// `call` in that form.
#[must_use]
pub fn text(call: &Call, form: Form) -> String {
    match form {
        Form::Curl => curl(call),
        Form::Fetch => fetch(call),
        Form::Python => python(call),
    }
}

fn curl(call: &Call) -> String {
    let mut words = vec!["curl".to_owned()];
    match (call.method.as_str(), call.body.is_empty()) {
        ("GET", true) => {}
        ("HEAD", _) => words.push("--head".to_owned()),
        (method, _) => words.push(format!("--request {}", shell(method))),
    }
    // Brackets and braces in an address would be read as lists.
    if call.url.contains(['{', '}', '[', ']']) {
        words.push("--globoff".to_owned());
    }
    words.push(shell(&call.url));
    let mut line = words.join(" ");
    if call.signed {
        let (service, region) = scope(&call.url);
        line += &format!(" \\\n  --aws-sigv4 {}", shell(&format!("aws:amz:{region}:{service}")));
        line += " \\\n  --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\"";
    }
    for (name, value) in &call.headers {
        // curl leaves out a field that ends with its colon.
        let field = if value.is_empty() { format!("{name};") } else { format!("{name}: {value}") };
        line += &format!(" \\\n  --header {}", shell(&field));
    }
    if !call.body.is_empty() {
        line += &format!(" \\\n  --data-raw {}", shell(&call.body));
    }
    line
}

/// A word that a POSIX shell takes as it stands.
fn shell(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./:=,@%+".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

fn fetch(call: &Call) -> String {
    let mut members = String::new();
    let has_body = !call.body.is_empty() && sends_body(&call.method);
    if call.method != "GET" {
        members += &format!("  method: {},\n", javascript(&call.method));
    }
    if !call.headers.is_empty() {
        members += "  headers: {\n";
        for (name, value) in &call.headers {
            members += &format!("    {}: {},\n", javascript(name), javascript(value));
        }
        members += "  },\n";
    }
    if has_body {
        let body = as_json(&call.body).map_or_else(|| javascript(&call.body), |json| format!("JSON.stringify({json})"));
        members += &format!("  body: {body},\n");
    }
    let init = if members.is_empty() { String::new() } else { format!(", {{\n{members}}}") };
    let mut text = String::new();
    if call.signed {
        text += "// fetch signs nothing. Here coldstart.fetch is the account's owner; on AWS sign with aws4fetch.\n";
    }
    if !call.body.is_empty() && !has_body {
        text += &format!("// fetch sends no body with {}.\n", call.method);
    }
    let name = if call.signed { "coldstart.fetch" } else { "fetch" };
    text += &format!("const response = await {name}({}{init});\n", javascript(&call.url));
    text + "console.log(response.status, await response.text());"
}

/// The body as an object of JavaScript that `JSON.stringify` writes as it stands, but for its spaces; none when it would
/// write another text.
fn as_json(body: &str) -> Option<String> {
    let value: serde_json::Value = serde_json::from_str(body).ok()?;
    let object = value.is_object() || value.is_array();
    // These would be read otherwise than they are written: a prototype, numbers, and figures as names, which are sorted.
    let text = value.to_string();
    (object && !has_odd(&value) && text == without_spaces(body)).then_some(text)
}

/// JSON without what stands between its words.
fn without_spaces(json: &str) -> String {
    let (mut quoted, mut escaped) = (false, false);
    json.chars()
        .filter(|letter| {
            let kept = quoted || !letter.is_ascii_whitespace();
            match letter {
                _ if escaped => escaped = false,
                '\\' if quoted => escaped = true,
                '"' => quoted = !quoted,
                _ => {}
            }
            kept
        })
        .collect()
}

fn has_odd(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Number(number) => number.as_i64().is_none_or(|number| number.abs() >= 1 << 53),
        serde_json::Value::Array(list) => list.iter().any(has_odd),
        serde_json::Value::Object(members) => members.iter().any(|(name, value)| {
            name == "__proto__" || name.starts_with(|first: char| first.is_ascii_digit()) || has_odd(value)
        }),
        serde_json::Value::String(text) => text.contains("</") || text.contains(['\u{2028}', '\u{2029}']),
        _ => false,
    }
}

/// A text of JavaScript, which may also stand in a page's `<script>`.
fn javascript(text: &str) -> String {
    quoted(text, |letter| matches!(letter, '\u{2028}' | '\u{2029}')).replace("</", "<\\/")
}

fn python(call: &Call) -> String {
    let mut text = "import requests\n".to_owned();
    let known = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"].contains(&call.method.as_str());
    let url = quoted(&call.url, |_| false);
    let mut arguments = String::new();
    if !call.headers.is_empty() {
        arguments += "    headers={\n";
        for (name, value) in &call.headers {
            arguments += &format!("        {}: {},\n", quoted(name, |_| false), quoted(value, |_| false));
        }
        arguments += "    },\n";
    }
    if !call.body.is_empty() {
        // A text goes out as Latin-1, which has not all letters.
        let encoded = if call.body.is_ascii() { "" } else { ".encode()" };
        arguments += &format!("    data={}{encoded},\n", quoted(&call.body, |_| false));
    }
    if call.signed {
        let (service, region) = scope(&call.url);
        let signer = if service == "s3" { "S3SigV4Auth" } else { "SigV4Auth" };
        text += &format!("from botocore.auth import {signer}\n");
        text += "from botocore.awsrequest import AWSRequest\nfrom botocore.session import Session\n\n";
        text += &format!("request = AWSRequest(\n    {},\n    {url},\n{arguments})\n", quoted(&call.method, |_| false));
        text += &format!("{signer}(Session().get_credentials(), '{service}', '{region}').add_auth(request)\n");
        text += "response = requests.request(request.method, request.url, headers=dict(request.headers), data=request.body)\n";
    } else if known {
        let method = call.method.to_ascii_lowercase();
        text += &match arguments.is_empty() {
            true => format!("\nresponse = requests.{method}({url})\n"),
            false => format!("\nresponse = requests.{method}(\n    {url},\n{arguments})\n"),
        };
    } else {
        text += &format!(
            "\nresponse = requests.request(\n    {},\n    {url},\n{arguments})\n",
            quoted(&call.method, |_| false)
        );
    }
    text + "print(response.status_code, response.text)"
}

/// A text in single quotation marks, as JavaScript and Python both read it; `odd` letters are written by number.
fn quoted(text: &str, odd: fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('\'');
    for letter in text.chars() {
        match letter {
            '\\' => out.push_str(r"\\"),
            '\'' => out.push_str(r"\'"),
            '\n' => out.push_str(r"\n"),
            '\r' => out.push_str(r"\r"),
            '\t' => out.push_str(r"\t"),
            // Writing to a string cannot fail.
            letter if letter < ' ' || letter == '\u{7f}' => drop(write!(out, "\\x{:02x}", letter as u32)),
            letter if odd(letter) => drop(write!(out, "\\u{:04x}", letter as u32)),
            letter => out.push(letter),
        }
    }
    out.push('\'');
    out
}

/// The service and region that a signature for this address names.
fn scope(url: &str) -> (String, String) {
    let host = url.split_once("://").map_or(url, |(_, rest)| rest).split(['/', '?']).next().unwrap_or_default();
    let labels: Vec<&str> = host.split('.').collect();
    let region = |label: &&&str| label.split('-').count() >= 3 && label.ends_with(|last: char| last.is_ascii_digit());
    let found = labels.iter().rposition(|label| region(&label));
    let region = found.map_or("us-east-1", |at| labels[at]);
    let service = match found {
        Some(at) if at > 0 => labels[at - 1],
        _ => labels.first().copied().unwrap_or_default(),
    };
    (if service == "lambda-url" { "lambda" } else { service }.to_owned(), region.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: &str = "https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com/prod/users";

    fn call(method: &str, url: &str, headers: &[(&str, &str)], body: &str) -> Call {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Call { method: method.to_owned(), url: url.to_owned(), headers, body: body.to_owned(), signed: false }
    }

    #[track_caller]
    fn check(form: Form, call: &Call, wanted: &str) {
        assert_eq!(text(call, form), wanted);
    }

    #[test]
    fn a_get_is_an_address() {
        let get = call("GET", USERS, &[], "");
        check(Form::Curl, &get, &format!("curl {USERS}"));
        check(
            Form::Fetch,
            &get,
            &format!("const response = await fetch('{USERS}');\nconsole.log(response.status, await response.text());"),
        );
        check(
            Form::Python,
            &get,
            &format!(
                "import requests\n\nresponse = requests.get('{USERS}')\nprint(response.status_code, response.text)"
            ),
        );
    }

    #[test]
    fn a_post_has_its_headers_and_its_body() {
        let post = call("POST", USERS, &[("content-type", "application/json")], r#"{"id":"3","name":"O'Neill"}"#);
        check(
            Form::Curl,
            &post,
            &format!(
                "curl --request POST {USERS} \\\n  --header 'content-type: application/json' \\\n  --data-raw '{{\"id\":\"3\",\"name\":\"O'\\''Neill\"}}'"
            ),
        );
        check(
            Form::Fetch,
            &post,
            &format!(
                "const response = await fetch('{USERS}', {{\n  method: 'POST',\n  headers: {{\n    'content-type': 'application/json',\n  }},\n  body: JSON.stringify({{\"id\":\"3\",\"name\":\"O'Neill\"}}),\n}});\nconsole.log(response.status, await response.text());"
            ),
        );
        check(
            Form::Python,
            &post,
            &format!(
                "import requests\n\nresponse = requests.post(\n    '{USERS}',\n    headers={{\n        'content-type': 'application/json',\n    }},\n    data='{{\"id\":\"3\",\"name\":\"O\\'Neill\"}}',\n)\nprint(response.status_code, response.text)"
            ),
        );
    }

    /// How a text stands in each of the forms.
    #[track_caller]
    fn check_quotes(body: &str, wanted_shell: &str, wanted_javascript: &str, wanted_python: &str) {
        assert_eq!(shell(body), wanted_shell);
        assert_eq!(javascript(body), wanted_javascript);
        assert_eq!(quoted(body, |_| false), wanted_python);
    }

    #[test]
    fn quotation_holds() {
        check_quotes("plain", "plain", "'plain'", "'plain'");
        check_quotes("", "''", "''", "''");
        check_quotes("it's", r"'it'\''s'", r"'it\'s'", r"'it\'s'");
        check_quotes("$HOME `id` !x", "'$HOME `id` !x'", "'$HOME `id` !x'", "'$HOME `id` !x'");
        check_quotes("a\\n", r"'a\n'", r"'a\\n'", r"'a\\n'");
        check_quotes("two\nlines\r", "'two\nlines\r'", r"'two\nlines\r'", r"'two\nlines\r'");
        check_quotes("\u{1b}\u{0}", "'\u{1b}\u{0}'", r"'\x1b\x00'", r"'\x1b\x00'");
        check_quotes("größe 日本", "'größe 日本'", "'größe 日本'", "'größe 日本'");
        check_quotes("a\u{2028}b", "'a\u{2028}b'", r"'a\u2028b'", "'a\u{2028}b'");
        check_quotes("</script>", "'</script>'", r"'<\/script>'", "'</script>'");
    }

    #[test]
    fn what_each_form_has_to_be_told() {
        let glob = call("DELETE", "https://a.on.aws/users/{id}?x=[1]", &[("x-empty", "")], "");
        check(
            Form::Curl,
            &glob,
            "curl --request DELETE --globoff 'https://a.on.aws/users/{id}?x=[1]' \\\n  --header 'x-empty;'",
        );
        check(Form::Curl, &call("HEAD", USERS, &[], ""), &format!("curl --head {USERS}"));
        check(Form::Curl, &call("GET", USERS, &[], "a"), &format!("curl --request GET {USERS} \\\n  --data-raw a"));
        let odd = text(&call("GET", USERS, &[], "a"), Form::Fetch);
        assert!(odd.starts_with("// fetch sends no body with GET.\n") && !odd.contains("body:"), "{odd}");
        assert!(text(&call("POST", USERS, &[], "größe"), Form::Python).contains("data='größe'.encode(),"));
        assert!(text(&call("PURGE", USERS, &[], ""), Form::Python).contains("requests.request(\n    'PURGE',"));
    }

    #[test]
    fn a_body_is_written_as_an_object_when_it_comes_out_the_same() {
        let is_object = |body: &str| text(&call("POST", USERS, &[], body), Form::Fetch).contains("JSON.stringify(");
        assert!(is_object(r#"{"a":[1,true,null],"b":"c"}"#));
        assert!(is_object("{\n  \"a b\": \"\\\" c\"\n}"));
        for other in [
            r#"{"a":1,"a":2}"#,
            "[1.0]",
            "[1e3]",
            "[9007199254740993]",
            r#"{"__proto__":1}"#,
            r#"{"b":1,"1":2}"#,
            r#"["</script>"]"#,
            "1",
        ] {
            assert!(!is_object(other), "{other}");
        }
    }

    #[test]
    fn a_signed_call_names_its_service() {
        let signed = Call { signed: true, ..call("GET", USERS, &[], "") };
        check(
            Form::Curl,
            &signed,
            &format!(
                "curl {USERS} \\\n  --aws-sigv4 aws:amz:us-east-1:execute-api \\\n  --user \"$AWS_ACCESS_KEY_ID:$AWS_SECRET_ACCESS_KEY\""
            ),
        );
        assert!(text(&signed, Form::Fetch).contains("await coldstart.fetch("));
        assert!(
            text(&signed, Form::Python).contains("SigV4Auth(Session().get_credentials(), 'execute-api', 'us-east-1')")
        );
        let scopes = [
            ("https://photos.s3.us-east-1.amazonaws.com/a", "s3", "us-east-1"),
            ("https://abc.lambda-url.eu-west-1.on.aws/", "lambda", "eu-west-1"),
            ("https://dynamodb.us-gov-west-1.amazonaws.com", "dynamodb", "us-gov-west-1"),
            ("https://iam.amazonaws.com/", "iam", "us-east-1"),
        ];
        for (url, service, region) in scopes {
            assert_eq!(scope(url), (service.to_owned(), region.to_owned()), "{url}");
        }
    }
}
