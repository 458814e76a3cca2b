//! The operations of S3, one a file.

mod abort_multipart_upload;
mod complete_multipart_upload;
mod copy_object;
mod create_bucket;
mod create_multipart_upload;
mod delete_bucket;
mod delete_bucket_tagging;
mod delete_object;
mod delete_object_tagging;
mod delete_objects;
mod get_bucket_location;
mod get_bucket_notification_configuration;
mod get_bucket_tagging;
mod get_bucket_versioning;
mod get_object;
mod get_object_attributes;
mod get_object_tagging;
mod head_bucket;
mod head_object;
mod list_buckets;
mod list_multipart_uploads;
mod list_object_versions;
mod list_objects;
mod list_objects_v2;
mod list_parts;
mod put_bucket_notification_configuration;
mod put_bucket_tagging;
mod put_bucket_versioning;
mod put_object;
mod put_object_tagging;
mod upload_part;
mod upload_part_copy;

use crate::operation::Operation;
use crate::services::s3::access::{on_all, on_bucket, on_copy, on_object, on_version};

/// The table of operations and the names of its places, in one list so that they cannot part.
macro_rules! operations {
    ($($name:ident: $access:expr, $run:path;)*) => {
        /// An operation, as its place in the table.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Op {
            $($name),*
        }

        /// Every operation that is simulated, in the order of [`Op`].
        pub static OPERATIONS: &[Operation] =
            &[$(Operation { name: stringify!($name), access: $access, run: $run }),*];
    };
}

operations! {
    AbortMultipartUpload: |call| on_object(call, "s3:AbortMultipartUpload"), abort_multipart_upload::abort_multipart_upload;
    CompleteMultipartUpload: |call| on_object(call, "s3:PutObject"), complete_multipart_upload::complete_multipart_upload;
    CopyObject: |call| on_copy(call), copy_object::copy_object;
    CreateBucket: |call| on_bucket(call, "s3:CreateBucket"), create_bucket::create_bucket;
    CreateMultipartUpload: |call| on_object(call, "s3:PutObject"), create_multipart_upload::create_multipart_upload;
    DeleteBucket: |call| on_bucket(call, "s3:DeleteBucket"), delete_bucket::delete_bucket;
    DeleteBucketTagging: |call| on_bucket(call, "s3:PutBucketTagging"), delete_bucket_tagging::delete_bucket_tagging;
    DeleteObject: |call| on_version(call, "s3:DeleteObject"), delete_object::delete_object;
    DeleteObjectTagging: |call| on_version(call, "s3:DeleteObjectTagging"), delete_object_tagging::delete_object_tagging;
    DeleteObjects: |_| Vec::new(), delete_objects::delete_objects;
    GetBucketLocation: |call| on_bucket(call, "s3:GetBucketLocation"), get_bucket_location::get_bucket_location;
    GetBucketNotificationConfiguration: |call| on_bucket(call, "s3:GetBucketNotification"), get_bucket_notification_configuration::get_bucket_notification_configuration;
    GetBucketTagging: |call| on_bucket(call, "s3:GetBucketTagging"), get_bucket_tagging::get_bucket_tagging;
    GetBucketVersioning: |call| on_bucket(call, "s3:GetBucketVersioning"), get_bucket_versioning::get_bucket_versioning;
    GetObject: |call| on_version(call, "s3:GetObject"), get_object::get_object;
    GetObjectAttributes: |call| on_version(call, "s3:GetObject"), get_object_attributes::get_object_attributes;
    GetObjectTagging: |call| on_version(call, "s3:GetObjectTagging"), get_object_tagging::get_object_tagging;
    HeadBucket: |call| on_bucket(call, "s3:ListBucket"), head_bucket::head_bucket;
    HeadObject: |call| on_version(call, "s3:GetObject"), head_object::head_object;
    ListBuckets: |_| on_all("s3:ListAllMyBuckets"), list_buckets::list_buckets;
    ListMultipartUploads: |call| on_bucket(call, "s3:ListBucketMultipartUploads"), list_multipart_uploads::list_multipart_uploads;
    ListObjectVersions: |call| on_bucket(call, "s3:ListBucketVersions"), list_object_versions::list_object_versions;
    ListObjects: |call| on_bucket(call, "s3:ListBucket"), list_objects::list_objects;
    ListObjectsV2: |call| on_bucket(call, "s3:ListBucket"), list_objects_v2::list_objects_v2;
    ListParts: |call| on_object(call, "s3:ListMultipartUploadParts"), list_parts::list_parts;
    PutBucketNotificationConfiguration: |call| on_bucket(call, "s3:PutBucketNotification"), put_bucket_notification_configuration::put_bucket_notification_configuration;
    PutBucketTagging: |call| on_bucket(call, "s3:PutBucketTagging"), put_bucket_tagging::put_bucket_tagging;
    PutBucketVersioning: |call| on_bucket(call, "s3:PutBucketVersioning"), put_bucket_versioning::put_bucket_versioning;
    PutObject: |call| on_object(call, "s3:PutObject"), put_object::put_object;
    PutObjectTagging: |call| on_version(call, "s3:PutObjectTagging"), put_object_tagging::put_object_tagging;
    UploadPart: |call| on_object(call, "s3:PutObject"), upload_part::upload_part;
    UploadPartCopy: |call| on_copy(call), upload_part_copy::upload_part_copy;
}

/// The table's entry for `op`.
#[must_use]
pub fn operation(op: Op) -> &'static Operation {
    &OPERATIONS[op as usize]
}
