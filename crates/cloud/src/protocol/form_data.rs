//! Forms as browsers send them to upload a file: `multipart/form-data` (RFC 7578), read by S3's rules.
//!
//! S3 reads the fields up to the one called `file`, which is the file whatever else it says of itself, and nothing
//! after it. What comes before the file is bounded, so a form of any number of fields costs no more than that.

use bytes::Bytes;

/// Bytes that the fields before the file may take, their heads among them. AWS's value.
pub const MAX_FIELDS_BYTES: usize = 20_480;
/// The longest boundary that may be chosen. RFC 2046's value.
const MAX_BOUNDARY_BYTES: usize = 70;

/// A form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Its fields in order: names as sent, and values.
    pub fields: Vec<(String, String)>,
    /// What its file is called on the sender's machine, when the form says.
    pub file_name: Option<String>,
    /// The file's bytes, which share the memory of the request.
    pub file: Bytes,
}

/// Why a body is no form with a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// It is of another media type.
    #[error("the body is not multipart/form-data")]
    NotMultipart,
    /// It does not keep to the form.
    #[error("the body is not well-formed multipart/form-data")]
    Malformed,
    /// The fields before the file are too long.
    #[error("the fields before the file take more than {MAX_FIELDS_BYTES} bytes")]
    FieldsTooLong,
    /// It has no field called `file`.
    #[error("the form has no file")]
    NoFile,
}

impl Form {
    /// The value of the field called `name`, whose letters may be of either case.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        self.fields.iter().find(|(held, _)| held.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }
}

/// Whether a body of this media type is a form that may carry a file.
#[must_use]
pub fn is_form(content_type: Option<&str>) -> bool {
    let essence = content_type.unwrap_or_default().split(';').next().unwrap_or_default();
    essence.trim().eq_ignore_ascii_case("multipart/form-data")
}

/// Reads a form.
///
/// # Errors
/// When it is none, is cut off, has no file, or too much before it.
pub fn read(content_type: Option<&str>, body: &Bytes) -> Result<Form, FormError> {
    if !is_form(content_type) {
        return Err(FormError::NotMultipart);
    }
    let boundary = parameter(content_type.unwrap_or_default(), "boundary").ok_or(FormError::Malformed)?;
    if boundary.is_empty() || boundary.len() > MAX_BOUNDARY_BYTES {
        return Err(FormError::Malformed);
    }
    // A delimiter stands on a line of its own; the first may open the body.
    let delimiter = format!("\r\n--{boundary}").into_bytes();
    let mut at = if body.starts_with(&delimiter[2..]) {
        delimiter.len() - 2
    } else {
        find(within_fields(body, 0), &delimiter).ok_or(FormError::Malformed)? + delimiter.len()
    };
    let mut fields = Vec::new();
    loop {
        let rest = body.get(at..).unwrap_or_default();
        if rest.starts_with(b"--") {
            return Err(FormError::NoFile);
        }
        let head_end = find(within_fields(body, at), b"\r\n\r\n").ok_or_else(|| unended(body))?;
        let head = body.get(at..at + head_end).unwrap_or_default();
        let (name, file_name) = disposition(&String::from_utf8_lossy(head))?;
        let start = at + head_end + 4;
        if name.eq_ignore_ascii_case("file") {
            let length = find(body.get(start..).unwrap_or_default(), &delimiter).ok_or(FormError::Malformed)?;
            return Ok(Form { fields, file_name, file: body.slice(start..start + length) });
        }
        // A field without a value ends where its head does, so the search begins with the head's own line end.
        let length = find(within_fields(body, start), &delimiter).ok_or_else(|| unended(body))?;
        let value = body.get(start..start + length).unwrap_or_default();
        fields.push((name, String::from_utf8_lossy(value).into_owned()));
        at = start + length + delimiter.len();
    }
}

/// The part of `body` from `at` on in which fields may lie.
fn within_fields(body: &Bytes, at: usize) -> &[u8] {
    body.get(at..body.len().min(MAX_FIELDS_BYTES)).unwrap_or_default()
}

/// Why a field has no end: there is too much of it, or the body was cut off.
fn unended(body: &Bytes) -> FormError {
    if body.len() > MAX_FIELDS_BYTES { FormError::FieldsTooLong } else { FormError::Malformed }
}

/// The field's name and the file's, from the head of a part.
fn disposition(head: &str) -> Result<(String, Option<String>), FormError> {
    let line = head.split("\r\n").find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.trim().eq_ignore_ascii_case("content-disposition").then_some(value)
    });
    let line = line.ok_or(FormError::Malformed)?;
    let kind = line.split(';').next().unwrap_or_default();
    if !kind.trim().eq_ignore_ascii_case("form-data") {
        return Err(FormError::Malformed);
    }
    Ok((parameter(line, "name").ok_or(FormError::Malformed)?, parameter(line, "filename")))
}

