//! Native benches. Each prints a JSON line: name, value, unit, goal.

use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Instant;

use bytes::Bytes;
use cloud::http::Request;
use cloud::invocation::{InvocationId, Next, Outcome, Progress, RunId};
use cloud::kernel::{Cloud, Output, Step};
use cloud::services::cloudformation::create_stack_request;
use cloud::sim::queue::Queue;
use cloud::sim::rng::Rng;
use cloud::sim::time::Time;
use cloud::sim::trace::HopId;
use cloud::verdict::Principal;
use cloud::view;
use serde_json::json;

/// Counts the bytes that are allocated now.
struct Counting;

static ALLOCATED: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call is passed on to the system's allocator as it came; only a counter is kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATED.fetch_add(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        ALLOCATED.fetch_sub(layout.size(), Ordering::Relaxed);
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn main() {
    queue();
    let cloud = chains(20_000);
    drop(cloud);
    let cloud = chains_quietly(8_000);
    going_back(&cloud);
    drop(cloud);
    let few = requests_through_an_api(1, 10_000);
    report("10,000 requests through a REST API, one after another, history kept", few, "s", 1.0, false);
    let many = requests_through_an_api(300, 10_000);
    // Half as much again is what a larger tree in colder memory may take; a search through all routes would take more.
    report("the same where the API has 300 routes, beside one", many / few, "times", 1.5, false);
}

fn report(name: &str, value: f64, unit: &str, goal: f64, higher_is_better: bool) {
    let better = if higher_is_better { "higher" } else { "lower" };
    println!("{}", json!({"name": name, "value": value, "unit": unit, "goal": goal, "better": better}));
}

/// A queue that holds ten thousand events, each taken out putting in another.
fn queue() {
    const EVENTS: u32 = 2_000_000;
    let mut rng = Rng::new(1);
    let mut queue = Queue::default();
    for event in 0..10_000_u32 {
        queue.push(Time(rng.below(1_000_000)), event);
    }
    let begun = Instant::now();
    for _ in 0..EVENTS {
        let (at, event) = queue.pop().expect("as many are put in as are taken out");
        queue.push(Time(at.0 + rng.below(1_000_000)), event);
    }
    black_box(&queue);
    report("queue events", f64::from(EVENTS) / begun.elapsed().as_secs_f64(), "events/s", 1_000_000.0, true);
}

fn world() -> Cloud {
    let template = include_str!("../../../lessons/01-thumbnail/template.yaml");
    let mut cloud = Cloud::new(7);
    cloud.submit(Principal::Root, create_stack_request("bench", template));
    cloud.run(usize::MAX);
    cloud.take_outputs();
    cloud.mark_origin();
    cloud
}

fn request(method: &str, bucket: &str, key: &str) -> Request {
    Request {
        method: method.to_owned(),
        host: format!("{bucket}.s3.us-east-1.amazonaws.com"),
        path: format!("/{key}"),
        ..Request::default()
    }
}

/// A handler that computes nothing: fetches the object, writes it to the other bucket, returns.
fn progress(invocation: InvocationId, stretch: u8, body: &Bytes) -> Progress {
    let key = format!("photos/{}.jpg", invocation.0 - 1);
    let next = match stretch {
        0 => Next::Call(request("GET", "my-original-images", &key)),
        1 => Next::Call(
            request("PUT", "my-thumbnails", &format!("thumbnails/{key}"))
                .with_header("content-type", "image/jpeg")
                .with_body(body.clone()),
        ),
        _ => Next::End(Outcome::Returned(Bytes::from_static(b"{\"statusCode\": 200}"))),
    };
    Progress::new(0, 0, next)
}

fn run_chains(cloud: &mut Cloud, count: usize, body: &Bytes) {
    for number in 0..count {
        let put = request("PUT", "my-original-images", &format!("photos/{number}.jpg"))
            .with_header("content-type", "image/jpeg")
            .with_body(body.clone());
        cloud.submit(Principal::Root, put);
    }
    let mut stretches = vec![0_u8; count + 1];
    while cloud.run(usize::MAX) == Step::Waiting {
        for output in cloud.take_outputs() {
            let Some(run @ RunId::Invocation(invocation)) = output.run() else { continue };
            let stretch = &mut stretches[invocation.0 as usize];
            cloud.progress(run, progress(invocation, *stretch, body));
            *stretch += 1;
        }
    }
}

fn chains_quietly(count: usize) -> Cloud {
    let mut cloud = world();
    run_chains(&mut cloud, count, &Bytes::from(vec![7; 1_000]));
    let stored = cloud.world().s3().bucket("my-thumbnails").map_or(0, |bucket| bucket.object_count());
    assert_eq!(stored, count, "every chain ends in a thumbnail");
    cloud
}

