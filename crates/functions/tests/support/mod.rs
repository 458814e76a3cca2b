//! What the tests of the thumbnail function share: a hand-fed S3, and sample pictures drawn in code.
#![allow(dead_code)] // Each test file uses a part of it.

use std::{collections::BTreeMap, io::Cursor};

use cloud::{
    http::{Request, Response},
    invocation::{EnvironmentId, InvocationId, Invoke, Next, Outcome, Resume, RunId},
};
use functions::native::Native;
use image::{DynamicImage, ImageFormat, Rgb, RgbImage};
use jpeg_encoder::{ColorType, Encoder, SamplingFactor};

/// The four corners' colours of every sample: top left, top right, bottom left, bottom right.
pub const CORNERS: [[u8; 3]; 4] = [[220, 40, 40], [40, 200, 60], [40, 60, 220], [230, 220, 60]];

/// An invocation of the thumbnail function for `key` in the bucket `pets`.
pub fn invoke(key: &str, variables: &[(&str, &str)]) -> Invoke {
    let event = format!(r#"{{"Records":[{{"s3":{{"bucket":{{"name":"pets"}},"object":{{"key":"{key}"}}}}}}]}}"#);
    let of = |(name, value): &(&str, &str)| ((*name).to_owned(), (*value).to_owned());
    Invoke {
        invocation: InvocationId(1),
        environment: EnvironmentId(1),
        runtime: "provided.al2023".into(),
        code: "thumbnail".into(),
        handler: "bootstrap".into(),
        event: event.into(),
        variables: variables.iter().map(of).collect::<BTreeMap<_, _>>(),
        request_id: "00000000-0000-4000-8000-000000000001".into(),
        function_arn: "arn:aws:lambda:us-east-1:123456789012:function:thumbnail".into(),
        memory_mb: 128,
        timeout_ms: 3000,
        epoch_us: 0,
        deadline_us: 3_000_000,
    }
}

/// Runs `invoke`, answering its calls by `s3`, and gives how it ended and what it called.
pub fn run(invoke: &Invoke, mut s3: impl FnMut(&Request) -> Response) -> (Outcome, Vec<Request>) {
    let mut host = Native::pinned(1000);
    let mut calls = Vec::new();
    let run = RunId::Invocation(invoke.invocation);
    let mut progress = host.invoke(invoke);
    loop {
        match progress.next {
            Next::Call(request) => {
                let reply = s3(&request);
                calls.push(request);
                progress = host.resume(run, Resume::Reply(reply));
            }
            Next::Sleep(_) => progress = host.resume(run, Resume::Awake),
            Next::Wait { .. } => panic!("a handler in Rust makes one call at a time"),
            Next::End(outcome) => return (outcome, calls),
        }
    }
}

/// The thumbnail of `file`, as a JPEG, or the type and the text of the error.
pub fn thumbnail_file(file: &[u8], variables: &[(&str, &str)]) -> Result<Vec<u8>, (String, String)> {
    let file = file.to_vec();
    let (outcome, calls) = run(&invoke("photo", variables), |request| match request.method.as_str() {
        "GET" => Response::new(200).with_body(file.clone()),
        _ => Response::new(200),
    });
    match outcome {
        Outcome::Returned(_) => Ok(calls[1].body.to_vec()),
        Outcome::Failed { error_type, message, .. } => Err((error_type, message)),
        outcome => panic!("a function neither returned nor failed: {outcome:?}"),
    }
}

/// The thumbnail of `file`, decoded, or the type and the text of the error.
pub fn thumbnail(file: &[u8]) -> Result<RgbImage, (String, String)> {
    let jpeg = thumbnail_file(file, &[])?;
    let format = ImageFormat::Jpeg;
    Ok(image::load_from_memory_with_format(&jpeg, format).expect("thumbnails are JPEGs").into_rgb8())
}

/// A picture of four plain quarters.
pub fn quarters(width: u32, height: u32) -> RgbImage {
    RgbImage::from_fn(
        width,
        height,
        |x, y| Rgb(CORNERS[usize::from(x >= width / 2) + 2 * usize::from(y >= height / 2)]),
    )
}

/// `picture` as a file of `format`.
pub fn file(picture: impl Into<DynamicImage>, format: ImageFormat) -> Vec<u8> {
    let mut file = Cursor::new(Vec::new());
    picture.into().write_to(&mut file, format).expect("a sample can be encoded");
    file.into_inner()
}

/// `picture` as a JPEG, baseline or progressive.
pub fn jpeg(picture: &RgbImage, progressive: bool, sampling: SamplingFactor) -> Vec<u8> {
    jpeg_of(picture, ColorType::Rgb, |encoder| {
        encoder.set_progressive(progressive);
        encoder.set_sampling_factor(sampling);
    })
}

/// A JPEG of `samples`' bytes as `colour`, made by an encoder that `set` has set.
pub fn jpeg_of(picture: &RgbImage, colour: ColorType, set: impl FnOnce(&mut Encoder<&mut Vec<u8>>)) -> Vec<u8> {
    let side = |pixels: u32| u16::try_from(pixels).expect("samples are small");
    let samples: Vec<u8> = match colour {
        // An ink is what is missing to white. The encoder inverts inks as Adobe's programs do.
        ColorType::Cmyk | ColorType::CmykAsYcck => {
            picture.pixels().flat_map(|p| [255 - p.0[0], 255 - p.0[1], 255 - p.0[2], 0]).collect()
        }
        ColorType::Luma => image::imageops::grayscale(picture).into_raw(),
        _ => picture.as_raw().clone(),
    };
    let mut file = Vec::new();
    let mut encoder = Encoder::new(&mut file, 92);
    set(&mut encoder);
    encoder.encode(&samples, side(picture.width()), side(picture.height()), colour).expect("a sample can be encoded");
    file
}

/// Checks that the corners of `picture` are those of [`CORNERS`] that `order` names.
pub fn check_corners(what: &str, picture: &RgbImage, order: [usize; 4]) {
    let (right, bottom) = (picture.width() - 1, picture.height() - 1);
    let inset = |edge: u32| if edge == 0 { 2.min(right.min(bottom)) } else { edge.saturating_sub(2) };
    let corners = [(0, 0), (right, 0), (0, bottom), (right, bottom)];
    for ((x, y), corner) in corners.into_iter().zip(order) {
        let found = picture.get_pixel(inset(x), inset(y)).0;
        let near = found.iter().zip(CORNERS[corner]).all(|(a, b)| a.abs_diff(b) <= 24);
        assert!(near, "{what}: the corner at {x}, {y} is {found:?}, not near {:?}", CORNERS[corner]);
    }
}

/// One sample of every kind of JPEG that is read, `width` by `height`.
pub fn jpegs(width: u32, height: u32) -> Vec<(&'static str, Vec<u8>)> {
    let picture = quarters(width, height);
    let plain = |_: &mut Encoder<&mut Vec<u8>>| {};
    vec![
        ("baseline", jpeg(&picture, false, SamplingFactor::F_2_2)),
        ("baseline 4:4:4", jpeg(&picture, false, SamplingFactor::F_1_1)),
        ("baseline 4:2:2", jpeg(&picture, false, SamplingFactor::F_2_1)),
        ("progressive", jpeg(&picture, true, SamplingFactor::F_2_2)),
        ("progressive 4:4:4", jpeg(&picture, true, SamplingFactor::F_1_1)),
        ("restarts", jpeg_of(&picture, ColorType::Rgb, |encoder| encoder.set_restart_interval(3))),
        ("grey jpeg", jpeg_of(&picture, ColorType::Luma, plain)),
        ("cmyk", jpeg_of(&picture, ColorType::Cmyk, plain)),
        ("ycck", jpeg_of(&picture, ColorType::CmykAsYcck, plain)),
    ]
}

/// One sample of every kind that is read, `width` by `height`.
pub fn samples(width: u32, height: u32) -> Vec<(&'static str, Vec<u8>)> {
    let picture = quarters(width, height);
    let deep: DynamicImage = DynamicImage::ImageRgb8(picture.clone()).into_rgba16().into();
    let grey = image::imageops::grayscale(&picture);
    let mut samples = jpegs(width, height);
    samples.extend([
        ("png", file(picture.clone(), ImageFormat::Png)),
        ("png of 16 bits", file(deep, ImageFormat::Png)),
        ("grey png", file(grey, ImageFormat::Png)),
        ("webp", file(picture.clone(), ImageFormat::WebP)),
        ("gif", file(DynamicImage::ImageRgb8(picture).into_rgba8(), ImageFormat::Gif)),
    ]);
    samples
}
