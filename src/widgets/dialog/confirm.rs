//! A question before something that cannot be taken back, or that somebody else's work asks for: what happens, and two
//! buttons that say what they do. The one that changes nothing has the focus.

use leptos::prelude::*;

use super::Dialog;

/// Asks while `open`.
#[component]
pub fn Confirm(
    /// Whether it stands. Set to false by either answer.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What happens then, in sentences.
    #[prop(into)]
    says: Signal<String>,
    /// The verb that does it.
    yes: &'static str,
    /// The verb that leaves all as it is.
    no: &'static str,
    /// Told when the learner says so.
    then: Callback<()>,
) -> impl IntoView {
    let take = move |_| {
        open.set(false);
        then.run(());
    };
    view! {
        <Dialog open title>
            <p>{says}</p>
            <div class="dialog__do">
                <button class="btn btn--ink" type="button" on:click=take>{yes}</button>
                <button class="btn btn--line" type="button" data-focus="true" on:click=move |_| open.set(false)>{no}</button>
            </div>
        </Dialog>
    }
    .into_any()
}
