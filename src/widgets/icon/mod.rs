//! Glyphs, drawn inline on a 20 by 20 grid so that they take the colour and size of the text beside them.

use cloud::sim::trace::Place;
use cloud::view::Family;
use leptos::prelude::*;

/// The glyphs of the page.
#[allow(missing_docs, reason = "each is named for what it shows")]
#[allow(dead_code, reason = "the set is drawn whole, so that its glyphs match; lessons to come use the rest")]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Name {
    Bucket,
    Lambda,
    Table,
    Api,
    LogLines,
    Queue,
    Browser,
    Branches,
    Key,
    Play,
    Pause,
    StepForward,
    StepBack,
    ToStart,
    ToEnd,
    NextEvent,
    Fork,
    Tick,
    Cross,
    Clock,
    ChevronRight,
    ChevronDown,
    Projector,
    Contrast,
    Sun,
    Moon,
    Share,
    Restart,
    Panel,
    PanelRight,
    Asterisk,
    Pin,
    Copy,
    Dots,
    Plus,
    Download,
    Keyboard,
    Zoom,
}

impl Name {
    /// The glyph of a family of services.
    #[must_use]
    pub const fn of_family(family: Family) -> Self {
        match family {
            Family::Client => Self::Browser,
            Family::Storage => Self::Bucket,
            Family::Compute => Self::Lambda,
            Family::Database => Self::Table,
            Family::Observability => Self::LogLines,
            Family::Integration => Self::Branches,
        }
    }

    /// The glyph of a place.
    #[must_use]
    pub fn of_place(place: &Place) -> Self {
        match place {
            Place::Api(_) | Place::Service("apigateway") => Self::Api,
            Place::Service("iam" | "sts") => Self::Key,
            other => Self::of_family(Family::of(other)),
        }
    }

