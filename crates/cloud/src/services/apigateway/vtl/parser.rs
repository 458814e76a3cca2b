//! Text and directives of a template.

use super::limits::{NESTING, TEMPLATE_BYTES};
use super::scanner::{Scanner, error_at};
use super::tree::{Node, Position};
use super::{SyntaxError, Template};

/// What reading goes by.
pub struct Parser<'a> {
    pub scanner: Scanner<'a>,
    /// The bodies of `#define` that were read so far.
    pub blocks: Vec<Vec<Node>>,
    /// How deep what is being read is nested.
    pub depth: usize,
    /// Whether this is the inside of a text, where `##` begins no comment.
    pub in_text: bool,
    /// Where the word that ended the last block stands.
    pub ended_at: Position,
}

/// What ended a sequence of nodes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    Text,
    Block,
    Else,
    ElseIf,
}

/// Reads a template.
pub fn parse(text: &str) -> Result<Template, SyntaxError> {
    let start = Position { line: 1, column: 1 };
    if text.len() > TEMPLATE_BYTES {
        return Err(error_at(start, format!("a mapping template has at most {TEMPLATE_BYTES} bytes")));
    }
    let scanner = Scanner::new(text, start);
    let mut parser = Parser { scanner, blocks: Vec::new(), depth: 0, in_text: false, ended_at: start };
    let nodes = parser.whole()?;
    Ok(Template { nodes, blocks: parser.blocks })
}

impl<'a> Parser<'a> {
    /// Reads all there is.
    pub fn whole(&mut self) -> Result<Vec<Node>, SyntaxError> {
        let (nodes, end) = self.nodes()?;
        let word = match end {
            End::Text => return Ok(nodes),
            End::Block => "#end",
            End::Else => "#else",
            End::ElseIf => "#elseif",
        };
        Err(error_at(self.ended_at, format!("this {word} belongs to no #if or #foreach")))
    }

    /// Goes one level down; what is inside must come up again with [`Self::leave`].
    pub fn enter(&mut self) -> Result<(), SyntaxError> {
        self.depth += 1;
        if self.depth > NESTING {
            return Err(self.scanner.error(format!("this is nested deeper than {NESTING} levels")));
        }
        Ok(())
    }

    /// Comes up one level.
    pub const fn leave(&mut self) {
        self.depth -= 1;
    }

    /// Nodes up to the end of the text, or up to and with a word that ends a block.
    fn nodes(&mut self) -> Result<(Vec<Node>, End), SyntaxError> {
        let mut nodes = Vec::new();
        let mut text = String::new();
        loop {
            let plain = self.scanner.take_while(|next| !matches!(next, '$' | '#' | '\\'));
            text.push_str(plain);
            match self.scanner.peek() {
                None => {
                    flush(&mut nodes, &mut text);
                    return Ok((nodes, End::Text));
                }
                Some('\\') => self.backslashes(&mut nodes, &mut text)?,
                Some('$') => match self.reference()? {
                    Some(reference) => {
                        flush(&mut nodes, &mut text);
                        nodes.push(Node::Reference(reference));
                    }
                    None => {
                        text.push('$');
                        self.scanner.skip(1);
                    }
                },
                Some(_) => {
                    if self.skip_comment()? {
                        continue;
                    }
                    if let Some(verbatim) = self.verbatim()? {
                        text.push_str(verbatim);
                        continue;
                    }
                    let at = self.scanner.position();
                    let before = self.scanner.offset();
                    let end = match self.directive_word() {
                        "end" => End::Block,
                        "else" => End::Else,
                        "elseif" => End::ElseIf,
                        word => {
                            if word == "set" && self.scanner.opens_line(before) {
                                text.truncate(text.trim_end_matches([' ', '\t']).len());
                            }
                            self.directive(word, at, &mut nodes, &mut text)?;
                            continue;
                        }
                    };
                    if end != End::ElseIf {
                        self.scanner.eat_line_end();
                    }
                    self.ended_at = at;
                    flush(&mut nodes, &mut text);
                    return Ok((nodes, end));
                }
            }
        }
    }

