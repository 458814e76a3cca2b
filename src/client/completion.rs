//! What the address may become: routes of APIs, what was sent before, and what lies in buckets. Pure.

use cloud::account::REGION;
use cloud::protocol::uri;
use cloud::view::stage::{ApiView, Contents, Stage};

use super::desk::Sent;

/// The most that are offered at once.
const MOST: usize = 8;
/// The most objects of a bucket that are offered.
const OBJECTS: usize = 3;

/// An address that is offered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// `GET`.
    pub method: String,
    /// The address.
    pub url: String,
    /// Whose it is, or when it was sent: a few words.
    pub note: String,
}

/// All that can be offered: routes first, then what was sent before, then objects.
#[must_use]
pub fn offers(stage: &Stage, history: &[Sent]) -> Vec<Offer> {
    let mut offers: Vec<Offer> = Vec::new();
    let mut add = |offer: Offer| {
        if !offers.iter().any(|held| held.method == offer.method && held.url == offer.url) {
            offers.push(offer);
        }
    };
    for api in apis(stage) {
        let Some(address) = &api.address else { continue };
        for route in &api.routes {
            let method = if route.method == "ANY" { "GET" } else { route.method.as_str() };
            let note = match &route.function {
                Some(function) => format!("{}, {function}", api.name),
                None => api.name.to_string(),
            };
            add(Offer { method: method.to_owned(), url: format!("{address}{}", route.path), note });
        }
    }
    for sent in history {
        add(Offer { method: sent.method.clone(), url: sent.url.clone(), note: "sent before".to_owned() });
    }
    for node in &stage.nodes {
        if let Contents::Bucket { objects, .. } = &node.contents {
            let address = |path: &str| format!("https://{}.s3.{REGION}.amazonaws.com/{path}", node.title);
            for object in objects.iter().take(OBJECTS) {
                let url = address(&uri::encode_path(&object.key));
                add(Offer { method: "GET".to_owned(), url, note: "an object".to_owned() });
            }
            add(Offer { method: "GET".to_owned(), url: address("?list-type=2"), note: "lists the bucket".to_owned() });
        }
    }
    offers
}

/// What there is to be asked for first, and whether it is a route of an API.
#[must_use]
pub fn first(stage: &Stage) -> (Option<Offer>, bool) {
    (offers(stage, &[]).into_iter().next(), base(stage).is_some())
}

/// Where the first API that can be called is called, without a slash at its end.
#[must_use]
pub fn base(stage: &Stage) -> Option<String> {
    apis(stage).find_map(|api| api.address.clone())
}

fn apis(stage: &Stage) -> impl Iterator<Item = &ApiView> {
    stage.nodes.iter().filter_map(|node| match &node.contents {
        Contents::Api(api) => Some(api),
        _ => None,
    })
}

/// Those whose address or method has all the words that were written; none when one of them is written whole.
#[must_use]
pub fn fitting(offers: &[Offer], written: &str) -> Vec<Offer> {
    let written = written.trim().to_lowercase();
    let words: Vec<&str> = written.split_whitespace().collect();
    let fits = |offer: &&Offer| {
        let (url, method) = (offer.url.to_lowercase(), offer.method.to_lowercase());
        words.iter().all(|word| url.contains(word) || method == *word)
    };
    offers.iter().filter(fits).take(MOST).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(method: &str, url: &str) -> Sent {
        Sent { method: method.to_owned(), url: url.to_owned(), ..Sent::default() }
    }

    #[track_caller]
    fn check(written: &str, wanted: &[&str]) {
        let history = [
            sent("GET", "https://a.execute-api.us-east-1.amazonaws.com/prod/users"),
            sent("POST", "https://a.execute-api.us-east-1.amazonaws.com/prod/users"),
            sent("GET", "https://b.on.aws/"),
        ];
        let found = fitting(&offers(&Stage::default(), &history), written);
        let told: Vec<String> = found.iter().map(|offer| format!("{} {}", offer.method, &offer.url[8..9])).collect();
        assert_eq!(told, wanted, "{written}");
    }

    #[test]
    fn an_offer_has_all_the_words_that_were_written() {
        check("", &["GET a", "POST a", "GET b"]);
        check("users", &["GET a", "POST a"]);
        check("post USERS", &["POST a"]);
        check("on.aws", &["GET b"]);
        check("elsewhere", &[]);
    }

    #[test]
    fn the_same_call_is_offered_once() {
        let twice = [sent("GET", "https://b.on.aws/"), sent("GET", "https://b.on.aws/")];
        assert_eq!(offers(&Stage::default(), &twice).len(), 1);
    }
}
