//! S3 as a client sees it: requests through the whole path, and their answers.

mod attributes;
mod buckets;
mod conditional;
mod configuration;
mod delete_many;
mod documents;
mod events;
mod forms;
mod harness;
mod hostile;
mod lifecycle;
mod listing_model;
mod listings;
mod multipart;
mod multipart_checksums;
mod notifications;
mod objects;
mod permissions;
mod protection;
mod recorded;
mod tagging;
mod versions;
mod websites;