    /// Backslashes, which keep what follows them from being read. Others are text.
    fn backslashes(&mut self, nodes: &mut Vec<Node>, text: &mut String) -> Result<(), SyntaxError> {
        let slashes = self.scanner.take_while(|next| next == '\\');
        let before = self.scanner.offset();
        match self.scanner.peek() {
            Some('$') => {
                if let Some(reference) = self.reference()? {
                    flush(nodes, text);
                    nodes.push(Node::Escaped(slashes.len(), reference));
                    return Ok(());
                }
                self.scanner.go_back(before);
                text.push_str(slashes);
            }
            Some('#') if is_directive(self.directive_word()) => {
                self.scanner.go_back(before);
                text.push_str(&slashes[..slashes.len() / 2]);
                if slashes.len() % 2 == 1 {
                    text.push('#');
                    self.scanner.skip(1);
                }
            }
            _ => {
                self.scanner.go_back(before);
                text.push_str(slashes);
            }
        }
        Ok(())
    }

    /// Passes over `## …` with the end of its line, and over `#* … *#`.
    fn skip_comment(&mut self) -> Result<bool, SyntaxError> {
        if self.in_text {
            return Ok(false);
        }
        if self.scanner.rest().starts_with("#*") {
            let start = self.scanner.position();
            let Some(end) = self.scanner.rest().find("*#") else {
                return Err(error_at(start, "this comment is not closed with *#"));
            };
            self.scanner.skip(end + 2);
            return Ok(true);
        }
        if !self.scanner.rest().starts_with("##") {
            return Ok(false);
        }
        self.scanner.take_while(|next| next != '\n');
        self.scanner.eat("\n");
        Ok(true)
    }

