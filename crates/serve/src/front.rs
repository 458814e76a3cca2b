//! The HTTP server: connections in, answers out. What is asked of the cloud goes through [`Front::answer`].
//!
//! hyper does HTTP/1.1: keep-alive, `Expect: 100-continue`, chunked bodies, limits on heads; it is what most Rust
//! servers stand on, and is kept well. One thread of tokio is enough, since the cloud does one thing at a time. AWS's
//! services speak HTTP/1.1 to SDKs, so HTTP/2 is left out.
//!
//! What that costs was measured: of a GetItem's 49 µs of CPU time, one at a time, a server that does nothing takes 26, for
//! that is the system's part. A trial with an event loop of its own and a parser of heads in the place of both took 44. It
//! would not be worth what is kept well.

use std::cell::{Cell, Ref, RefCell};
use std::convert::Infallible;
use std::io;
use std::net::Ipv4Addr;
use std::pin::pin;
use std::rc::Rc;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use cloud::caller::{Received, caller_known};
use cloud::error::ServiceError;
use cloud::gateway;
use cloud::http::{Headers, Request, Response};
use cloud::protocol::sigv4;
use cloud::protocol::sigv4::signing::SigningKeys;
use cloud::services::s3;
use cloud::sim::rng::Rng;
use cloud::sim::time::{Span, Time};
use cloud::verdict::Principal;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use hyper_util::server::graceful::{GracefulConnection, GracefulShutdown};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;

use crate::clock::{self, Clock};
use crate::coverage::Refused;
use crate::host::{Host, HostError};
use crate::patient::Patient;
use crate::state::Start;
use crate::watch::Watch;
use crate::wire::{self, Outgoing};
use crate::{admin, body, routing};

/// Bytes of a request's address and header fields. S3 takes 8 KB of a PUT's fields and answers 400; a signed address
/// with a session's token may be longer, and hyper's status for what it notices itself is 431.
const MAX_HEAD_BYTES: usize = 32 * 1024;
/// Connections at once; further ones wait to be accepted. Most systems let a program hold 1,024 files.
const MAX_CONNECTIONS: usize = 1_000;
/// How long requests under way may take to end once the server is to stop.
const STOP_TIMEOUT: Duration = Duration::from_secs(5);
/// How long to wait after the system has refused a connection: it has no descriptors left, and some will be free soon.
const ACCEPT_PAUSE: Duration = Duration::from_millis(50);

/// The server.
pub struct Front {
    host: RefCell<Host>,
    template: Option<String>,
    auth: bool,
    patience: Duration,
    watch: Watch,
    clock: Cell<Clock>,
    refused: RefCell<Refused>,
    /// What requests were signed with before.
    signing_keys: RefCell<SigningKeys>,
    /// Ids of answers that the cloud did not give. They come from the seed as well, and take nothing from its own.
    ids: RefCell<Rng>,
}

impl Front {
    /// A server that has not begun.
    #[must_use]
    pub fn new(start: Start, auth: bool, patience: Duration) -> Rc<Self> {
        Rc::new(Self {
            clock: Cell::new(Clock::from(clock::wall().max(start.host.now()))),
            ids: RefCell::new(Rng::new(start.host.seed())),
            host: RefCell::new(start.host),
            template: start.template,
            auth,
            patience,
            watch: Watch::new(),
            refused: RefCell::default(),
            signing_keys: RefCell::default(),
        })
    }

