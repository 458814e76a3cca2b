//! CORS as a browser applies it: whether a page of one origin may send a request to another, whether it has to ask first,
//! and whether it may read the answer. Each refusal says which header it was, what the API sent, and what to do. Pure.
//!
//! By the Fetch standard, <https://fetch.spec.whatwg.org/#http-cors-protocol>.

mod cache;
mod safe;
#[cfg(test)]
mod tests;

pub use cache::Cache;
use cloud::http::Headers;

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";
const ALLOW_CREDENTIALS: &str = "Access-Control-Allow-Credentials";
const ALLOW_METHODS: &str = "Access-Control-Allow-Methods";
const ALLOW_HEADERS: &str = "Access-Control-Allow-Headers";
const EXPOSE_HEADERS: &str = "Access-Control-Expose-Headers";
const MAX_AGE: &str = "Access-Control-Max-Age";

/// How long an answer to a preflight without a max-age holds, seconds.
const DEFAULT_AGE_S: f64 = 5.0;
/// How long it holds at most, seconds: Chromium's limit; Firefox takes a day.
const LONGEST_AGE_S: f64 = 7_200.0;

/// A fetch's mode.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mode {
    /// The answer may be read if the other side permits it.
    #[default]
    Cors,
    /// The request may be sent, and its answer is never read.
    NoCors,
    /// Nothing of another origin.
    SameOrigin,
}

/// What a page asks its browser to fetch.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// The page's origin: `https://my-page.example`.
    pub origin: String,
    /// The address.
    pub url: String,
    /// The method. Browsers write `get`, `post`, `put`, `delete`, `head` and `options` large, and no other.
    pub method: String,
    /// The header fields that the page's code set, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The mode.
    pub mode: Mode,
    /// Whether cookies and the like go along: `credentials: 'include'`.
    pub credentials: bool,
}

/// What the browser does with it first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Plan {
    /// It sends the request.
    Send,
    /// It asks the other side first.
    Preflight {
        /// The header fields of the OPTIONS request.
        headers: Vec<(String, String)>,
        /// Why, a sentence.
        why: String,
    },
    /// It sends nothing.
    Blocked(Fault),
}

/// Why the browser keeps a request from being sent, or its answer from being read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// The header field that decided; empty when none did.
    pub header: &'static str,
    /// What that field was in the answer; none when it was missing.
    pub sent: Option<String>,
    /// What is wrong, a sentence.
    pub says: String,
    /// What to do about it, a sentence.
    pub mend: String,
}

impl Asked {
    /// Whether it goes to another origin than the page's.
    #[must_use]
    pub fn is_cross_origin(&self) -> bool {
        origin_of(&self.url) != self.origin.to_ascii_lowercase()
    }

    /// Whether the answer can never be read.
    #[must_use]
    pub fn is_opaque(&self) -> bool {
        self.mode == Mode::NoCors && self.is_cross_origin()
    }

