//! The whole run at a glance, with the part in view as a window to drag, and the playhead.

use std::fmt::Write as _;

use cloud::view::tape::{SpanKind, Tape};
use leptos::html::Div;
use leptos::prelude::*;

use super::desk::Desk;
use super::folded::Folded;
use super::scale::Scale;
use crate::derived::Derived;
use crate::map::look::{size_of, style};
use crate::store::{Action, Dispatch};
use crate::widgets::format;

/// How finely the overview is drawn.
const COLUMNS: usize = 400;

/// The overview.
#[component]
pub fn Overview(
    /// The tape's shared part.
    desk: Desk,
) -> impl IntoView {
    let store = desk.store;
    let dispatch = Dispatch::from_context();
    let frame = NodeRef::<Div>::new();
    let head = NodeRef::<Div>::new();
    let size = size_of(frame);
    // All of the run, whatever is in view.
    let whole = Derived::new(move |_| desk.folded.with(|folded| Scale::new(folded.clone(), None, 1.0)).to);
    let part = move |us: f64| desk.folded.with(|folded| folded.at(us)) / whole.get().max(1.0);
    let marks = move || store.tape.with(|tape| desk.folded.with(|folded| draw(tape, folded, whole.get())));
    let window = move || {
        desk.window.get().map(|(from, to)| {
            let whole = whole.get().max(1.0);
            format!("left:{:.3}%;width:{:.3}%", from / whole * 100.0, (to - from) / whole * 100.0)
        })
    };
    Effect::new(move |_| {
        let x = part(store.at_us.get()).clamp(0.0, 1.0) * size.get().width;
        if let Some(head) = head.get() {
            style(&head, "transform", &format!("translateX({x:.1}px)"));
        }
    });
    let drag = StoredValue::new(None::<(f64, Option<f64>)>);
    let go = move |x: f64| {
        let Some((_, grabbed)) = drag.get_value() else { return };
        let at = (x / size.get_untracked().width.max(1.0)).clamp(0.0, 1.0) * whole.get_untracked();
        match (grabbed, desk.window.get_untracked()) {
            (Some(grabbed), Some((from, to))) => {
                let from = (at - grabbed).clamp(0.0, (whole.get_untracked() - (to - from)).max(0.0));
                let length = to - desk.window.get_untracked().map_or(to, |(from, _)| from);
                desk.window.set(Some((from, from + length)));
            }
            _ => dispatch.send(Action::Seek(desk.folded.with_untracked(|folded| folded.us(at)))),
        }
    };
    let at_of = move |event: &web_sys::PointerEvent| {
        let left = frame.get_untracked().map_or(0.0, |frame| frame.get_bounding_client_rect().left());
        f64::from(event.client_x()) - left
    };
    let value = Derived::new(move |_| (store.at_us.get() / 10_000.0).round() * 10.0);
    view! {
        <div class="over" node_ref=frame role="slider" tabindex="0" aria-label="Playhead"
            aria-valuemin="0" aria-valuemax=move || format!("{:.0}", store.tape.with(|tape| tape.end_us) / 1_000.0)
            aria-valuenow=move || format!("{:.0}", value.get())
            aria-valuetext=move || format::ms(value.get() * 1_000.0)
            on:pointerdown=move |event| {
                let x = at_of(&event);
                let at = x / size.get_untracked().width.max(1.0) * whole.get_untracked();
                let inside = desk.window.get_untracked().filter(|(from, to)| (*from..=*to).contains(&at));
                drag.set_value(Some((x, inside.map(|(from, _)| at - from))));
                if let Some(frame) = frame.get_untracked() {
                    // Fails only for a pointer that is gone already.
                    let _ = frame.set_pointer_capture(event.pointer_id());
                }
                go(x);
            }
            on:pointermove=move |event| go(at_of(&event))
            on:pointerup=move |_| drag.set_value(None)
            on:pointercancel=move |_| drag.set_value(None)>
            <svg viewBox="0 0 1000 18" preserveAspectRatio="none" aria-hidden="true" inner_html=marks></svg>
            <div class="over__window" class:is-whole=move || desk.window.get().is_none() style=window></div>
            <div class="over__now" node_ref=head></div>
        </div>
    }
    .into_any()
}

/// Messages as strokes, starts and work as bars; drawn by columns, so that a thousand cost no more than ten.
fn draw(tape: &Tape, folded: &Folded, whole: f64) -> String {
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "columns")]
    let column =
        |us: f64| ((folded.at(us) / whole.max(1.0)) * COLUMNS as f64).clamp(0.0, COLUMNS as f64 - 1.0) as usize;
    let (mut cold, mut hot) = (vec![false; COLUMNS], vec![false; COLUMNS]);
    for span in tape.lanes.iter().flat_map(|lane| &lane.spans) {
        let bar = match span.kind {
            SpanKind::Init => &mut cold,
            SpanKind::Handler | SpanKind::Reply => &mut hot,
            _ => continue,
        };
        bar[column(span.from_us)..=column(span.to_us)].fill(true);
    }
    let (mut sent, mut failed) = (vec![0_u32; COLUMNS], vec![false; COLUMNS]);
    for arrow in &tape.arrows {
        sent[column(arrow.sent_us)] += 1;
        failed[column(arrow.received_us)] |= arrow.failed;
    }
    let mut svg = String::from(r#"<path class="over__base" d="M0 14.5H1000"/>"#);
    let most = sent.iter().copied().max().unwrap_or(1).max(1);
    let mut strokes = [String::new(), String::new()];
    for (at, number) in sent.iter().enumerate() {
        let x = at as f64 * 2.5 + 0.8;
        if *number > 0 {
            let height = 4.0 + 6.0 * f64::from(*number) / f64::from(most);
            let _ = write!(strokes[0], "M{x:.1} 14v-{height:.1}");
        }
        if failed[at] {
            let _ = write!(strokes[1], "M{x:.1} 14v-11");
        }
    }
    for (bar, class, y) in [(&cold, "over__cold", 11), (&hot, "over__hot", 13)] {
        let mut from = None;
        for at in 0..=COLUMNS {
            match (from, bar.get(at) == Some(&true)) {
                (None, true) => from = Some(at),
                (Some(start), false) => {
                    let (x, width) = (start as f64 * 2.5, (at - start) as f64 * 2.5);
                    let _ = write!(svg, r#"<rect class="{class}" x="{x}" y="{y}" width="{width}" height="3.5"/>"#);
                    from = None;
                }
                _ => {}
            }
        }
    }
    let _ =
        write!(svg, r#"<path class="over__sent" d="{}"/><path class="over__failed" d="{}"/>"#, strokes[0], strokes[1]);
    svg
}
