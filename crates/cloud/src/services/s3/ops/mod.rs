//! The operations of S3, one a file.

mod abort_multipart_upload;
mod complete_multipart_upload;
mod copy_object;
mod create_bucket;
mod create_multipart_upload;
mod delete_bucket;
mod delete_bucket_cors;
mod delete_bucket_encryption;
mod delete_bucket_lifecycle;
mod delete_bucket_ownership_controls;
mod delete_bucket_policy;
mod delete_bucket_tagging;
mod delete_bucket_website;
mod delete_object;
mod delete_object_tagging;
mod delete_objects;
mod delete_public_access_block;
mod documents;
mod get_bucket_acl;
mod get_bucket_cors;
mod get_bucket_encryption;
mod get_bucket_lifecycle_configuration;
mod get_bucket_location;
mod get_bucket_notification_configuration;
mod get_bucket_ownership_controls;
mod get_bucket_policy;
mod get_bucket_policy_status;
mod get_bucket_tagging;
mod get_bucket_versioning;
mod get_bucket_website;
mod get_object;
mod get_object_acl;
mod get_object_attributes;
mod get_object_lock_configuration;
mod get_object_retention;
mod get_object_tagging;
mod get_public_access_block;
mod head_bucket;
mod head_object;
mod list_buckets;
mod list_multipart_uploads;
mod list_object_versions;
mod list_objects;
mod list_objects_v2;
mod list_parts;
mod options_object;
mod post_object;
mod put_bucket_acl;
mod put_bucket_cors;
mod put_bucket_encryption;
mod put_bucket_lifecycle_configuration;
mod put_bucket_notification_configuration;
mod put_bucket_ownership_controls;
mod put_bucket_policy;
mod put_bucket_tagging;
mod put_bucket_versioning;
mod put_bucket_website;
pub mod put_object;
mod put_object_acl;
mod put_object_lock_configuration;
mod put_object_retention;
mod put_object_tagging;
mod put_public_access_block;
pub mod restore_object;
mod upload_part;
mod upload_part_copy;
mod website_get_object;

use crate::operation::Operation;
use crate::services::s3::access::{on_all, on_bucket, on_copy, on_locked, on_object, on_version};
use crate::services::s3::{cors, post};

/// The table of operations and their names, in one list so that they cannot part.
macro_rules! operations {
    ($($name:ident: $access:expr, $run:path;)*) => {
        /// An operation by name.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Op {
            $($name),*
        }

        impl Op {
            /// AWS's name for it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name)),*
                }
            }
        }

        /// Every operation that is simulated.
        pub static OPERATIONS: &[Operation] =
            &[$(Operation {
                name: stringify!($name),
                access: $access,
                run: |context, call| cors::around(context, call, $run),
            }),*];
    };
}

