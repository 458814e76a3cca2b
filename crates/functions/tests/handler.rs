//! The whole handler, against an S3 that is fed by hand.

mod support;

use cloud::{http::Response, invocation::Outcome};
use image::ImageFormat;
use support::{file, invoke, quarters, run, thumbnail_file};

#[test]
fn a_photo_becomes_a_thumbnail_in_the_other_bucket() {
    let photo = file(quarters(400, 300), ImageFormat::Png);
    let invoke = invoke("my+pets/Z%C3%BCri.png", &[("AWS_REGION", "eu-central-1")]);
    let (outcome, calls) = run(&invoke, |request| match request.method.as_str() {
        "GET" => Response::new(200).with_body(photo.clone()),
        _ => Response::new(200),
    });
    let urls: Vec<_> = calls.iter().map(|call| format!("{} {}", call.method, call.url())).collect();
    assert_eq!(
        urls,
        [
            "GET https://pets.s3.eu-central-1.amazonaws.com/my%20pets/Z%C3%BCri.png",
            "PUT https://my-thumbnails.s3.eu-central-1.amazonaws.com/thumbnails/my%20pets/Z%C3%BCri.png",
        ]
    );
    assert_eq!(calls[1].headers.get("content-type"), Some("image/jpeg"));
    let expected =
        r#"{"statusCode":200,"body":"Thumbnail created and saved to 'my-thumbnails/thumbnails/my pets/Züri.png'"}"#;
    assert_eq!(outcome, Outcome::Returned(expected.into()));
}

#[test]
fn a_refusal_of_s3_reads_like_an_sdks() {
    let photo = file(quarters(40, 30), ImageFormat::Png);
    let refusal = "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
    let (outcome, _) = run(&invoke("a.png", &[]), |request| match request.method.as_str() {
        "GET" => Response::new(200).with_body(photo.clone()),
        _ => Response::new(403).with_body(refusal),
    });
    assert_eq!(
        outcome,
        Outcome::Failed {
            error_type: "AccessDenied".into(),
            message: "An error occurred (AccessDenied) when calling the PutObject operation: Access Denied".into(),
            stack: Vec::new(),
        }
    );
}

#[test]
fn settings_are_followed_and_wrong_ones_named() {
    let photo = file(quarters(400, 300), ImageFormat::Png);
    let jpeg = thumbnail_file(&photo, &[("THUMBNAIL_SIZE", "64")]).expect("a good photo");
    let small = image::load_from_memory(&jpeg).expect("a thumbnail is a JPEG");
    assert_eq!((small.width(), small.height()), (64, 48));

    let rough = thumbnail_file(&photo, &[("JPEG_QUALITY", "10")]).expect("a good photo");
    let fine = thumbnail_file(&photo, &[("JPEG_QUALITY", "95")]).expect("a good photo");
    assert!(rough.len() < fine.len());

    let (error_type, message) = thumbnail_file(&photo, &[("JPEG_QUALITY", "best")]).expect_err("a wrong setting");
    assert_eq!(error_type, "InvalidSetting");
    assert!(message.contains("JPEG_QUALITY is 'best'"), "{message}");
}

#[test]
fn the_same_replies_give_the_same_calls() {
    let photo = file(quarters(200, 300), ImageFormat::WebP);
    let once = || run(&invoke("a.webp", &[]), |_| Response::new(200).with_body(photo.clone()));
    assert_eq!(once(), once());
}

#[test]
fn a_function_that_is_not_there_is_a_process_that_cannot_start() {
    let mut unknown = invoke("a", &[]);
    unknown.code = "thumbnials".into();
    let (outcome, calls) = run(&unknown, |_| Response::new(200));
    assert!(matches!(outcome, Outcome::Exited(how) if how.contains("no such file")));
    assert!(calls.is_empty());
}