    /// What stands inside the `<svg>`: strokes by default, `f` fills, `b` is bold.
    #[must_use]
    pub const fn markup(self) -> &'static str {
        match self {
            Self::Bucket => {
                r#"<path d="M3.5 5.2 5.2 16c.1.9 2.2 1.6 4.8 1.6s4.7-.7 4.8-1.6l1.7-10.8"/><ellipse cx="10" cy="5" rx="6.6" ry="2.4"/><path d="M4.3 10.4c1.2.8 3.3 1.2 5.7 1.2s4.5-.4 5.7-1.2"/>"#
            }
            Self::Lambda => {
                r#"<rect x="2.8" y="2.8" width="14.4" height="14.4" rx="2.4"/><path d="M6.8 6h1.5l4.2 8.2h1.3M9.6 9.1 6.8 14.2"/>"#
            }
            Self::Table => {
                r#"<rect x="2.8" y="3.4" width="14.4" height="13.2" rx="1.6"/><path d="M2.8 7.8h14.4M2.8 12.2h14.4M7.6 7.8v8.8"/>"#
            }
            Self::Api => r#"<path d="M3.4 17V4.6M16.6 17V4.6M3.4 6.4h13.2M6.6 12h6.6M10.8 9.4l2.6 2.6-2.6 2.6"/>"#,
            Self::LogLines => r#"<path d="M4 3.2h12M4 16.8h12M4 6.6h8.4M4 10h11M4 13.4h6"/>"#,
            Self::Queue => {
                r#"<rect x="2.4" y="6.2" width="15.2" height="7.6" rx="1.4"/><path d="M7.4 6.2v7.6M12.6 6.2v7.6"/>"#
            }
            Self::Browser => {
                r#"<rect x="2.6" y="3.6" width="14.8" height="12.8" rx="1.8"/><path d="M2.6 7.2h14.8M5 5.4h.01M7 5.4h.01"/>"#
            }
            Self::Branches => {
                r#"<circle cx="6" cy="10" r="2.6"/><path d="M8.6 10h7M11.6 4.4v11.2M11.6 4.4h4M11.6 15.6h4"/>"#
            }
            Self::Key => r#"<circle cx="6.4" cy="10" r="3.2"/><path d="M9.6 10h7.6M14.2 10v3M16.8 10v2"/>"#,
            Self::Play => r#"<path d="M6 4.2 15.6 10 6 15.8z" class="f"/>"#,
            Self::Pause => r#"<path d="M6 4.5h2.6v11H6zM11.4 4.5H14v11h-2.6z" class="f"/>"#,
            Self::StepForward => {
                r#"<path d="M4.4 4.6 11.6 10l-7.2 5.4z" class="f"/><path d="M14.6 4.6v10.8" class="b"/>"#
            }
            Self::StepBack => r#"<path d="M15.6 4.6 8.4 10l7.2 5.4z" class="f"/><path d="M5.4 4.6v10.8" class="b"/>"#,
            Self::ToStart => {
                r#"<path d="M16.4 5.4 11 10l5.4 4.6zM10.6 5.4 5.2 10l5.4 4.6z" class="f"/><path d="M3.4 4.6v10.8" class="b"/>"#
            }
            Self::ToEnd => {
                r#"<path d="M3.6 5.4 9 10l-5.4 4.6zM9.4 5.4l5.4 4.6-5.4 4.6z" class="f"/><path d="M16.6 4.6v10.8" class="b"/>"#
            }
            Self::NextEvent => {
                r#"<path d="M3 5.4 8.4 10 3 14.6z" class="f"/><circle cx="13.6" cy="10" r="3.4" class="b"/>"#
            }
            Self::Fork => r#"<path d="M3 13.6h14M6 13.6c3 0 3.4-7.2 6.6-7.2H17m-2-2 2 2-2 2"/>"#,
            Self::Tick => r#"<path d="m4.4 10.6 3.6 3.6 7.6-8.4" class="b"/>"#,
            Self::Cross => r#"<path d="m5.4 5.4 9.2 9.2M14.6 5.4l-9.2 9.2" class="b"/>"#,
            Self::Clock => r#"<circle cx="10" cy="10" r="6.6"/><path d="M10 6v4.2l2.6 1.6"/>"#,
            Self::ChevronRight => r#"<path d="m7.4 4.8 5.2 5.2-5.2 5.2"/>"#,
            Self::ChevronDown => r#"<path d="m4.8 7.4 5.2 5.2 5.2-5.2"/>"#,
            Self::Projector => r#"<path d="M2.6 4h14.8M4 4v8.6h12V4M10 12.6v3.6M6.8 16.2h6.4"/>"#,
            Self::Contrast => r#"<circle cx="10" cy="10" r="6.4"/><path d="M10 3.6a6.4 6.4 0 0 1 0 12.8z" class="f"/>"#,
            Self::Sun => {
                r#"<circle cx="10" cy="10" r="3.2"/><path d="M10 2.4v2M10 15.6v2M2.4 10h2M15.6 10h2M4.6 4.6 6 6M14 14l1.4 1.4M15.4 4.6 14 6M6 14l-1.4 1.4"/>"#
            }
            Self::Moon => r#"<path d="M16.4 11.8A6.8 6.8 0 0 1 8.2 3.6a6.8 6.8 0 1 0 8.2 8.2z"/>"#,
            Self::Share => r#"<path d="M10 12.4V3.2M6.8 6.2 10 3l3.2 3.2M4 10.4v6h12v-6"/>"#,
            Self::Restart => r#"<path d="M4.2 10a5.8 5.8 0 1 0 1.9-4.3L4 7.6M4 3.6v4h4"/>"#,
            Self::Panel => r#"<rect x="2.8" y="3.6" width="14.4" height="12.8" rx="1.6"/><path d="M7.6 3.6v12.8"/>"#,
            Self::PanelRight => {
                r#"<rect x="2.8" y="3.6" width="14.4" height="12.8" rx="1.6"/><path d="M12.4 3.6v12.8"/>"#
            }
            Self::Asterisk => r#"<path d="M10 3v14M3.9 6.5l12.2 7M16.1 6.5l-12.2 7"/>"#,
            Self::Pin => r#"<path d="M10 17.2V11M6.4 3.4h7.2M7.4 3.4v4.8L5.2 11h9.6l-2.2-2.8V3.4"/>"#,
            Self::Copy => {
                r#"<rect x="6.6" y="6.6" width="10" height="10" rx="1.4"/><path d="M13.4 6.6V3.4h-10v10h3.2"/>"#
            }
            Self::Dots => r#"<path d="M5 10h.01M10 10h.01M15 10h.01" class="dots"/>"#,
            Self::Plus => r#"<path d="M10 4.4v11.2M4.4 10h11.2"/>"#,
            Self::Download => r#"<path d="M10 3.2v9M6.8 9.2 10 12.4l3.2-3.2M4 16.4h12"/>"#,
            Self::Keyboard => {
                r#"<rect x="2.4" y="5" width="15.2" height="10" rx="1.6"/><path d="M5.4 8.4h.01M8.4 8.4h.01M11.4 8.4h.01M14.4 8.4h.01M7 11.8h6"/>"#
            }
            Self::Zoom => r#"<circle cx="8.8" cy="8.8" r="5.2"/><path d="m12.8 12.8 4 4M8.8 6.6V11M6.6 8.8H11"/>"#,
        }
    }
}

/// A glyph. It is never the only name of a thing: give the control beside it a text or a label.
#[component]
pub fn Icon(
    /// Which.
    name: Name,
) -> impl IntoView {
    view! { <svg class="icon" viewBox="0 0 20 20" aria-hidden="true" inner_html=name.markup()></svg> }
}
