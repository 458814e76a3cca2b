//! A laboratory for S3: requests as short texts, answers held against what is expected of them.
//!
//! A request is `METHOD address`, header lines, an empty line, a body. An address that begins with a slash is path
//! style: `/photos/harbour.jpg`. An expectation is a status, header lines that must be there (`-name` must not),
//! an empty line, and lines that the body must contain (`!text` must not).

use crate::gateway;
use crate::http::{Request, Response};
use crate::operation::{Context, Effect};
use crate::services::s3::State;
use crate::sim::{
    rng::Rng,
    time::{Span, Time},
    trace::Change,
};
use crate::verdict::Principal;
use crate::world::World;

pub struct Lab {
    pub world: World,
    pub principal: Principal,
    pub now: Time,
    pub changes: Vec<Change>,
    pub effects: Vec<Effect>,
    rng: Rng,
    requests: u32,
}

/// A laboratory with the empty bucket `photos`.
pub fn lab() -> Lab {
    let mut lab = Lab {
        world: World::default(),
        principal: Principal::Root,
        now: Time::default(),
        changes: Vec::new(),
        effects: Vec::new(),
        rng: Rng::new(1),
        requests: 0,
    };
    lab.check("PUT /photos", "200");
    lab.changes.clear();
    lab
}

impl Lab {
    /// Sends `request` a millisecond after the one before, and holds the answer against `expected`.
    #[track_caller]
    pub fn check(&mut self, request: &str, expected: &str) -> &mut Self {
        let response = self.send(&read(request));
        compare(request, &response, expected);
        self
    }

    /// Sends `request`, and gives back the text of the answer's first element called `name`.
    #[track_caller]
    pub fn told(&mut self, request: &str, name: &str) -> String {
        let response = self.send(&read(request));
        let text = String::from_utf8_lossy(&response.body).into_owned();
        let start = text.split_once(&format!("<{name}>")).map(|(_, rest)| rest);
        let found = start.and_then(|rest| rest.split_once(&format!("</{name}>")));
        found.map(|(value, _)| value.to_owned()).unwrap_or_else(|| panic!("{name} is not in {request}: {text}"))
    }

    /// Sends `request`, and gives back a header of the answer.
    #[track_caller]
    pub fn header(&mut self, request: &str, name: &str) -> String {
        let response = self.send(&read(request));
        response.headers.get(name).map(str::to_owned).unwrap_or_else(|| panic!("{name} is not in {request}"))
    }

    pub fn send(&mut self, request: &Request) -> Response {
        self.now += Span::from_ms(1);
        self.act(|context| gateway::perform(context, request).response).expect("S3 answers at once")
    }

    /// Does something within a context, as of now.
    pub fn act<T>(&mut self, act: impl FnOnce(&mut Context<'_>) -> T) -> T {
        self.requests += 1;
        let request_id = format!("00000000-0000-4000-8000-{:012}", self.requests);
        let mut context = Context {
            now: self.now,
            request_id: &request_id,
            principal: &self.principal,
            message: None,
            world: &mut self.world,
            rng: &mut self.rng,
            changes: &mut self.changes,
            effects: &mut self.effects,
        };
        act(&mut context)
    }

    pub fn state(&self) -> &State {
        self.world.s3()
    }
}

/// One of `choices`, by chance.
pub fn pick<T: Copy>(rng: &mut Rng, choices: &[T]) -> T {
    let index = rng.below(choices.len() as u64);
    choices[usize::try_from(index).expect("it is less than the number of choices")]
}

pub fn read(text: &str) -> Request {
    let (head, body) = text.split_once("\n\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let (method, address) = lines.next().and_then(|line| line.split_once(' ')).expect("a request has a first line");
    let host = if address.starts_with('/') { "s3.us-east-1.amazonaws.com" } else { "" };
    let mut request = Request::new(method, &format!("https://{host}{address}")).expect("it is an address");
    for line in lines {
        let (name, value) = line.split_once(": ").expect("a header line has a colon and a space");
        request.headers.set(name.to_owned(), value);
    }
    request.with_body(body.to_owned())
}

#[track_caller]
fn compare(request: &str, response: &Response, expected: &str) {
    let (head, body) = expected.split_once("\n\n").unwrap_or((expected, ""));
    let mut lines = head.lines();
    let text = String::from_utf8_lossy(&response.body);
    let shown = format!("{request}\n--- answered\n{:?}\n{text}\n---", response.headers);
    assert_eq!(Some(response.status.to_string().as_str()), lines.next(), "{shown}");
    for line in lines {
        if let Some(absent) = line.strip_prefix('-') {
            assert_eq!(response.headers.get(absent), None, "{shown}");
        } else {
            let (name, value) = line.split_once(": ").expect("a header line has a colon and a space");
            assert_eq!(response.headers.get(name), Some(value), "{name} of {shown}");
        }
    }
    for line in body.lines() {
        match line.strip_prefix('!') {
            Some(absent) => assert!(!text.contains(absent), "{absent} is in {shown}"),
            None => assert!(text.contains(line), "{line} is not in {shown}"),
        }
    }
}