    /// The header fields that a form could not have sent, in order of name.
    fn unsafe_headers(&self) -> Vec<&str> {
        let mut names = safe::unsafe_names(&self.headers);
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The origin of an address: `https://a1b2c3d4e5.execute-api.us-east-1.amazonaws.com`.
#[must_use]
pub fn origin_of(url: &str) -> String {
    let (scheme, rest) = url.split_once("://").unwrap_or(("", url));
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let standard = if scheme == "http" { ":80" } else { ":443" };
    format!("{scheme}://{}", host.strip_suffix(standard).unwrap_or(host)).to_ascii_lowercase()
}

/// What the browser does first, when it remembers `cache` at `now_s`.
#[must_use]
pub fn plan(asked: &Asked, cache: &Cache, now_s: f64) -> Plan {
    if ["CONNECT", "TRACE", "TRACK"].contains(&asked.method.to_ascii_uppercase().as_str()) {
        return Plan::Blocked(fault(
            "",
            None,
            format!("No page may send {}.", asked.method),
            "Use another method.".to_owned(),
        ));
    }
    if !asked.is_cross_origin() {
        return Plan::Send;
    }
    let headers = asked.unsafe_headers();
    match asked.mode {
        Mode::SameOrigin => {
            return Plan::Blocked(fault(
                "",
                None,
                format!("mode: 'same-origin' forbids whatever is not at {}.", asked.origin),
                "Leave the mode out: its default is 'cors'.".to_owned(),
            ));
        }
        Mode::NoCors if !safe::is_method(&asked.method) => {
            return Plan::Blocked(fault(
                "",
                None,
                format!("mode: 'no-cors' permits GET, HEAD and POST, and this is {}.", asked.method),
                "Leave the mode out: its default is 'cors'.".to_owned(),
            ));
        }
        Mode::NoCors => return Plan::Send,
        Mode::Cors => {}
    }
    let method = (!safe::is_method(&asked.method)).then_some(asked.method.as_str());
    if method.is_none() && headers.is_empty() || cache.permits(asked, method, &headers, now_s) {
        return Plan::Send;
    }
    let mut fields = vec![("accept".to_owned(), "*/*".to_owned()), ("origin".to_owned(), asked.origin.clone())];
    fields.push(("access-control-request-method".to_owned(), asked.method.clone()));
    if !headers.is_empty() {
        fields.push(("access-control-request-headers".to_owned(), headers.join(",")));
    }
    Plan::Preflight { headers: fields, why: why(asked, method, &headers) }
}

fn why(asked: &Asked, method: Option<&str>, headers: &[&str]) -> String {
    let field = |name: &&str| {
        let value = asked.headers.iter().find(|(held, _)| held == name).map_or("", |(_, value)| value.as_str());
        if *name == "content-type" { format!("{name}: {value}") } else { (*name).to_owned() }
    };
    let mut things: Vec<String> = method.map(|method| format!("the method {method}")).into_iter().collect();
    things.extend(headers.iter().map(field));
    format!("It asks first, by OPTIONS, because no form could send {}.", listed(&things))
}

/// Whether the answer to a preflight permits the request; what it permits is then remembered in `cache`.
///
/// # Errors
/// What is missing.
pub fn permit(asked: &Asked, status: u16, answer: &Headers, cache: &mut Cache, now_s: f64) -> Result<(), Fault> {
    readable(asked, answer)
        .map_err(|fault| Fault { says: format!("Of the preflight: {}", lower_first(&fault.says)), ..fault })?;
    if !(200..300).contains(&status) {
        return Err(fault(
            "",
            None,
            format!("The preflight was answered {status}, and must be answered 200 to 299."),
            "Give the API an OPTIONS method, without authorisation, that answers 200 or 204 with the CORS headers."
                .to_owned(),
        ));
    }
    let sent = |name: &str| answer.get(name).map(str::to_owned);
    let methods = list(answer, ALLOW_METHODS);
    let names: Vec<String> = list(answer, ALLOW_HEADERS).iter().map(|name| name.to_ascii_lowercase()).collect();
    let any = |list: &[String]| !asked.credentials && list.iter().any(|one| one == "*");
    if !safe::is_method(&asked.method) && !methods.contains(&asked.method) && !any(&methods) {
        return Err(method_fault(asked, &methods, sent(ALLOW_METHODS)));
    }
    for name in asked.unsafe_headers() {
        let by_star = any(&names) && name != "authorization";
        if !by_star && !names.iter().any(|held| held == name) {
            return Err(header_fault(asked, name, &names, sent(ALLOW_HEADERS)));
        }
    }
    let age = answer.get(MAX_AGE).and_then(|text| text.trim().parse::<u32>().ok()).map_or(DEFAULT_AGE_S, f64::from);
    cache.remember(asked, &methods, &names, now_s + age.min(LONGEST_AGE_S));
    Ok(())
}

fn method_fault(asked: &Asked, methods: &[String], sent: Option<String>) -> Fault {
    let method = &asked.method;
    let says = if asked.credentials && methods.iter().any(|one| one == "*") {
        format!("With credentials * in {ALLOW_METHODS} is no wildcard, and {method} is not named.")
    } else if methods.iter().any(|one| one.eq_ignore_ascii_case(method)) {
        format!("The page wrote the method {method}, and a browser compares it letter by letter.")
    } else {
        format!("{ALLOW_METHODS} does not name {method}.")
    };
    let mend = if says.starts_with("The page") {
        format!("Write {} in the page's fetch.", method.to_ascii_uppercase())
    } else {
        format!("Let the OPTIONS answer say {ALLOW_METHODS}: {}.", joined(methods, method))
    };
    fault(ALLOW_METHODS, sent, says, mend)
}

fn header_fault(asked: &Asked, name: &str, names: &[String], sent: Option<String>) -> Fault {
    let star = names.iter().any(|one| one == "*");
    let says = match (star, asked.credentials) {
        (true, true) => format!("With credentials * in {ALLOW_HEADERS} is no wildcard, and {name} is not named."),
        (true, false) => format!("* in {ALLOW_HEADERS} never stands for {name}, which has to be named."),
        (false, _) => format!("{ALLOW_HEADERS} does not name {name}."),
    };
    let mend = format!("Let the OPTIONS answer say {ALLOW_HEADERS}: {}.", joined(names, name));
    fault(ALLOW_HEADERS, sent, says, mend)
}

/// Whether the page may read an answer with these header fields.
///
/// # Errors
/// What is missing.
pub fn readable(asked: &Asked, answer: &Headers) -> Result<(), Fault> {
    if !asked.is_cross_origin() || asked.mode == Mode::NoCors {
        return Ok(());
    }
    let origin = &asked.origin;
    let wanted = if asked.credentials { origin.clone() } else { format!("{origin}, or * for every page") };
    let mend = format!("Let the answer say {ALLOW_ORIGIN}: {wanted}.");
    let Some(sent) = answer.get(ALLOW_ORIGIN) else {
        return Err(fault(ALLOW_ORIGIN, None, format!("The answer has no {ALLOW_ORIGIN}."), mend));
    };
    let told = Some(sent.to_owned());
    if sent == "*" && asked.credentials {
        let says = format!("{ALLOW_ORIGIN} is *, which a fetch with credentials does not take.");
        return Err(fault(
            ALLOW_ORIGIN,
            told,
            says,
            format!("{mend} Or leave credentials: 'include' out of the fetch."),
        ));
    }
    if sent != "*" && sent != origin {
        let says = match sent.contains(',') {
            true => format!("{ALLOW_ORIGIN} names several origins, and may name one alone."),
            false if sent.trim_end_matches('/').eq_ignore_ascii_case(origin) => {
                format!(
                    "{ALLOW_ORIGIN} is written otherwise than {origin}: an origin has no slash at its end and is small."
                )
            }
            false => format!("{ALLOW_ORIGIN} permits another origin, and this page is of {origin}."),
        };
        return Err(fault(ALLOW_ORIGIN, told, says, mend));
    }
    let credentials = answer.get(ALLOW_CREDENTIALS);
    if asked.credentials && credentials != Some("true") {
        return Err(fault(
            ALLOW_CREDENTIALS,
            credentials.map(str::to_owned),
            format!("A fetch with credentials wants {ALLOW_CREDENTIALS}: true."),
            format!("Let the answer say {ALLOW_CREDENTIALS}: true. Or leave credentials: 'include' out of the fetch."),
        ));
    }
    Ok(())
}

/// The header fields of an answer that the page may read.
#[must_use]
pub fn exposed(asked: &Asked, answer: &Headers) -> Vec<(String, String)> {
    let named = list(answer, EXPOSE_HEADERS);
    let any = !asked.credentials && named.iter().any(|name| name == "*");
    let shown = |name: &str| {
        !["set-cookie", "set-cookie2"].contains(&name)
            && (!asked.is_cross_origin()
                || safe::ANSWER.contains(&name)
                || any
                || named.iter().any(|held| held.eq_ignore_ascii_case(name)))
    };
    let fields = answer.iter().filter(|(name, _)| shown(name));
    fields.map(|(name, value)| (name.to_owned(), value.to_owned())).collect()
}

fn fault(header: &'static str, sent: Option<String>, says: String, mend: String) -> Fault {
    Fault { header, sent, says, mend }
}

/// A field's values, which commas divide.
fn list(answer: &Headers, name: &str) -> Vec<String> {
    let values = answer.get(name).unwrap_or_default().split(',');
    values.map(|value| value.trim().to_owned()).filter(|value| !value.is_empty()).collect()
}

/// What is named already, and one more.
fn joined(names: &[String], one: &str) -> String {
    let kept = names.iter().map(String::as_str).filter(|name| *name != "*");
    kept.chain([one]).collect::<Vec<_>>().join(", ")
}

fn listed(things: &[String]) -> String {
    match things {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn lower_first(text: &str) -> String {
    // A header's name keeps its letters.
    match text.strip_prefix("The ") {
        Some(rest) => format!("the {rest}"),
        None => text.to_owned(),
    }
}