operations! {
    AbortMultipartUpload: |call| on_object(call, "s3:AbortMultipartUpload"), abort_multipart_upload::abort_multipart_upload;
    CompleteMultipartUpload: |call| on_object(call, "s3:PutObject"), complete_multipart_upload::complete_multipart_upload;
    CopyObject: |call| on_copy(call), copy_object::copy_object;
    CreateBucket: |call| on_bucket(call, "s3:CreateBucket"), create_bucket::create_bucket;
    CreateMultipartUpload: |call| on_object(call, "s3:PutObject"), create_multipart_upload::create_multipart_upload;
    DeleteBucket: |call| on_bucket(call, "s3:DeleteBucket"), delete_bucket::delete_bucket;
    DeleteBucketCors: |call| on_bucket(call, "s3:PutBucketCORS"), delete_bucket_cors::delete_bucket_cors;
    DeleteBucketEncryption: |call| on_bucket(call, "s3:PutEncryptionConfiguration"), delete_bucket_encryption::delete_bucket_encryption;
    DeleteBucketLifecycle: |call| on_bucket(call, "s3:PutLifecycleConfiguration"), delete_bucket_lifecycle::delete_bucket_lifecycle;
    DeleteBucketOwnershipControls: |call| on_bucket(call, "s3:PutBucketOwnershipControls"), delete_bucket_ownership_controls::delete_bucket_ownership_controls;
    DeleteBucketPolicy: |call| on_bucket(call, "s3:DeleteBucketPolicy"), delete_bucket_policy::delete_bucket_policy;
    DeleteBucketReplication: |call| on_bucket(call, "s3:PutReplicationConfiguration"), documents::delete_bucket_replication;
    DeleteBucketTagging: |call| on_bucket(call, "s3:PutBucketTagging"), delete_bucket_tagging::delete_bucket_tagging;
    DeleteBucketWebsite: |call| on_bucket(call, "s3:DeleteBucketWebsite"), delete_bucket_website::delete_bucket_website;
    DeleteObject: |call| on_locked(call, "s3:DeleteObject"), delete_object::delete_object;
    DeleteObjectTagging: |call| on_version(call, "s3:DeleteObjectTagging"), delete_object_tagging::delete_object_tagging;
    DeleteObjects: |_| Vec::new(), delete_objects::delete_objects;
    DeletePublicAccessBlock: |call| on_bucket(call, "s3:PutBucketPublicAccessBlock"), delete_public_access_block::delete_public_access_block;
    GetBucketAccelerateConfiguration: |call| on_bucket(call, "s3:GetAccelerateConfiguration"), documents::get_bucket_accelerate_configuration;
    GetBucketAcl: |call| on_bucket(call, "s3:GetBucketAcl"), get_bucket_acl::get_bucket_acl;
    GetBucketCors: |call| on_bucket(call, "s3:GetBucketCORS"), get_bucket_cors::get_bucket_cors;
    GetBucketEncryption: |call| on_bucket(call, "s3:GetEncryptionConfiguration"), get_bucket_encryption::get_bucket_encryption;
    GetBucketLifecycleConfiguration: |call| on_bucket(call, "s3:GetLifecycleConfiguration"), get_bucket_lifecycle_configuration::get_bucket_lifecycle_configuration;
    GetBucketLocation: |call| on_bucket(call, "s3:GetBucketLocation"), get_bucket_location::get_bucket_location;
    GetBucketLogging: |call| on_bucket(call, "s3:GetBucketLogging"), documents::get_bucket_logging;
    GetBucketNotificationConfiguration: |call| on_bucket(call, "s3:GetBucketNotification"), get_bucket_notification_configuration::get_bucket_notification_configuration;
    GetBucketOwnershipControls: |call| on_bucket(call, "s3:GetBucketOwnershipControls"), get_bucket_ownership_controls::get_bucket_ownership_controls;
    GetBucketPolicy: |call| on_bucket(call, "s3:GetBucketPolicy"), get_bucket_policy::get_bucket_policy;
    GetBucketPolicyStatus: |call| on_bucket(call, "s3:GetBucketPolicyStatus"), get_bucket_policy_status::get_bucket_policy_status;
    GetBucketReplication: |call| on_bucket(call, "s3:GetReplicationConfiguration"), documents::get_bucket_replication;
    GetBucketRequestPayment: |call| on_bucket(call, "s3:GetBucketRequestPayment"), documents::get_bucket_request_payment;
    GetBucketTagging: |call| on_bucket(call, "s3:GetBucketTagging"), get_bucket_tagging::get_bucket_tagging;
    GetBucketVersioning: |call| on_bucket(call, "s3:GetBucketVersioning"), get_bucket_versioning::get_bucket_versioning;
    GetBucketWebsite: |call| on_bucket(call, "s3:GetBucketWebsite"), get_bucket_website::get_bucket_website;
    GetObject: |call| on_version(call, "s3:GetObject"), get_object::get_object;
    GetObjectAcl: |call| on_version(call, "s3:GetObjectAcl"), get_object_acl::get_object_acl;
    GetObjectAttributes: |call| on_version(call, "s3:GetObject"), get_object_attributes::get_object_attributes;
    GetObjectLegalHold: |call| on_object(call, "s3:GetObjectLegalHold"), get_object_retention::get_object_legal_hold;
    GetObjectLockConfiguration: |call| on_bucket(call, "s3:GetBucketObjectLockConfiguration"), get_object_lock_configuration::get_object_lock_configuration;
    GetObjectRetention: |call| on_object(call, "s3:GetObjectRetention"), get_object_retention::get_object_retention;
    GetObjectTagging: |call| on_version(call, "s3:GetObjectTagging"), get_object_tagging::get_object_tagging;
    GetPublicAccessBlock: |call| on_bucket(call, "s3:GetBucketPublicAccessBlock"), get_public_access_block::get_public_access_block;
    HeadBucket: |call| on_bucket(call, "s3:ListBucket"), head_bucket::head_bucket;
    HeadObject: |call| on_version(call, "s3:GetObject"), head_object::head_object;
    ListBuckets: |_| on_all("s3:ListAllMyBuckets"), list_buckets::list_buckets;
    ListMultipartUploads: |call| on_bucket(call, "s3:ListBucketMultipartUploads"), list_multipart_uploads::list_multipart_uploads;
    ListObjectVersions: |call| on_bucket(call, "s3:ListBucketVersions"), list_object_versions::list_object_versions;
    ListObjects: |call| on_bucket(call, "s3:ListBucket"), list_objects::list_objects;
    ListObjectsV2: |call| on_bucket(call, "s3:ListBucket"), list_objects_v2::list_objects_v2;
    ListParts: |call| on_object(call, "s3:ListMultipartUploadParts"), list_parts::list_parts;
    OptionsObject: |_| Vec::new(), options_object::options_object;
    PostObject: |call| post::access(call), post_object::post_object;
    PutBucketAccelerateConfiguration: |call| on_bucket(call, "s3:PutAccelerateConfiguration"), documents::put_bucket_accelerate_configuration;
    PutBucketAcl: |call| on_bucket(call, "s3:PutBucketAcl"), put_bucket_acl::put_bucket_acl;
    PutBucketCors: |call| on_bucket(call, "s3:PutBucketCORS"), put_bucket_cors::put_bucket_cors;
    PutBucketEncryption: |call| on_bucket(call, "s3:PutEncryptionConfiguration"), put_bucket_encryption::put_bucket_encryption;
    PutBucketLifecycleConfiguration: |call| on_bucket(call, "s3:PutLifecycleConfiguration"), put_bucket_lifecycle_configuration::put_bucket_lifecycle_configuration;
    PutBucketLogging: |call| on_bucket(call, "s3:PutBucketLogging"), documents::put_bucket_logging;
    PutBucketNotificationConfiguration: |call| on_bucket(call, "s3:PutBucketNotification"), put_bucket_notification_configuration::put_bucket_notification_configuration;
    PutBucketOwnershipControls: |call| on_bucket(call, "s3:PutBucketOwnershipControls"), put_bucket_ownership_controls::put_bucket_ownership_controls;
    PutBucketPolicy: |call| on_bucket(call, "s3:PutBucketPolicy"), put_bucket_policy::put_bucket_policy;
    PutBucketReplication: |call| on_bucket(call, "s3:PutReplicationConfiguration"), documents::put_bucket_replication;
    PutBucketRequestPayment: |call| on_bucket(call, "s3:PutBucketRequestPayment"), documents::put_bucket_request_payment;
    PutBucketTagging: |call| on_bucket(call, "s3:PutBucketTagging"), put_bucket_tagging::put_bucket_tagging;
    PutBucketVersioning: |call| on_bucket(call, "s3:PutBucketVersioning"), put_bucket_versioning::put_bucket_versioning;
    PutBucketWebsite: |call| on_bucket(call, "s3:PutBucketWebsite"), put_bucket_website::put_bucket_website;
    PutObject: |call| on_object(call, "s3:PutObject"), put_object::put_object;
    PutObjectAcl: |call| on_version(call, "s3:PutObjectAcl"), put_object_acl::put_object_acl;
    PutObjectLegalHold: |call| on_object(call, "s3:PutObjectLegalHold"), put_object_retention::put_object_legal_hold;
    PutObjectLockConfiguration: |call| on_bucket(call, "s3:PutBucketObjectLockConfiguration"), put_object_lock_configuration::put_object_lock_configuration;
    PutObjectRetention: |call| on_locked(call, "s3:PutObjectRetention"), put_object_retention::put_object_retention;
    PutObjectTagging: |call| on_version(call, "s3:PutObjectTagging"), put_object_tagging::put_object_tagging;
    PutPublicAccessBlock: |call| on_bucket(call, "s3:PutBucketPublicAccessBlock"), put_public_access_block::put_public_access_block;
    RestoreObject: |call| on_object(call, "s3:RestoreObject"), restore_object::restore_object;
    UploadPart: |call| on_object(call, "s3:PutObject"), upload_part::upload_part;
    UploadPartCopy: |call| on_copy(call), upload_part_copy::upload_part_copy;
    WebsiteGetObject: |_| Vec::new(), website_get_object::website_get_object;
}
