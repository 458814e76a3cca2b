//! Bodies that are signed chunk by chunk: each signature is made over the one before it, the first over the request's.
//!
//! Source: <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html>, and `sigv4-streaming-trailers.html`
//! beside it.

use sha2::{Digest as _, Sha256};

use super::canonical::hex;
use super::signing::SigningKey;
use super::{Refusal, Scope};
use crate::http::Request;
use crate::protocol::aws_chunked;

/// The marker of a body whose chunks are signed; one with trailing fields has `-TRAILER` after it.
const SIGNED: &str = "STREAMING-AWS4-HMAC-SHA256-PAYLOAD";
/// The field that signs the trailing fields.
const TRAILER_SIGNATURE: &str = "x-amz-trailer-signature";

/// What the chunks' signatures begin with.
pub struct Seed<'a> {
    /// The request's scope.
    pub scope: Scope<'a>,
    /// The request's date.
    pub date: &'a str,
    /// The request's signature.
    pub signature: &'a str,
    /// What everything is signed with.
    pub key: &'a SigningKey,
}

/// Verifies the chunks of `request`, if `payload` says that they are signed. A body that is not well-formed passes: S3
/// reads it by the same function, and refuses it.
pub fn verify(request: &Request, seed: &Seed<'_>, payload: &str) -> Result<(), Refusal> {
    let Some(kind) = payload.strip_prefix(SIGNED) else { return Ok(()) };
    let Ok(chunked) = aws_chunked::read(&request.body) else { return Ok(()) };
    let (date, scope) = (seed.date, seed.scope.text());
    let refused = |signature: &str, string_to_sign: String| Refusal::DoesNotMatch {
        access_key: seed.scope.access_key.to_owned(),
        signature: signature.to_owned(),
        string_to_sign,
        canonical_request: String::new(),
    };
    let nothing = hex(&Sha256::digest(b""));
    let mut before = seed.signature;
    for chunk in &chunked.chunks {
        let hash = hex(&Sha256::digest(&chunk.data));
        let text = format!("AWS4-HMAC-SHA256-PAYLOAD\n{date}\n{scope}\n{before}\n{nothing}\n{hash}");
        let signature = chunk.signature.unwrap_or_default();
        if !seed.key.has_made(signature, &text) {
            return Err(refused(signature, text));
        }
        before = signature;
    }
    if kind.is_empty() {
        return Ok(());
    }
    let fields = chunked.trailers.iter().filter(|(name, _)| name != TRAILER_SIGNATURE);
    let fields: String = fields.map(|(name, value)| format!("{name}:{value}\n")).collect();
    let sent = chunked.trailers.iter().find(|(name, _)| name == TRAILER_SIGNATURE);
    let signature = sent.map_or("", |(_, value)| value.as_str());
    let hash = hex(&Sha256::digest(fields.as_bytes()));
    let text = format!("AWS4-HMAC-SHA256-TRAILER\n{date}\n{scope}\n{before}\n{hash}");
    if seed.key.has_made(signature, &text) { Ok(()) } else { Err(refused(signature, text)) }
}

#[cfg(test)]
mod tests {
    use super::super::signing::SigningKeys;
    use super::super::{Dialect, Key, verify};
    use super::*;

    /// The chunks of the documentation's examples: 65,536 and 1,024 times the letter a.
    const SIZES: [usize; 3] = [65_536, 1_024, 0];

    fn body(signatures: [&str; 3], letter: &str, trailers: &str) -> Vec<u8> {
        let mut text = String::new();
        for (size, signature) in SIZES.iter().zip(signatures) {
            text.push_str(&format!("{size:x};chunk-signature={signature}\r\n{}", letter.repeat(*size)));
            text.push_str(if *size == 0 { "" } else { "\r\n" });
        }
        format!("{text}{trailers}\r\n").into_bytes()
    }

    /// What became of an example, and the code if it was refused.
    fn outcome(marker: &str, fields: &[(&'static str, &str)], signature: &str, body: Vec<u8>) -> Option<String> {
        let mut request = Request::new("PUT", "https://s3.amazonaws.com/examplebucket/chunkObject.txt")
            .expect("it is an address")
            .with_header("content-encoding", "aws-chunked")
            .with_header("x-amz-content-sha256", marker)
            .with_header("x-amz-date", "20130524T000000Z")
            .with_header("x-amz-decoded-content-length", "66560")
            .with_header("x-amz-storage-class", "REDUCED_REDUNDANCY")
            .with_body(body);
        for (name, value) in fields {
            request = request.with_header(*name, *value);
        }
        let mut names: Vec<&str> = request.headers.iter().map(|(name, _)| name).chain(["host"]).collect();
        names.sort_unstable();
        let header = format!(
            "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders={},Signature={signature}",
            names.join(";")
        );
        let request = request.with_header("authorization", header);
        let key = Key::lasting("wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY");
        let refusal = verify(&request, 1_369_353_600, &mut SigningKeys::default(), |_| Some(key)).err()?;
        Some(refusal.error(Dialect::RestXml).code.into_owned())
    }

    #[test]
    fn the_example_of_signed_chunks_holds_and_no_other() {
        const SIGNATURES: [&str; 3] = [
            "ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648",
            "0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497",
            "b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9",
        ];
        let seed = "4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9";
        let outcome = |body| outcome(SIGNED, &[("content-length", "66824")], seed, body);
        assert_eq!(outcome(body(SIGNATURES, "a", "\r\n")), None);
        let refused = Some("SignatureDoesNotMatch".to_owned());
        assert_eq!(outcome(body(SIGNATURES, "b", "\r\n")), refused);
        let [first, second, last] = SIGNATURES;
        assert_eq!(outcome(body([second, first, last], "a", "\r\n")), refused);
        assert_eq!(outcome(body([first, second, ""], "a", "\r\n")), refused);
    }

    #[test]
    fn the_example_of_signed_trailers_holds_and_no_other() {
        const SIGNATURES: [&str; 3] = [
            "b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2",
            "1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7",
            "2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992",
        ];
        let seed = "106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e";
        let marker = format!("{SIGNED}-TRAILER");
        let outcome = |trailers: &str| {
            let fields = [("x-amz-trailer", "x-amz-checksum-crc32c")];
            outcome(&marker, &fields, seed, body(SIGNATURES, "a", trailers))
        };
        let signed = "x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n";
        assert_eq!(outcome(&format!("x-amz-checksum-crc32c:sOO8/Q==\r\n{signed}")), None);
        let refused = Some("SignatureDoesNotMatch".to_owned());
        assert_eq!(outcome(&format!("x-amz-checksum-crc32c:sOO8/A==\r\n{signed}")), refused);
        assert_eq!(outcome("x-amz-checksum-crc32c:sOO8/Q==\r\n"), refused);
    }
}
