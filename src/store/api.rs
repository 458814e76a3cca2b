//! What builds APIs: its code, and what it knows, come with the rest of the services.

use std::any::Any;
use std::sync::Arc;

use cloud::sim::trace::Place;
use leptos::prelude::*;

/// What draws the parts that build APIs.
#[derive(Clone, Copy, Debug)]
pub struct Builder {
    /// The panel of an API.
    pub panel: fn(Place) -> AnyView,
    /// The form that makes one.
    pub create: fn() -> AnyView,
}

/// The selected API as it is at the run's end. Only the builder looks into it: what it is made of stays out of the
/// entrance.
pub type Drafted = Arc<dyn Any + Send + Sync>;
