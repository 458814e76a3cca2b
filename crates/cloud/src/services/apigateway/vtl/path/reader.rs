//! Reading JSONPath.

use super::Link;
use super::filter::{Comparison, Filter, Operand};

/// How deep filters nest. The library names no number.
const NESTING: usize = 16;

/// A place in a path's text.
pub struct Reader<'a> {
    rest: &'a str,
    depth: usize,
}

impl<'a> Reader<'a> {
    pub const fn new(text: &'a str) -> Self {
        Self { rest: text, depth: 0 }
    }

    /// Nothing may follow.
    pub fn end(&self) -> Result<(), String> {
        if self.rest.is_empty() { Ok(()) } else { Err(format!("{:?} is not understood", self.rest)) }
    }

    fn eat(&mut self, token: &str) -> bool {
        self.rest.strip_prefix(token).is_some_and(|rest| {
            self.rest = rest;
            true
        })
    }

    fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    fn expect(&mut self, token: &str) -> Result<(), String> {
        self.skip_space();
        if self.eat(token) { Ok(()) } else { Err(format!("{token} is missing before {:?}", self.rest)) }
    }

    fn take_while(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|next| !fits(next)).unwrap_or(self.rest.len());
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken
    }

    /// The links of a path. At the top a path may do without its `$`.
    pub fn path(&mut self, top: bool) -> Result<Vec<Link>, String> {
        let mut links = Vec::new();
        if top && !self.eat("$") && !self.rest.is_empty() && !self.rest.starts_with(['[', '.']) {
            links.push(self.name()?);
        }
        loop {
            if self.eat("..") {
                links.push(Link::Below);
                if !self.rest.starts_with('[') {
                    links.push(self.name()?);
                }
            } else if self.eat(".") {
                if !self.rest.starts_with('[') {
                    links.push(self.name()?);
                }
            } else if self.eat("[") {
                links.push(self.brackets()?);
            } else {
                return Ok(links);
            }
        }
    }

    fn name(&mut self) -> Result<Link, String> {
        if self.eat("*") {
            return Ok(Link::All);
        }
        let name = self.take_while(|next| !next.is_whitespace() && !".[](),=<>!&|'\"".contains(next));
        if name.is_empty() {
            return Err(format!("a property's name is missing before {:?}", self.rest));
        }
        Ok(Link::Names(vec![name.to_owned()]))
    }

    fn brackets(&mut self) -> Result<Link, String> {
        self.skip_space();
        let link = if self.eat("*") {
            Link::All
        } else if self.eat("?") {
            self.skip_space();
            let filter = self.filter()?;
            Link::Filter(filter)
        } else if self.rest.starts_with(['\'', '"']) {
            let mut names = vec![self.quoted()?];
            while self.comma() {
                names.push(self.quoted()?);
            }
            Link::Names(names)
        } else {
            self.numbers()?
        };
        self.expect("]")?;
        Ok(link)
    }

    fn comma(&mut self) -> bool {
        self.skip_space();
        let comes = self.eat(",");
        self.skip_space();
        comes
    }

    fn numbers(&mut self) -> Result<Link, String> {
        let first = self.integer()?;
        self.skip_space();
        if self.eat(":") {
            self.skip_space();
            return Ok(Link::Slice(first, self.integer()?));
        }
        let mut indices = vec![first.ok_or_else(|| format!("an index is missing before {:?}", self.rest))?];
        while self.comma() {
            indices.push(self.integer()?.ok_or_else(|| format!("an index is missing before {:?}", self.rest))?);
        }
        Ok(Link::Indices(indices))
    }

    fn integer(&mut self) -> Result<Option<i64>, String> {
        let text = self.take_while(|next| next.is_ascii_digit() || next == '-');
        if text.is_empty() {
            return Ok(None);
        }
        text.parse().map(Some).map_err(|_| format!("{text:?} is no index"))
    }

    fn quoted(&mut self) -> Result<String, String> {
        let mark = self.rest.chars().next().filter(|mark| matches!(mark, '\'' | '"'));
        let mark = mark.ok_or_else(|| format!("a text is missing before {:?}", self.rest))?;
        let mut text = String::new();
        let mut characters = self.rest[1..].char_indices();
        while let Some((at, character)) = characters.next() {
            if character == mark {
                self.rest = &self.rest[at + 2..];
                return Ok(text);
            }
            text.extend(if character == '\\' { characters.next().map(|(_, next)| next) } else { Some(character) });
        }
        Err("a quotation mark is not closed".to_owned())
    }

    fn filter(&mut self) -> Result<Filter, String> {
        self.depth += 1;
        if self.depth > NESTING {
            return Err(format!("a filter nests deeper than {NESTING} levels"));
        }
        let mut any = vec![self.all_of()?];
        while self.comes("||") {
            any.push(self.all_of()?);
        }
        self.depth -= 1;
        Ok(Filter::Any(any))
    }

    fn comes(&mut self, token: &str) -> bool {
        self.skip_space();
        self.eat(token)
    }

    fn all_of(&mut self) -> Result<Filter, String> {
        let mut all = vec![self.term()?];
        while self.comes("&&") {
            all.push(self.term()?);
        }
        Ok(Filter::All(all))
    }

    fn term(&mut self) -> Result<Filter, String> {
        let mut negated = false;
        while self.comes("!") {
            negated = !negated;
        }
        let term = if self.comes("(") {
            let inside = self.filter()?;
            self.expect(")")?;
            inside
        } else {
            let left = self.operand()?;
            self.skip_space();
            let comparison = COMPARISONS.iter().find(|(sign, _)| self.rest.starts_with(sign));
            match comparison {
                Some((sign, comparison)) => {
                    self.eat(sign);
                    Filter::Compare(left, *comparison, self.operand()?)
                }
                None => Filter::Exists(left),
            }
        };
        Ok(if negated { Filter::Not(Box::new(term)) } else { term })
    }

    fn operand(&mut self) -> Result<Operand, String> {
        self.skip_space();
        if self.eat("@") {
            return Ok(Operand::Here(self.path(false)?));
        }
        if self.eat("$") {
            return Ok(Operand::Top(self.path(false)?));
        }
        if self.rest.starts_with(['\'', '"']) {
            return Ok(Operand::Value(self.quoted()?.into()));
        }
        let word = self.take_while(|next| next.is_ascii_alphanumeric() || matches!(next, '.' | '-' | '+'));
        match serde_json::from_str(word) {
            Ok(value) => Ok(Operand::Value(value)),
            Err(_) => Err(format!("a value is missing before {:?}", if word.is_empty() { self.rest } else { word })),
        }
    }
}

/// Of two that begin alike, the longer comes first.
const COMPARISONS: [(&str, Comparison); 6] = [
    ("==", Comparison::Equal),
    ("!=", Comparison::NotEqual),
    ("<=", Comparison::LessOrEqual),
    (">=", Comparison::GreaterOrEqual),
    ("<", Comparison::Less),
    (">", Comparison::Greater),
];
