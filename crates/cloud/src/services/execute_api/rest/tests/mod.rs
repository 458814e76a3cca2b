//! Requests to deployed REST APIs, from the host to the answer.

mod admission;
mod custom;
mod failures;
mod loops;
mod proxies;
mod tests_of_methods;
