//! Comma-separated values, as RFC 4180 has them: read record by record, and written. Pure.

/// Takes the record that begins at `at`: its fields, and where the next begins. A quotation mark that is never closed
/// holds the rest of the text: then there is none.
#[must_use]
pub fn record(text: &str, at: usize) -> Option<(Vec<String>, usize)> {
    let bytes = text.as_bytes();
    let mut fields = Vec::new();
    let mut here = at;
    loop {
        let mut field = String::new();
        if bytes.get(here) == Some(&b'"') {
            here += 1;
            loop {
                let end = here + text.get(here..)?.find('"')?;
                field.push_str(&text[here..end]);
                here = end + 1;
                if bytes.get(here) != Some(&b'"') {
                    break;
                }
                field.push('"');
                here += 1;
            }
        }
        // Text behind a closing quotation mark belongs to no standard; it is kept, as most programs do.
        let end = here + text[here..].find([',', '\n']).unwrap_or(text.len() - here);
        field.push_str(text[here..end].trim_end_matches('\r'));
        fields.push(field);
        here = (end + 1).min(text.len());
        if bytes.get(end) != Some(&b',') {
            return Some((fields, here));
        }
        if end + 1 >= text.len() {
            fields.push(String::new());
            return Some((fields, text.len()));
        }
    }
}

/// Writes a field, in quotation marks where it needs them.
pub fn write(text: &mut String, field: &str) {
    if field.contains([',', '"', '\n', '\r']) || field.trim() != field {
        text.push('"');
        text.push_str(&field.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(field);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all(text: &str) -> Vec<Vec<String>> {
        let (mut at, mut records) = (0, Vec::new());
        while at < text.len() {
            let Some((fields, next)) = record(text, at) else { break };
            records.push(fields);
            at = next;
        }
        records
    }

    #[test]
    fn records_are_read_as_the_standard_says() {
        assert_eq!(all("a,b\r\n1,2\n"), [["a", "b"], ["1", "2"]]);
        assert_eq!(all("\"a,\"\"b\"\"\",\"two\nlines\"\nx,"), [["a,\"b\"", "two\nlines"], ["x", ""]]);
        assert_eq!(all("a,,\n,"), [vec!["a", "", ""], vec!["", ""]]);
        assert!(record("\"open,1\n2", 0).is_none());
    }

    #[test]
    fn what_is_written_is_read_again() {
        for field in ["plain", "a,b", "say \"so\"", "two\nlines", " space ", "", "Größe"] {
            let mut text = String::new();
            write(&mut text, field);
            assert_eq!(all(&format!("{text},end\n")), [[field, "end"]]);
        }
    }
}
