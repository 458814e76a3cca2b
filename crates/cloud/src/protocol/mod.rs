//! The wire protocols: they know shapes, not services.

pub mod json;
pub mod query;
pub mod rest_json;
pub mod rest_xml;
pub mod sigv2;
pub mod sigv4;
pub mod uri;
pub mod xml;
