//! The thumbnail function: a picture arrives in a bucket, a small one is put in another.
//!
//! It does what the well-known Python example does with boto3 and Pillow, and knows nothing of the cloud
//! but S3's REST interface.

mod decode;
mod event;
mod fit;
mod jpeg;
mod s3;
mod settings;

pub use decode::PictureError;

use image::{RgbImage, codecs::jpeg::JpegEncoder};
use serde_json::json;

use crate::{Aws, FunctionError};
use settings::Settings;

/// Makes a thumbnail of the object that `event`, an S3 notification, tells of.
///
/// # Errors
/// When the event or a setting is wrong, S3 refuses, or the object is not a picture that can be read.
pub async fn handler(event: &[u8], aws: &Aws) -> Result<Vec<u8>, FunctionError> {
    let settings = Settings::read(|name| aws.variable(name))?;
    let object = event::created_object(event)?;

    let picture = s3::get_object(aws, &settings.region, &object.bucket, &object.key).await?;
    let thumbnail = thumbnail(&picture, &settings).map_err(|error| error.of_object(&object.key))?;
    // A large photo need not stay in memory while the thumbnail is sent.
    drop(picture);

    let key = format!("thumbnails/{}", object.key);
    let bucket = &settings.target_bucket;
    s3::put_object(aws, &settings.region, bucket, &key, "image/jpeg", thumbnail).await?;

    let body = format!("Thumbnail created and saved to '{bucket}/{key}'");
    Ok(json!({ "statusCode": 200, "body": body }).to_string().into_bytes())
}

/// The picture in `file`, fitted into the box that the settings give, as a JPEG.
fn thumbnail(file: &[u8], settings: &Settings) -> Result<Vec<u8>, PictureError> {
    let (picture, orientation) = decode::fitted(file, settings.size)?;
    let mut upright = image::DynamicImage::ImageRgb8(picture);
    upright.apply_orientation(orientation);
    encode(&upright.into_rgb8(), settings.quality)
}

fn encode(picture: &RgbImage, quality: u8) -> Result<Vec<u8>, PictureError> {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(&mut jpeg, quality)
        .encode_image(picture)
        .map_err(|error| PictureError::Unwritable(error.to_string()))?;
    Ok(jpeg)
}
