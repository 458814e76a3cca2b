//! Where a call's time went: a bar in the colours of those who took it, and their names.

use leptos::prelude::*;

use crate::derived::Derived;
use crate::store::Store;
use crate::store::client::Share;
use crate::widgets::format;

/// The time of the call at the playhead, by who took it.
#[component]
pub fn Timing() -> impl IntoView {
    let store = expect_context::<Store>();
    let parts = Derived::new(move |_| {
        store.call.with(|call| call.as_ref().map(|call| (call.shares.clone(), call.took_us)).unwrap_or_default())
    });
    move || {
        let (shares, took) = parts.get();
        if shares.is_empty() {
            return ().into_any();
        }
        let sum: f64 = shares.iter().map(|share| share.us).sum();
        let title = match took {
            Some(took) => format!("Where {} went", format::ms(took)),
            None => "Where the time goes".to_owned(),
        };
        let spoken: Vec<String> =
            shares.iter().map(|share| format!("{} {} ms", share.name, format::ms_short(share.us / 1_000.0))).collect();
        view! {
            <section class="call__time" aria-label=title.clone()>
                <p>{title.clone()}</p>
                <div class="call__shares" role="img" aria-label=spoken.join(", ")>{shares.iter().map(|share| piece(share, sum)).collect_view()}</div>
                <dl>{shares.iter().map(row).collect_view()}</dl>
            </section>
        }
        .into_any()
    }
}

fn piece(share: &Share, sum: f64) -> AnyView {
    let part = share.us / sum.max(1.0) * 100.0;
    view! { <i class=format!("is-{}", share.token) style=format!("flex-grow:{part:.3}") title=share.name.clone()></i> }
        .into_any()
}

fn row(share: &Share) -> AnyView {
    view! {
        <div>
            <dt><i class=format!("is-{}", share.token) aria-hidden="true"></i><span>{share.name.clone()}</span></dt>
            <dd>{format!("{} ms", format::ms_short(share.us / 1_000.0))}</dd>
        </div>
    }
    .into_any()
}
