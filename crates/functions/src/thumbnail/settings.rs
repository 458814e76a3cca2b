//! What the function's environment variables say.

use std::fmt::Display;

use crate::FunctionError;

/// Where the function runs, when Lambda does not say.
const DEFAULT_REGION: &str = "us-east-1";
/// The largest box a thumbnail may have, pixels; beyond it the word no longer fits.
const MAX_SIZE: u32 = 4096;

/// The function's settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The region whose S3 is spoken to: `AWS_REGION`.
    pub region: String,
    /// Width and height of the box that thumbnails fit into, pixels: `THUMBNAIL_SIZE`.
    pub size: u32,
    /// The JPEG quality, 1 to 100: `JPEG_QUALITY`. Pillow's is 75 when nothing is said.
    pub quality: u8,
    /// Where thumbnails go: `TARGET_BUCKET`.
    pub target_bucket: String,
}

impl Settings {
    /// Reads the settings by `variable`, which looks a name up in the environment.
    ///
    /// # Errors
    /// When a variable is set to what cannot be meant.
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Result<Self, FunctionError> {
        let region = variable("AWS_REGION").unwrap_or_else(|| DEFAULT_REGION.to_owned());
        let size = number(&variable, "THUMBNAIL_SIZE", 100, MAX_SIZE)?;
        let quality = number(&variable, "JPEG_QUALITY", 75, 100)?;
        let target_bucket = variable("TARGET_BUCKET").unwrap_or_else(|| "my-thumbnails".to_owned());
        let bucket_letter = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || ".-".contains(c);
        if !(3..=63).contains(&target_bucket.len()) || !target_bucket.chars().all(bucket_letter) {
            let expected = "the name of a bucket: 3 to 63 of a-z, 0-9, dots and hyphens";
            return Err(wrong("TARGET_BUCKET", &target_bucket, expected));
        }
        Ok(Self { region, size, quality: u8::try_from(quality).expect("a quality is at most 100"), target_bucket })
    }
}

fn number(
    variable: impl Fn(&str) -> Option<String>,
    name: &str,
    default: u32,
    most: u32,
) -> Result<u32, FunctionError> {
    let Some(text) = variable(name) else {
        return Ok(default);
    };
    match text.trim().parse() {
        Ok(number) if (1..=most).contains(&number) => Ok(number),
        _ => Err(wrong(name, &text, format!("a whole number from 1 to {most}"))),
    }
}

fn wrong(name: &str, value: &str, expected: impl Display) -> FunctionError {
    FunctionError::new(
        "InvalidSetting",
        format!("The environment variable {name} is '{value}', but must be {expected}."),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(name: &str, value: &str, expected: Result<(u32, u8), &str>) {
        let read = Settings::read(|asked| (asked == name).then(|| value.to_owned()));
        match (read, expected) {
            (Ok(settings), Ok(expected)) => assert_eq!((settings.size, settings.quality), expected),
            (Err(error), Err(part)) => assert!(error.message.contains(part), "{}", error.message),
            (read, expected) => panic!("{name}={value:?}: {read:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn settings_are_read_or_named() {
        check("UNRELATED", "", Ok((100, 75)));
        check("THUMBNAIL_SIZE", "64", Ok((64, 75)));
        check("THUMBNAIL_SIZE", "big", Err("THUMBNAIL_SIZE is 'big', but must be a whole number"));
        check("THUMBNAIL_SIZE", "0", Err("from 1 to 4096"));
        check("JPEG_QUALITY", "101", Err("from 1 to 100"));
        check("TARGET_BUCKET", "My Bucket", Err("the name of a bucket"));
    }
}
