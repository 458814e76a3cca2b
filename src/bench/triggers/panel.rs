//! The triggers of the function that is open: listed, added for a bucket, and taken away. Each change is AWS's own calls.

use cloud::http::Request;
use cloud::services::s3::bucket_arn;
use cloud::services::s3::notification::{Configuration, End, FilterRule, FunctionConfiguration};
use cloud::sim::trace::Place;
use leptos::prelude::*;

use super::S3;
use crate::bench::calls;
use crate::bench::work::Work;
use crate::derived::Derived;
use crate::panels::api::forms::{Choice, Field, Sends, same, sends};
use crate::panels::api::work::Act;
use crate::store::bench::Trigger;
use crate::store::{Action, Dispatch, Selection, Store};
use crate::widgets::icon::{Icon, Name};

/// The calls that are made here, by name.
const PERMIT: &str = "AddPermission";
const NOTIFY: &str = "PutBucketNotificationConfiguration";
/// What of a bucket can be a trigger, with its words.
const EVENTS: [(&str, &str); 3] =
    [("s3:ObjectCreated:*", "in any way"), ("s3:ObjectCreated:Put", "by PUT"), ("s3:ObjectRemoved:*", "in any way")];

/// What calls the function by itself.
#[component]
pub fn Triggers() -> impl IntoView {
    let store = expect_context::<Store>();
    let act = Act::new();
    let triggers = Derived::new(move |_| {
        store.bench.with(|bench| bench.as_ref().map(|one| one.triggers.clone()).unwrap_or_default())
    });
    let adds = RwSignal::new(false);
    let list = move || {
        let all = triggers.get();
        if all.is_empty() {
            return view! { <p class="empty">"Nothing calls it by itself. It runs when it is tested here, or when a program invokes it."</p> }
                .into_any();
        }
        view! { <ul class="statements">{all.into_iter().map(|one| row(one, act)).collect_view()}</ul> }.into_any()
    };
    view! {
        <div class="access">
            <section class="sect">
                <h3>"What calls it"</h3>
                <p class="access__lead">"A trigger is set up where the event arises: in a bucket, or in an API. That it may call is a statement of the function\u{2019}s own policy."</p>
                {list}
                {act.says()}
                {move || match adds.get() {
                    true => view! { <Add done=Callback::new(move |()| adds.set(false))/> }.into_any(),
                    false => view! {
                        <button class="btn btn--line" type="button" on:click=move |_| adds.set(true)><Icon name=Name::Plus/>"Add a bucket\u{2019}s trigger"</button>
                    }
                    .into_any(),
                }}
                <p class="access__managed">"Routes are added in an API\u{2019}s own panel."</p>
            </section>
        </div>
    }
    .into_any()
}

fn row(trigger: Trigger, act: Act) -> AnyView {
    let dispatch = Dispatch::from_context();
    let (store, work) = (expect_context::<Store>(), Work::from_context());
    let Trigger { from, kind, when, permitted, id } = trigger;
    let (chip, says) = match permitted {
        Some(true) => ("chip chip--ok", "May call"),
        Some(false) => ("chip chip--fail", "May not call"),
        None => ("chip", "By its own rules"),
    };
    let title = from.to_string();
    let look = {
        let from = from.clone();
        move |_| {
            dispatch.send(Action::Open(None));
            dispatch.send(Action::Select(Some(Selection::Place(from.clone()))));
        }
    };
    let bucket = match &from {
        Place::Bucket(bucket) => Some(bucket.clone()),
        _ => None,
    };
    let permit = bucket.clone().filter(|_| permitted == Some(false)).map(|bucket| {
        let permit = move |_| act.make(PERMIT, permission(store, work, &bucket));
        view! { <button class="btn btn--text" type="button" on:click=permit>"Let it call"</button> }
    });
    let remove = bucket.zip(id).map(|(bucket, id)| {
        let label = format!("Take it away: {title}, {when}");
        let remove = move |_| {
            let mut configuration = configuration_of(store, &bucket);
            configuration.functions.retain(|one| one.id != id);
            act.make(NOTIFY, calls::put_notification(&bucket, &configuration));
        };
        view! { <button class="btn btn--quiet" type="button" aria-label=label title="Take it away" on:click=remove><Icon name=Name::Cross/></button> }
    });
    view! {
        <li>
            <span class=chip>{says}</span>
            <span><button class="link" type="button" on:click=look><Icon name=Name::of_place(&from)/>" "<b class="mono">{title}</b></button>", "{kind}<br/><span class="mono">{when}</span></span>
            <span>{permit}{remove}</span>
        </li>
    }
    .into_any()
}