/// A parameter of a header: `name="value"` or `name=value`, after the first semicolon.
fn parameter(header: &str, wanted: &str) -> Option<String> {
    let mut rest = header.split_once(';')?.1;
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = value(after);
        if name.trim().eq_ignore_ascii_case(wanted) {
            return Some(value);
        }
        rest = after.split_once(';')?.1;
    }
}

/// The value at the beginning of `text`, without its quotes, and what comes after it.
fn value(text: &str) -> (String, &str) {
    let text = text.trim_start();
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.find(';').unwrap_or(text.len());
        return (text[..end].trim().to_owned(), &text[end..]);
    };
    let mut value = String::new();
    let mut characters = quoted.char_indices();
    while let Some((at, character)) = characters.next() {
        match character {
            '"' => return (value, &quoted[at + 1..]),
            // Only a quote and a backslash are escaped, so that a path of Windows stays one.
            '\\' if matches!(quoted[at + 1..].chars().next(), Some('"' | '\\')) => {
                value.extend(characters.next().map(|(_, escaped)| escaped));
            }
            other => value.push(other),
        }
    }
    (value, "")
}

/// Where `needle` begins in `text`.
fn find(text: &[u8], needle: &[u8]) -> Option<usize> {
    text.windows(needle.len()).position(|window| window == needle)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORM: &str = "--b\r\nContent-Disposition: form-data; name=\"key\"\r\n\r\na/${filename}\r\n--b\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"my \\\"photo\\\".jpg\"\r\nContent-Type: image/jpeg\r\n\r\n\r\nJPEG\r\n--c\r\n\r\n--b\r\nContent-Disposition: form-data; name=\"late\"\r\n\r\nx\r\n--b--\r\n";

    fn outcome(content_type: &str, body: &str) -> Result<Form, FormError> {
        read(Some(content_type), &Bytes::from(body.to_owned()))
    }

    #[test]
    fn fields_come_before_the_file_and_nothing_after_it() {
        let form = outcome("Multipart/Form-Data; boundary=b", FORM).expect("it is a form");
        let expected = [("key", "a/${filename}"), ("empty", "")].map(|(name, value)| (name.into(), value.into()));
        assert_eq!(form.fields, expected);
        assert_eq!(form.file_name.as_deref(), Some("my \"photo\".jpg"));
        assert_eq!(form.file, "\r\nJPEG\r\n--c\r\n");
        assert_eq!((form.get("KEY"), form.get("late")), (Some("a/${filename}"), None));
    }

    #[test]
    fn what_stands_before_the_first_boundary_is_no_part() {
        assert!(outcome("multipart/form-data; charset=utf-8; boundary=\"b\"", &format!("before\r\n{FORM}")).is_ok());
    }

    #[test]
    fn what_is_no_form_is_refused() {
        #[track_caller]
        fn check(content_type: &str, body: &str, error: FormError) {
            assert_eq!(outcome(content_type, body), Err(error), "{content_type} {body}");
        }
        let form = "multipart/form-data; boundary=b";
        check("text/html", FORM, FormError::NotMultipart);
        check("multipart/form-data", FORM, FormError::Malformed);
        check("multipart/form-data; boundary=", FORM, FormError::Malformed);
        check(&format!("multipart/form-data; boundary={}", "b".repeat(71)), FORM, FormError::Malformed);
        check(form, "", FormError::Malformed);
        check(form, "--b--\r\n", FormError::NoFile);
        check(form, &FORM.replace("\"file\"", "\"document\""), FormError::NoFile);
        check(form, &FORM.replace("form-data; name=\"file\"", "file; name=\"file\""), FormError::Malformed);
        check(form, &FORM.replace("Content-Disposition", "Content-Position"), FormError::Malformed);
        check("multipart/form-data; boundary=other", FORM, FormError::Malformed);
        let long = FORM.replace("a/${filename}", &"x".repeat(MAX_FIELDS_BYTES));
        check(form, &long, FormError::FieldsTooLong);
        let many = "--b\r\nContent-Disposition: form-data; name=\"x\"\r\n\r\ny\r\n".repeat(10_000);
        check(form, &many, FormError::FieldsTooLong);
        check(form, &format!("--b\r\n{}", "x: y\r\n".repeat(10_000)), FormError::FieldsTooLong);
    }

    #[test]
    fn a_form_cut_anywhere_before_its_files_end_is_refused() {
        let whole = FORM.find("\r\n--b\r\nContent-Disposition: form-data; name=\"late\"").expect("it is there") + 5;
        for length in 0..FORM.len() {
            let read = outcome("multipart/form-data; boundary=b", &FORM[..length]);
            assert_eq!(read.is_ok(), length >= whole, "cut after {length} bytes");
        }
    }
}
