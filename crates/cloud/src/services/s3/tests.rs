//! S3 as a client sees it: requests through the whole path, and their answers.

mod buckets;
mod conditional;
mod events;
mod harness;
mod hostile;
mod listings;
mod notifications;
mod objects;
mod permissions;
