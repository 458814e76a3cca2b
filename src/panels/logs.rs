//! A log group, as CloudWatch lists its events: oldest first, with a filter.

use leptos::{html, prelude::*};

use super::{Head, part};
use crate::derived::Derived;
use crate::store::Inspected;
use crate::widgets::format;
use crate::widgets::icon::Name;

/// From here to there stands the time of day in a timestamp: `09:00:00.389` of `2026-01-05T09:00:00.389Z`.
const TIME_OF_DAY: std::ops::Range<usize> = 11..23;

/// So near the end of the scroll counts as the end, CSS pixels.
const AT_END_PX: i32 = 24;

/// A log group.
#[component]
pub fn Logs(
    /// Its name.
    name: String,
) -> impl IntoView {
    let lines = part(|inspected| match inspected {
        Inspected::Logs { lines, .. } => Some(lines.clone()),
        _ => None,
    });
    let total = part(|inspected| match inspected {
        Inspected::Logs { total, .. } => Some(*total),
        _ => None,
    });
    let wanted = RwSignal::new(String::new());
    let kind =
        Signal::derive(move || format!("CloudWatch log group, {}", format::counted(total.get(), "event", "events")));
    let found = Derived::new(move |_| {
        let wanted = wanted.get().to_lowercase();
        lines.with(|lines| {
            let keeps = |text: &str| wanted.is_empty() || text.to_lowercase().contains(&wanted);
            lines
                .iter()
                .enumerate()
                .filter(|(_, line)| keeps(&line.text))
                .map(|(index, line)| (index, line.clone()))
                .collect::<Vec<_>>()
        })
    });
    // The newest events stand at the end: the list stays there while it grows, unless the learner has scrolled away.
    let body = NodeRef::<html::Div>::new();
    Effect::new(move |before: Option<i32>| {
        found.with(|_| ());
        let Some(body) = body.get() else { return 0 };
        let was_at_end = before.is_none_or(|height| body.scroll_top() + body.client_height() + AT_END_PX >= height);
        if was_at_end {
            body.set_scroll_top(body.scroll_height());
        }
        body.scroll_height()
    });
    let cut = move || {
        let hidden = total.get().saturating_sub(lines.with(Vec::len));
        (hidden > 0).then(|| view! { <p>{format!("{} older events are not shown.", format::count(hidden as u64))}</p> })
    };
    let nothing = move || {
        let says = match (lines.with(Vec::is_empty), found.with(Vec::is_empty)) {
            (true, _) => "No log events yet. A handler writes here when it runs.",
            (false, true) => "No event contains that text.",
            _ => return None,
        };
        Some(view! { <p class="empty">{says}</p> })
    };
    view! {
        <Head family="observability" glyph=Name::LogLines kind name/>
        <div class="logs__filter">
            <input
                class="input" type="search" placeholder="Filter events" aria-label="Filter: text contains"
                on:input=move |event| wanted.set(event_target_value(&event))
            />
            <kbd>"/"</kbd>
        </div>
        <div class="panel__body" tabindex="0" node_ref=body>
            {cut}{nothing}
            <ol class="logs">
                <For each=move || found.get() key=|(index, line)| (*index, line.at_us.to_bits()) let:entry>
                    {
                        let (_, line) = entry;
                        let time = line.timestamp.get(TIME_OF_DAY).unwrap_or(&line.timestamp).to_owned();
                        let whole = format!("{} \u{b7} {}", line.timestamp, line.stream);
                        view! {
                            <li title=whole>
                                <details>
                                    <summary><time>{time}</time><span>{line.text.clone()}</span></summary>
                                    <small>{line.timestamp}<br/>{line.stream}</small>
                                </details>
                            </li>
                        }
                    }
                </For>
            </ol>
        </div>
    }
    .into_any()
}
