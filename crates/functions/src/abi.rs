//! The border of the wasm module: four exports that take and give [frames](crate::frame), and an allocator that
//! notices when the memory which the worker granted is used up.
//!
//! An instance is one execution environment, and runs one invocation at a time:
//! - `function_alloc(length) -> pointer` of room for a frame, or 0 when there is no memory left for it.
//! - `function_start(pointer, length) -> pointer` and `function_resume(pointer, length) -> pointer` take such a
//!   frame over, compute, and give a frame back. It stays valid until the next call.
//! - `function_ran_out() -> u32` is 1 once an allocation has failed. It allocates nothing.
//! - `function_last_words() -> pointer` of the frame that ends an invocation whose code trapped: it panicked, or
//!   its memory ran out.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::RefCell,
    sync::atomic::{AtomicBool, Ordering::Relaxed},
};

use bytes::Bytes;
use cloud::invocation::{Next, Outcome};

use crate::{Aws, find, frame, native, runtime::Run};

/// The system's allocator, and whether it ever had to refuse.
struct Watched;

#[global_allocator]
static ALLOCATOR: Watched = Watched;

static RAN_OUT: AtomicBool = AtomicBool::new(false);

// SAFETY: every call is handed on unchanged to the system's allocator, which keeps the contract.
unsafe impl GlobalAlloc for Watched {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        noticed(unsafe { System.alloc(layout) })
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        noticed(unsafe { System.alloc_zeroed(layout) })
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        noticed(unsafe { System.realloc(pointer, layout, size) })
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

fn noticed(pointer: *mut u8) -> *mut u8 {
    if pointer.is_null() {
        RAN_OUT.store(true, Relaxed);
    }
    pointer
}

thread_local! {
    static RUN: RefCell<Option<Run>> = const { RefCell::new(None) };
    /// What the run prints to. It is kept apart, because a run that panics stays borrowed.
    static PRINTED: RefCell<Option<Aws>> = const { RefCell::new(None) };
    /// The frame given last, kept alive for the worker to read.
    static GIVEN: RefCell<Vec<u8>> = const { RefCell::new(Vec::new()) };
    /// What the panic hook wrote.
    static PANIC: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

#[unsafe(no_mangle)]
extern "C" fn function_alloc(length: usize) -> *mut u8 {
    let mut room = Vec::<u8>::new();
    if room.try_reserve_exact(length).is_err() {
        RAN_OUT.store(true, Relaxed);
        return std::ptr::null_mut();
    }
    std::mem::ManuallyDrop::new(room).as_mut_ptr()
}

/// # Safety
/// `pointer` came from `function_alloc(length)`, was filled, and is not used again.
#[unsafe(no_mangle)]
unsafe extern "C" fn function_start(pointer: *mut u8, length: usize) -> *const u8 {
    std::panic::set_hook(Box::new(|panic| {
        let lines = panic.to_string().lines().map(str::to_owned).collect();
        PANIC.with(|kept| kept.replace(lines));
    }));
    // SAFETY: as this function's own contract says.
    let frame = unsafe { taken(pointer, length) };
    let next = match frame::read_start(frame) {
        Ok((start, event)) => match find(&start.code) {
            Some(handler) => {
                let started = handler.start(event, start.variables);
                PRINTED.with(|printed| printed.replace(Some(started.aws().clone())));
                RUN.with(|run| run.replace(Some(started)));
                return give(|run| run.poll());
            }
            None => Outcome::Exited(native::NO_SUCH_CODE.to_owned()),
        },
        Err(error) => Outcome::Exited(error.to_string()),
    };
    give_frame(frame::write_stop(Vec::new(), Next::End(next)))
}

/// # Safety
/// `pointer` came from `function_alloc(length)`, was filled, and is not used again.
#[unsafe(no_mangle)]
unsafe extern "C" fn function_resume(pointer: *mut u8, length: usize) -> *const u8 {
    // SAFETY: as this function's own contract says.
    let frame = unsafe { taken(pointer, length) };
    match frame::read_resume(frame) {
        Ok(resume) => give(|run| run.resume(resume)),
        Err(error) => give_frame(frame::write_stop(Vec::new(), Next::End(Outcome::Exited(error.to_string())))),
    }
}

#[unsafe(no_mangle)]
extern "C" fn function_ran_out() -> u32 {
    u32::from(RAN_OUT.load(Relaxed))
}

#[unsafe(no_mangle)]
extern "C" fn function_last_words() -> *const u8 {
    let aws = PRINTED.with(|printed| printed.take());
    let mut printed = aws.map(|aws| aws.take_printed()).unwrap_or_default();
    printed.extend(PANIC.with(|lines| lines.take()));
    let outcome =
        if RAN_OUT.load(Relaxed) { Outcome::OutOfMemory } else { Outcome::Exited(native::PANICKED.to_owned()) };
    give_frame(frame::write_stop(printed, Next::End(outcome)))
}

/// # Safety
/// See `function_start`.
unsafe fn taken(pointer: *mut u8, length: usize) -> Bytes {
    // SAFETY: `function_alloc` reserved exactly `length` bytes there, and the worker filled them.
    Bytes::from(unsafe { Vec::from_raw_parts(pointer, length, length) })
}

/// Computes one stretch of the invocation that runs, and gives its frame.
fn give(step: impl FnOnce(&mut Run) -> Next) -> *const u8 {
    let stop = RUN.with(|slot| {
        let mut slot = slot.borrow_mut();
        let Some(run) = slot.as_mut() else {
            return frame::write_stop(Vec::new(), Next::End(Outcome::Exited("exit status 1".to_owned())));
        };
        let next = step(run);
        let printed = run.take_printed();
        if matches!(next, Next::End(_)) {
            *slot = None;
        }
        // A decoder may turn a refused allocation into an error of its own. Lambda would have killed it.
        let next = if RAN_OUT.load(Relaxed) { Next::End(Outcome::OutOfMemory) } else { next };
        frame::write_stop(printed, next)
    });
    give_frame(stop)
}

fn give_frame(frame: Vec<u8>) -> *const u8 {
    GIVEN.with(|given| {
        given.replace(frame);
        given.borrow().as_ptr()
    })
}
