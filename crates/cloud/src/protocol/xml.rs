//! Writing and reading the small XML documents of AWS, over quick-xml.

use std::borrow::Cow;
use std::io::Write as _;

use quick_xml::Reader;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// How deep a document may nest. AWS's own go six deep.
const MAX_DEPTH: usize = 32;

/// An element: its name (without prefix), its text, its children in order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Element {
    /// The name.
    pub name: String,
    /// The text between its tags, where it has no children.
    pub text: String,
    /// The children.
    pub children: Vec<Element>,
}

impl Element {
    /// The first child called `name`.
    #[must_use]
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.children.iter().find(|child| child.name == name)
    }

    /// The text of the first child called `name`.
    #[must_use]
    pub fn child_text(&self, name: &str) -> Option<&str> {
        self.child(name).map(|child| child.text.as_str())
    }

    /// All children called `name`.
    pub fn children_named<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a Self> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

/// Reads a document into its root element.
///
/// # Errors
/// When it is not well-formed, or nests deeper than any document of AWS; the text says which.
pub fn parse(document: &[u8]) -> Result<Element, String> {
    let text = std::str::from_utf8(document).map_err(|error| error.to_string())?;
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) => {
                if open.len() == MAX_DEPTH {
                    return Err(format!("the document nests deeper than {MAX_DEPTH} elements"));
                }
                open.push(named(&start));
            }
            Event::Empty(start) => {
                let element = named(&start);
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Ok(element),
                }
            }
            Event::Text(text) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&text);
                }
            }
            Event::CData(data) => {
                if let Some(element) = open.last_mut() {
                    element.text.push_str(&data);
                }
            }
            Event::GeneralRef(reference) => {
                if let Some(element) = open.last_mut() {
                    element.text.push(entity(&reference)?);
                }
            }
            Event::End(_) => {
                let mut element = open.pop().ok_or("an element ends that was not begun")?;
                if !element.children.is_empty() {
                    element.text.clear();
                }
                match open.last_mut() {
                    Some(parent) => parent.children.push(element),
                    None => return Ok(element),
                }
            }
            Event::Eof => return Err("the document ends before its root element".to_owned()),
            _ => {}
        }
    }
}

fn entity(reference: &quick_xml::events::BytesRef<'_>) -> Result<char, String> {
    if let Some(character) = reference.resolve_char_ref().map_err(|error| error.to_string())? {
        return Ok(character);
    }
    match &**reference {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "quot" => Ok('"'),
        "apos" => Ok('\''),
        other => Err(format!("the entity &{other}; is not known")),
    }
}

fn named(start: &BytesStart<'_>) -> Element {
    Element { name: start.local_name().as_ref().to_owned(), ..Element::default() }
}

/// Builds a document.
pub struct Document {
    writer: Writer<Vec<u8>>,
    open: Vec<Cow<'static, str>>,
}

impl Document {
    /// A document with its declaration and a root element, in `namespace` unless that is empty.
    #[must_use]
    pub fn new(root: &'static str, namespace: &str) -> Self {
        let mut writer = Writer::new(Vec::with_capacity(512));
        write(&mut writer, Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)));
        let _ = writer.get_mut().write_all(b"\n");
        let mut start = BytesStart::new(root);
        if !namespace.is_empty() {
            start.push_attribute(("xmlns", namespace));
        }
        write(&mut writer, Event::Start(start));
        Self { writer, open: vec![root.into()] }
    }

    /// Opens an element, to be closed by [`Self::close`].
    pub fn open(&mut self, name: &'static str) -> &mut Self {
        write(&mut self.writer, Event::Start(BytesStart::new(name)));
        self.open.push(name.into());
        self
    }

    /// Opens an element of any name, with attributes.
    pub fn open_with(&mut self, name: &str, attributes: &[(&str, &str)]) -> &mut Self {
        let mut start = BytesStart::new(name);
        for attribute in attributes {
            start.push_attribute(*attribute);
        }
        write(&mut self.writer, Event::Start(start));
        self.open.push(name.to_owned().into());
        self
    }

    /// Closes the element opened last.
    pub fn close(&mut self) -> &mut Self {
        if let Some(name) = self.open.pop() {
            write(&mut self.writer, Event::End(BytesEnd::new(name.as_ref())));
        }
        self
    }

    /// An element with text.
    pub fn text(&mut self, name: &str, text: &str) -> &mut Self {
        write(&mut self.writer, Event::Start(BytesStart::new(name)));
        write(&mut self.writer, Event::Text(BytesText::new(text)));
        write(&mut self.writer, Event::End(BytesEnd::new(name)));
        self
    }

    /// The document, all its elements closed.
    #[must_use]
    pub fn finish(mut self) -> Vec<u8> {
        while !self.open.is_empty() {
            self.close();
        }
        self.writer.into_inner()
    }
}

fn write(writer: &mut Writer<Vec<u8>>, event: Event<'_>) {
    writer.write_event(event).expect("writing to memory does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_back() {
        let mut document = Document::new("Error", "");
        document.text("Code", "NoSuchKey").open("Inner").text("Key", "a<b>&\"c");
        let root = parse(&document.finish()).expect("our own documents are well-formed");
        assert_eq!(root.child_text("Code"), Some("NoSuchKey"));
        assert_eq!(root.child("Inner").and_then(|inner| inner.child_text("Key")), Some("a<b>&\"c"));
    }

    #[test]
    fn deep_and_broken_documents_are_refused() {
        assert!(parse("<a>".repeat(100).as_bytes()).is_err());
        assert!(parse(b"<a><b></a>").is_err());
        assert!(parse(b"").is_err());
    }
}