    /// What stands between `#[[` and `]]#`, as it is.
    fn verbatim(&mut self) -> Result<Option<&'a str>, SyntaxError> {
        if !self.scanner.rest().starts_with("#[[") {
            return Ok(None);
        }
        let start = self.scanner.position();
        self.scanner.skip(3);
        let Some(end) = self.scanner.rest().find("]]#") else {
            return Err(error_at(start, "this #[[ is not closed with ]]#"));
        };
        let inside = &self.scanner.rest()[..end];
        self.scanner.skip(end + 3);
        Ok(Some(inside))
    }

    /// Passes over `#word` or `#{word}`, and gives the word; the empty word when there is none.
    fn directive_word(&mut self) -> &'static str {
        let before = self.scanner.offset();
        self.scanner.skip(1);
        let braces = self.scanner.eat("{");
        let word = self.scanner.take_while(|next| next.is_ascii_alphanumeric() || next == '_');
        let known = DIRECTIVES.iter().find(|known| **known == word).copied().unwrap_or_default();
        if known.is_empty() || (braces && !self.scanner.eat("}")) {
            self.scanner.go_back(before);
            return "";
        }
        known
    }

    /// One directive that ends no block. `#` before anything else is text.
    fn directive(
        &mut self,
        word: &str,
        at: Position,
        nodes: &mut Vec<Node>,
        text: &mut String,
    ) -> Result<(), SyntaxError> {
        if word.is_empty() {
            text.push('#');
            self.scanner.skip(1);
            return Ok(());
        }
        flush(nodes, text);
        self.enter()?;
        match word {
            "set" => nodes.push(self.set(at)?),
            "if" => nodes.push(self.condition(at)?),
            "foreach" => nodes.push(self.foreach(at)?),
            "define" => nodes.push(self.define(at)?),
            "break" => nodes.push(Node::Break),
            "stop" => nodes.push(Node::Stop),
            _ => return Err(error_at(at, format!("#{word} is not simulated"))),
        }
        self.leave();
        if matches!(word, "break" | "stop") {
            self.scanner.eat_line_end();
        }
        Ok(())
    }

    /// `($name = value)`
    fn set(&mut self, at: Position) -> Result<Node, SyntaxError> {
        self.open("#set")?;
        let Some(target) = self.reference()? else { return Err(self.scanner.missing("a variable such as $name")) };
        self.scanner.skip_space();
        if self.scanner.rest().starts_with("==") || !self.scanner.eat("=") {
            return Err(self.scanner.missing("="));
        }
        let value = self.expression()?;
        self.close()?;
        Ok(Node::Set(at, target, value))
    }

    /// `(condition) … #elseif(condition) … #else … #end`
    fn condition(&mut self, start: Position) -> Result<Node, SyntaxError> {
        let mut branches = Vec::new();
        let mut at = start;
        loop {
            self.open("#if")?;
            let condition = self.expression()?;
            self.close()?;
            let (body, end) = self.nodes()?;
            branches.push((at, condition, body));
            match end {
                End::Block => return Ok(Node::If(branches, Vec::new())),
                End::ElseIf => at = self.ended_at,
                End::Else => break,
                End::Text => return Err(error_at(start, "this #if is not closed with #end")),
            }
        }
        let (otherwise, end) = self.nodes()?;
        match end {
            End::Block => Ok(Node::If(branches, otherwise)),
            End::Text => Err(error_at(start, "this #if is not closed with #end")),
            End::Else | End::ElseIf => Err(error_at(self.ended_at, "the #else of an #if is followed by #end alone")),
        }
    }

    /// `($name in list) … #end`
    fn foreach(&mut self, at: Position) -> Result<Node, SyntaxError> {
        self.open("#foreach")?;
        let name = self.variable()?;
        self.scanner.skip_space();
        let before = self.scanner.offset();
        if self.scanner.name() != "in" {
            self.scanner.go_back(before);
            return Err(self.scanner.missing("in"));
        }
        let list = self.expression()?;
        self.close()?;
        let body = self.block(at, "#foreach")?;
        Ok(Node::Foreach(at, name, list, body))
    }

    /// `($name) … #end`
    fn define(&mut self, at: Position) -> Result<Node, SyntaxError> {
        self.open("#define")?;
        let name = self.variable()?;
        self.close()?;
        let body = self.block(at, "#define")?;
        self.blocks.push(body);
        Ok(Node::Define(name, self.blocks.len() - 1))
    }

    fn block(&mut self, at: Position, word: &str) -> Result<Vec<Node>, SyntaxError> {
        let (body, end) = self.nodes()?;
        match end {
            End::Block => Ok(body),
            End::Text => Err(error_at(at, format!("this {word} is not closed with #end"))),
            End::Else | End::ElseIf => {
                Err(error_at(self.ended_at, format!("this #else stands in a {word} without an #if")))
            }
        }
    }

    /// A name behind `$`, with or without braces.
    fn variable(&mut self) -> Result<String, SyntaxError> {
        self.scanner.skip_space();
        match self.reference()? {
            Some(reference) if reference.steps.is_empty() => Ok(reference.name),
            _ => Err(self.scanner.missing("a variable such as $name")),
        }
    }

    fn open(&mut self, word: &str) -> Result<(), SyntaxError> {
        self.scanner.take_while(|next| next == ' ' || next == '\t');
        if !self.scanner.eat("(") {
            return Err(self.scanner.missing(&format!("( after {word}")));
        }
        self.scanner.skip_space();
        Ok(())
    }

    fn close(&mut self) -> Result<(), SyntaxError> {
        self.scanner.skip_space();
        if !self.scanner.eat(")") {
            return Err(self.scanner.missing(")"));
        }
        self.scanner.eat_line_end();
        Ok(())
    }
}

/// Velocity's directives. The last of them are known so that a template which needs them is told so.
const DIRECTIVES: [&str; 13] = [
    "set", "if", "elseif", "else", "end", "foreach", "define", "break", "stop", "macro", "parse", "include", "evaluate",
];

fn is_directive(word: &str) -> bool {
    !word.is_empty()
}

fn flush(nodes: &mut Vec<Node>, text: &mut String) {
    if !text.is_empty() {
        nodes.push(Node::Text(std::mem::take(text)));
    }
}
