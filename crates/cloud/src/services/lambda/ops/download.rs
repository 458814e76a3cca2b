//! The package of a function, at the address that GetFunction gives. On AWS the address is signed, and good for ten
//! minutes; here it names the function's revision, which nobody guesses, and is good for as long as that is.

use std::sync::Arc;

use super::super::{Error, Function};
use crate::account::{ACCOUNT_ID, CODE_HOST};
use crate::error::ServiceError;
use crate::http::{Request, Response};
use crate::operation::{Answer, Call, Context, Operation};
use crate::protocol::uri;

/// What stands before a package's name.
const FOLDER: &str = "/snapshots/";
/// How many characters a revision has.
const REVISION: usize = 36;

/// It is S3's operation on a bucket of AWS's own, and in no table.
static GET_OBJECT: Operation = Operation { name: "GetObject", access: |_| Vec::new(), run: get_package };

/// The address of a function's package.
pub fn address(function: &Function) -> String {
    let version = uri::encode(&function.code_sha256);
    format!("https://{CODE_HOST}{FOLDER}{ACCOUNT_ID}/{}-{}?versionId={version}", function.name, function.revision_id)
}

/// A request to the bucket of packages, as a call: its name is the function's, its key the revision.
pub fn download(request: &Request) -> Call<'_> {
    let named = request.path.strip_prefix(FOLDER).and_then(|rest| rest.strip_prefix(ACCOUNT_ID)).unwrap_or_default();
    let named = named.strip_prefix('/').unwrap_or_default();
    let dash = named.len().checked_sub(REVISION + 1).filter(|at| named.as_bytes()[*at] == b'-');
    let (name, revision) = dash.and_then(|at| Some((named.get(..at)?, named.get(at + 1..)?))).unwrap_or_default();
    let (name, key): (Arc<str>, Arc<str>) = (name.into(), revision.into());
    Call { request, service: "lambda", operation: &GET_OBJECT, name, key, json: None }
}

fn get_package(context: &mut Context<'_>, call: &Call<'_>) -> Result<Answer, ServiceError> {
    let state = context.world.lambda();
    let published = state.published(&call.name);
    let mut versions =
        state.function(&call.name).into_iter().chain(published.into_iter().flat_map(|held| held.versions.values()));
    let package = versions
        .find(|function| *function.revision_id == *call.key)
        .and_then(|function| function.package.clone())
        .filter(|_| call.request.method == "GET");
    let package = package.ok_or_else(|| {
        Error::NotFound(
            "There is no package at this address. Functions in Rust have none: they are part of the host.".to_owned(),
        )
    })?;
    let answer = Response::new(200).with_header("content-type", "application/zip").with_body(package);
    Ok(Answer::Now(answer))
}