    /// The cloud, to be saved.
    pub fn host(&self) -> Ref<'_, Host> {
        self.host.borrow()
    }

    /// Now, virtual.
    pub fn now(&self) -> Time {
        self.clock.get().now()
    }

    /// The calls of this run that asked for what is not simulated.
    pub fn refused(&self) -> Ref<'_, Refused> {
        self.refused.borrow()
    }

    /// Serves this machine on `port` until the process is told to stop. Says where on the standard output.
    ///
    /// # Errors
    /// When the port cannot be had.
    pub async fn serve(self: Rc<Self>, port: u16) -> io::Result<()> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?;
        crate::say(&format!("Coldstart is at http://{}", listener.local_addr()?));
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let graceful = GracefulShutdown::new();
        tokio::task::spawn_local(self.watch.clone().run());
        let mut stop = pin!(stop_signal()?);
        loop {
            let accept = async {
                let place = Arc::clone(&places).acquire_owned().await.expect("the semaphore is never closed");
                (listener.accept().await, place)
            };
            let (stream, place) = tokio::select! {
                () = &mut stop => break,
                accepted = accept => accepted,
            };
            match stream {
                Ok((stream, _)) => {
                    let connection = graceful.watch(self.connection(stream));
                    tokio::task::spawn_local(async move {
                        // A client that breaks off has been told what there was to tell.
                        let _ = connection.await;
                        drop(place);
                    });
                }
                Err(_) => tokio::time::sleep(ACCEPT_PAUSE).await,
            }
        }
        let _ = tokio::time::timeout(STOP_TIMEOUT, graceful.shutdown()).await;
        Ok(())
    }

    fn connection(
        self: &Rc<Self>,
        stream: TcpStream,
    ) -> impl GracefulConnection<Error = hyper::Error, Output = hyper::Result<()>> + use<> {
        let front = Rc::clone(self);
        http1::Builder::new()
            .timer(self.watch.clone())
            .header_read_timeout(self.patience)
            .max_buf_size(MAX_HEAD_BYTES)
            .serve_connection(
                TokioIo::new(Patient::new(stream, self.watch.clone(), self.patience)),
                service_fn(move |incoming: hyper::Request<Incoming>| {
                    let front = Rc::clone(&front);
                    async move { Ok::<_, Infallible>(front.receive(incoming).await) }
                }),
            )
    }

    /// Reads a request whole, and answers it.
    async fn receive(&self, incoming: hyper::Request<Incoming>) -> Outgoing {
        let (head, incoming) = incoming.into_parts();
        let mut request = wire::request(&head);
        // hyper reads ahead and so notices a long head late; this makes the limit exact.
        if wire::head_bytes(&head) > MAX_HEAD_BYTES {
            let text = "Your request header section exceeds the maximum allowed size.";
            let error = ServiceError::new("RequestHeaderSectionTooLarge", 431, text)
                .with("MaxSizeAllowed", MAX_HEAD_BYTES.to_string());
            return wire::response(&self.refuse(&error, &routing::to_aws(request)));
        }
        match body::read(incoming, &request, &self.watch).await {
            Ok(body) => request.body = body,
            Err(error) => {
                let response = self.refuse(&error.into(), &routing::to_aws(request));
                return wire::response(&response);
            }
        }
        wire::response(&self.answer(request))
    }

    /// The whole path of a request: the server's own addresses, then signature, routing, the cloud.
    fn answer(&self, request: Request) -> Response {
        if let Some(asked) = admin::asked(&request) {
            return admin::answer(asked, self);
        }
        let sender = self.principal(&request);
        let host = request.host.clone();
        let routed = routing::to_aws(request);
        let principal = match sender {
            Ok(principal) => principal,
            Err(refusal) => {
                let mut response = gateway::refuse(&refusal, &routed, self.now(), &self.id());
                s3::let_page_read(&mut response, &routed, self.host().world());
                return response;
            }
        };
        let outline = outline(&routed);
        let asked = self.host.borrow_mut().ask(self.now(), principal, routed);
        match asked {
            Ok(response) => {
                self.refused.borrow_mut().count(&response);
                routing::from_aws(Arc::unwrap_or_clone(response), &outline, &host)
            }
            Err(error) => self.refuse(&ServiceError::new("InternalError", 500, error.to_string()), &outline),
        }
    }

    /// Who sent `request`, which is as it came.
    fn principal(&self, request: &Request) -> Result<Principal, sigv4::Refusal> {
        if !self.auth {
            return Ok(Principal::Root);
        }
        // Only what is not signed in its header may be a form that is signed within, or carry a token for an API, and is
        // looked at as AWS would.
        let header = request.headers.get("authorization");
        let in_header = header.is_some_and(|held| held.trim_start().starts_with("AWS"));
        let routed = (!in_header).then(|| routing::to_aws(request.clone()));
        let received = Received {
            request,
            routed: routed.as_ref().unwrap_or(request),
            bucket: routing::bucket_before_host(request),
            wall_s: clock::wall_s(),
            now: self.now(),
        };
        caller_known(&received, self.host().world(), &Principal::Anonymous, &mut self.signing_keys.borrow_mut())
    }

    /// The answer to a request that did not reach the cloud, in the form of the service that it was sent to.
    fn refuse(&self, error: &ServiceError, request: &Request) -> Response {
        gateway::answer_error(error, request, self.now(), &self.id())
    }

    fn id(&self) -> String {
        self.ids.borrow_mut().uuid()
    }

    /// Begins again with an empty cloud, or with the template's.
    ///
    /// # Errors
    /// When the template does not deploy; the cloud stays as it was.
    pub fn reset(&self) -> Result<(), HostError> {
        let mut host = self.host().anew();
        host.pass_to(clock::wall())?;
        if let Some(template) = &self.template {
            host.deploy(template)?;
        }
        self.clock.set(Clock::from(host.now()));
        *self.host.borrow_mut() = host;
        Ok(())
    }

    /// Lets `span` of virtual time pass, with all that is scheduled within it.
    ///
    /// # Errors
    /// When the work that begins in it does not end.
    pub fn pass(&self, span: Span) -> Result<(), HostError> {
        // The cloud may be ahead of the clock: it jumps where a client would only wait.
        let until = self.now().max(self.host().now()) + span;
        self.clock.set(Clock::from(until));
        self.host.borrow_mut().pass_to(until)
    }
}

/// A request without its fields and its body: what tells in which form it is answered.
fn outline(request: &Request) -> Request {
    let Request { method, host, path, query, .. } = request;
    let (method, host, path, query) = (method.clone(), host.clone(), path.clone(), query.clone());
    Request { method, host, path, query, headers: Headers::new(), body: Bytes::new() }
}

/// Waits for ctrl-c, or for what `kill` and service managers send.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    use tokio::signal::unix::{SignalKind, signal};
    let (mut interrupt, mut terminate) = (signal(SignalKind::interrupt())?, signal(SignalKind::terminate())?);
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Waits for ctrl-c.
#[cfg(not(unix))]
fn stop_signal() -> io::Result<impl Future<Output = ()>> {
    Ok(async {
        // Without a handler the system stops the process by itself.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending::<()>().await;
        }
    })
}