fn chains(count: usize) -> Cloud {
    let allocated = ALLOCATED.load(Ordering::Relaxed);
    let begun = Instant::now();
    let cloud = chains_quietly(count);
    let seconds = begun.elapsed().as_secs_f64();
    let hops = cloud.trace().hops.len();
    let bytes = ALLOCATED.load(Ordering::Relaxed) - allocated;
    report("upload-to-thumbnail chains, history kept", count as f64 / seconds, "chains/s", 20_000.0, true);
    report("memory a hop, beside bodies", bytes as f64 / hops as f64, "bytes", 2_000.0, false);
    cloud
}

/// Everything that the page shows of a moment, at hops all over a history.
fn going_back(cloud: &Cloud) {
    let trace = cloud.trace();
    let hops = u64::try_from(trace.hops.len()).expect("a count fits");
    assert!(hops >= 100_000, "the history has {hops} hops");
    let mut rng = Rng::new(3);
    let mut worst: f64 = 0.0;
    for _ in 0..200 {
        let hop = HopId(u32::try_from(rng.below(hops)).expect("hops are numbered in 32 bits"));
        let at = trace.hops[hop.0 as usize].at;
        let mut times = [0.0; 3].map(|_: f64| {
            let begun = Instant::now();
            black_box(view::stage::stage(trace, hop));
            black_box(view::stage::tokens(trace, view::micros(trace, at)));
            black_box(view::caption::caption(trace, hop, false));
            black_box(view::bill::bill(trace, at));
            begun.elapsed().as_secs_f64() * 1_000.0
        });
        // The middle of three: a machine that does something else for a moment is no slow hop.
        times.sort_by(f64::total_cmp);
        worst = worst.max(times[1]);
    }
    report("back to any of 100,000 hops, the slowest of 200", worst, "ms", 16.0, false);
}

/// How long so many requests take, one after another, through an API with so many routes to a handler that computes
/// nothing; in seconds.
fn requests_through_an_api(routes: usize, count: usize) -> f64 {
    const METHODS: [&str; 3] = ["get", "post", "put"];
    let mut paths = serde_json::Map::new();
    for route in 0..routes {
        // The last is called; a template has no room for a function in all.
        let integration = match route + 1 == routes {
            true => json!({
                "type": "aws_proxy", "httpMethod": "POST",
                "uri": {"Fn::Sub": "arn:aws:apigateway:us-east-1:lambda:path/2015-03-31/functions/${Null.Arn}/invocations"},
            }),
            false => json!({"type": "mock"}),
        };
        let path = paths.entry(format!("/users/{}", route / 3)).or_insert_with(|| json!({}));
        path[METHODS[route % 3]] = json!({"x-amazon-apigateway-integration": integration});
    }
    let template = json!({
        "Transform": "AWS::Serverless-2016-10-31",
        "Resources": {
            "Null": {
                "Type": "AWS::Serverless::Function",
                "Properties": {"Runtime": "nodejs24.x", "Handler": "index.handler", "InlineCode": "exports.handler = 0"},
            },
            "Permission": {
                "Type": "AWS::Lambda::Permission",
                "Properties": {
                    "Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Null"}, "Principal": "apigateway.amazonaws.com",
                },
            },
            "Api": {
                "Type": "AWS::Serverless::Api",
                "Properties": {
                    "StageName": "prod",
                    "DefinitionBody": {"openapi": "3.0.1", "info": {"title": "users", "version": "1"}, "paths": paths},
                },
            },
        },
    });
    let mut cloud = Cloud::new(7);
    cloud.submit(Principal::Root, create_stack_request("bench", &template.to_string()));
    cloud.run(usize::MAX);
    for output in cloud.take_outputs() {
        if let Output::Response { response, .. } = output {
            assert!(response.is_success(), "{}", String::from_utf8_lossy(&response.body));
        }
    }
    let api = cloud.world().apigateway().apis.keys().next().expect("the stack has an API").clone();
    let mut call = request("GET", "", &format!("prod/users/{}", (routes - 1) / 3));
    call.host = format!("{api}.execute-api.us-east-1.amazonaws.com");
    call.method = METHODS[(routes - 1) % 3].to_uppercase();
    let begun = Instant::now();
    for _ in 0..count {
        cloud.submit(Principal::Root, call.clone());
        let mut answered = false;
        loop {
            let step = cloud.run(usize::MAX);
            for output in cloud.take_outputs() {
                match output {
                    Output::Init(init) => cloud
                        .progress(RunId::Init(init.environment), Progress::new(0, 0, Next::End(Outcome::Initialised))),
                    Output::Invoke(invoke) => {
                        let body = Bytes::from_static(br#"{"statusCode": 200, "body": "[]"}"#);
                        let next = Next::End(Outcome::Returned(body));
                        cloud.progress(RunId::Invocation(invoke.invocation), Progress::new(0, 0, next));
                    }
                    Output::Response { response, .. } => {
                        assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(&response.body));
                        answered = true;
                    }
                    _ => {}
                }
            }
            if answered && step == Step::Settled {
                break;
            }
        }
    }
    begun.elapsed().as_secs_f64()
}