/// Whom a bucket tells now.
fn configuration_of(store: Store, bucket: &str) -> Configuration {
    let found = store.bench.with_untracked(|bench| {
        let facts = bench.as_ref()?.buckets.iter().find(|facts| *facts.name == *bucket)?;
        Some(Configuration::clone(&facts.tells))
    });
    found.unwrap_or_default()
}

/// The first name of these that is not taken: `trigger`, `trigger-2`.
fn unused(is_taken: impl Fn(&str) -> bool, name: &str) -> String {
    let mut names = std::iter::once(name.to_owned()).chain((2..).map(|number| format!("{name}-{number}")));
    names.find(|name| !is_taken(name)).expect("not all numbers are taken")
}

/// `AddPermission` for a bucket.
fn permission(store: Store, work: Work, bucket: &str) -> Request {
    let function = work.function.with_untracked(|function| function.as_ref().map(|own| own.name.to_string()));
    let is_taken = |id: &str| {
        store.bench.with_untracked(|bench| bench.iter().any(|bench| bench.grants.iter().any(|(held, _)| held == id)))
    };
    let id = unused(is_taken, &format!("s3-{}", bucket.replace('.', "-")));
    calls::add_permission(&function.unwrap_or_default(), &id, S3, &bucket_arn(bucket))
}

/// The form for another trigger.
#[component]
fn Add(
    /// Told when it is there, or is no longer wanted.
    done: Callback<()>,
) -> impl IntoView {
    let act = Act::new();
    let store = expect_context::<Store>();
    let work = Work::from_context();
    let facts = Derived::new(move |_| {
        store.bench.with(|bench| bench.as_ref().map(|bench| bench.buckets.clone()).unwrap_or_default())
    });
    let first = facts.with_untracked(|facts| facts.first().map_or_else(String::new, |first| first.name.to_string()));
    let (bucket, event) = (RwSignal::new(first), RwSignal::new(EVENTS[0].0.to_owned()));
    let (prefix, suffix) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let names =
        Derived::new(move |_| facts.with(|facts| facts.iter().map(|facts| facts.name.to_string()).collect::<Vec<_>>()));
    let events = Signal::stored(EVENTS.map(|(event, words)| (event.to_owned(), format!("{event}, {words}"))).to_vec());
    let may_call = Derived::new(move |_| {
        facts.with(|facts| bucket.with(|name| facts.iter().any(|facts| *facts.name == **name && facts.may_call)))
    });
    let will_send = Signal::derive(move || match may_call.get() {
        true => vec![NOTIFY],
        false => vec![PERMIT, NOTIFY],
    });
    let is_ready = move || bucket.with(|bucket| !bucket.is_empty()) && !act.is_busy();
    let add = move |submit: leptos::ev::SubmitEvent| {
        submit.prevent_default();
        let Some(arn) = work.function.with_untracked(|function| function.as_ref().map(|own| own.arn())) else { return };
        if !untrack(is_ready) {
            return;
        }
        let name = bucket.get_untracked();
        let mut configuration = configuration_of(store, &name);
        let rule = |end: End, value: String| (!value.is_empty()).then(|| FilterRule { end, value: value.into() });
        let wanted = event.get_untracked();
        let events = EVENTS.iter().map(|(event, _)| *event).filter(|event| *event == wanted).collect();
        configuration.functions.push(FunctionConfiguration {
            id: unused(|id| configuration.functions.iter().any(|one| *one.id == *id), "trigger").into(),
            function_arn: arn.into(),
            events,
            rules: [rule(End::Prefix, prefix.get_untracked()), rule(End::Suffix, suffix.get_untracked())]
                .into_iter()
                .flatten()
                .collect(),
        });
        let permit = (!may_call.get_untracked()).then(|| permission(store, work, &name));
        let notify = calls::put_notification(&name, &configuration);
        act.run(move |aws| {
            Box::pin(async move {
                if let Some(permit) = permit {
                    aws.send(PERMIT, permit).await?;
                }
                aws.send(NOTIFY, notify).await?;
                done.try_run(());
                Ok(())
            })
        });
    };
    view! {
        <form class="card" on:submit=add novalidate>
            <Choice label="Bucket" options=same(names) value=bucket/>
            <Choice label="When" options=events value=event/>
            <div class="triggers__keys">
                <Field label="Keys that begin with" value=prefix placeholder="photos/" is_first=true/>
                <Field label="and end with" value=suffix placeholder=".jpg"/>
            </div>
            <Sends calls=will_send/>
            <div class="api__do">
                {sends(is_ready, || "Add it".to_owned())}
                <button class="btn btn--text" type="button" on:click=move |_| done.run(())>"Leave it"</button>
            </div>
            {act.says()}
        </form>
    }
    .into_any()
}
