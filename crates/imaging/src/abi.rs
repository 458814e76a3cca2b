//! The border of the wasm module. Numbers go through a small array, bytes through buffers that the other side fills or
//! reads where they lie.
//!
//! - `imaging_numbers() -> pointer` of room for [`MOST_ARGUMENTS`] doubles: arguments before a call, its result after it.
//! - `imaging_find(pointer, length) -> i32`: the number of the operation of that name (UTF-8 in a buffer), or -1.
//! - `imaging_perform(operation, count) -> i32`: 0 when it went well, 1 when it failed.
//! - `imaging_fault() -> pointer`, `imaging_fault_length() -> length`: why the last call failed: the name of Python's
//!   exception, a colon, a text.
//! - `imaging_allocate(length) -> i32`: a new buffer's number, or -1 when memory is used up.
//! - `imaging_pointer(buffer) -> pointer`, `imaging_length(buffer) -> length`: where a buffer lies until the next call.
//!
//! A call that traps (memory is used up in the midst of it) leaves the module as it is: its pictures stay readable.

use std::cell::RefCell;

use crate::{host::Host, operations};

/// More than any operation takes.
const MOST_ARGUMENTS: usize = 32;

thread_local! {
    static HOST: RefCell<Host> = RefCell::default();
    static FAULT: RefCell<String> = const { RefCell::new(String::new()) };
    static NUMBERS: RefCell<[f64; MOST_ARGUMENTS]> = const { RefCell::new([0.0; MOST_ARGUMENTS]) };
}

#[unsafe(no_mangle)]
extern "C" fn imaging_numbers() -> *mut f64 {
    NUMBERS.with_borrow_mut(|numbers| numbers.as_mut_ptr())
}

#[unsafe(no_mangle)]
extern "C" fn imaging_find(buffer: i32) -> i32 {
    HOST.with(|host| {
        let Ok(host) = host.try_borrow() else { return -1 };
        let found = host.bytes(f64::from(buffer)).ok().and_then(operations::find);
        found.and_then(|at| i32::try_from(at).ok()).unwrap_or(-1)
    })
}

#[unsafe(no_mangle)]
extern "C" fn imaging_perform(operation: u32, count: usize) -> i32 {
    let numbers = NUMBERS.with_borrow(|numbers| *numbers);
    let arguments = &numbers[..count.min(MOST_ARGUMENTS)];
    let done = HOST.with(|host| match host.try_borrow_mut() {
        Ok(mut host) => operations::perform(&mut host, operation as usize, arguments),
        Err(_) => Err(crate::host::Fault::memory()),
    });
    match done {
        Ok(result) => {
            NUMBERS.with_borrow_mut(|numbers| numbers[0] = result);
            0
        }
        Err(fault) => {
            FAULT.set(fault.0);
            1
        }
    }
}

#[unsafe(no_mangle)]
extern "C" fn imaging_fault() -> *const u8 {
    FAULT.with_borrow(|fault| fault.as_ptr())
}

#[unsafe(no_mangle)]
extern "C" fn imaging_fault_length() -> usize {
    FAULT.with_borrow(String::len)
}

#[unsafe(no_mangle)]
extern "C" fn imaging_allocate(length: usize) -> i32 {
    let mut room = Vec::new();
    if room.try_reserve_exact(length).is_err() {
        return -1;
    }
    room.resize(length, 0);
    HOST.with(|host| host.try_borrow_mut().map_or(-1, |mut host| host.keep_bytes(room) as i32))
}

#[unsafe(no_mangle)]
extern "C" fn imaging_pointer(buffer: i32) -> *const u8 {
    HOST.with(|host| {
        let Ok(host) = host.try_borrow() else { return std::ptr::null() };
        host.bytes(f64::from(buffer)).map_or(std::ptr::null(), <[u8]>::as_ptr)
    })
}

#[unsafe(no_mangle)]
extern "C" fn imaging_length(buffer: i32) -> usize {
    HOST.with(|host| {
        let Ok(host) = host.try_borrow() else { return 0 };
        host.bytes(f64::from(buffer)).map_or(0, <[u8]>::len)
    })
}
