//! Numbers that no sane caller sends: every operation answers them with a result or a fault, and none panics.

use imaging::{host::Host, operations};

/// Small pictures of several modes, and some bytes, under the numbers 0 to 5.
fn host() -> Host {
    let mut host = Host::default();
    let fill = operations::find(b"fill").expect("pictures can be made");
    for mode in [0.0, 1.0, 2.0, 4.0, 9.0, 10.0] {
        operations::perform(&mut host, fill, &[mode, 7.0, 5.0, f64::from(0x0403_0201)]).expect("a small picture");
        host.keep_bytes((0..=255).cycle().take(1024).collect());
    }
    host
}

#[test]
fn odd_numbers_never_panic() {
    let odd = [0.0, 1.0, -1.0, 3.0, 5.0, 9.0, 0.5, 255.0, 300.0, -1e18, f64::NAN, f64::INFINITY];
    let mut state = 1u64;
    for _ in 0..120 {
        let mut host = host();
        for operation in 0.. {
            let mut next = || {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                (state >> 33) as usize
            };
            let mut numbers: Vec<f64> = (0..16).map(|_| odd[next() % odd.len()]).collect();
            numbers[0] = (next() % 7) as f64;
            let done = operations::perform(&mut host, operation, &numbers);
            if done.is_err_and(|fault| fault.0.contains("no such operation")) && operation > 20 {
                break;
            }
        }
    }
}
