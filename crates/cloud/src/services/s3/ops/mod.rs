//! The operations of S3, one a file.

mod copy_object;
mod create_bucket;
mod delete_bucket;
mod delete_object;
mod get_bucket_location;
mod get_bucket_notification_configuration;
mod get_object;
mod head_bucket;
mod head_object;
mod list_buckets;
mod list_objects;
mod list_objects_v2;
mod put_bucket_notification_configuration;
mod put_object;

use crate::operation::Operation;
use crate::services::s3::access::{on_all, on_bucket, on_copy, on_object};

/// An operation, as its place in the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    CopyObject,
    CreateBucket,
    DeleteBucket,
    DeleteObject,
    GetBucketLocation,
    GetBucketNotificationConfiguration,
    GetObject,
    HeadBucket,
    HeadObject,
    ListBuckets,
    ListObjects,
    ListObjectsV2,
    PutBucketNotificationConfiguration,
    PutObject,
}

/// The table's entry for `op`.
#[must_use]
pub fn operation(op: Op) -> &'static Operation {
    &OPERATIONS[op as usize]
}

/// Every operation that is simulated, in the order of [`Op`].
pub static OPERATIONS: [Operation; 14] = [
    Operation { name: "CopyObject", access: |call| on_copy(call), run: copy_object::copy_object },
    Operation {
        name: "CreateBucket",
        access: |call| on_bucket(call, "s3:CreateBucket"),
        run: create_bucket::create_bucket,
    },
    Operation {
        name: "DeleteBucket",
        access: |call| on_bucket(call, "s3:DeleteBucket"),
        run: delete_bucket::delete_bucket,
    },
    Operation {
        name: "DeleteObject",
        access: |call| on_object(call, "s3:DeleteObject"),
        run: delete_object::delete_object,
    },
    Operation {
        name: "GetBucketLocation",
        access: |call| on_bucket(call, "s3:GetBucketLocation"),
        run: get_bucket_location::get_bucket_location,
    },
    Operation {
        name: "GetBucketNotificationConfiguration",
        access: |call| on_bucket(call, "s3:GetBucketNotification"),
        run: get_bucket_notification_configuration::get_bucket_notification_configuration,
    },
    Operation { name: "GetObject", access: |call| on_object(call, "s3:GetObject"), run: get_object::get_object },
    Operation { name: "HeadBucket", access: |call| on_bucket(call, "s3:ListBucket"), run: head_bucket::head_bucket },
    Operation { name: "HeadObject", access: |call| on_object(call, "s3:GetObject"), run: head_object::head_object },
    Operation { name: "ListBuckets", access: |_| on_all("s3:ListAllMyBuckets"), run: list_buckets::list_buckets },
    Operation { name: "ListObjects", access: |call| on_bucket(call, "s3:ListBucket"), run: list_objects::list_objects },
    Operation {
        name: "ListObjectsV2",
        access: |call| on_bucket(call, "s3:ListBucket"),
        run: list_objects_v2::list_objects_v2,
    },
    Operation {
        name: "PutBucketNotificationConfiguration",
        access: |call| on_bucket(call, "s3:PutBucketNotification"),
        run: put_bucket_notification_configuration::put_bucket_notification_configuration,
    },
    Operation { name: "PutObject", access: |call| on_object(call, "s3:PutObject"), run: put_object::put_object },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_stands_in_the_order_of_the_names() {
        for (index, op) in [Op::CopyObject, Op::CreateBucket, Op::GetObject, Op::ListObjectsV2, Op::PutObject]
            .into_iter()
            .map(|op| (op as usize, op))
        {
            assert_eq!(OPERATIONS[index].name, format!("{op:?}"));
        }
    }
}
