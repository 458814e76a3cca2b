//! How much a template may do.

/// The longest template. AWS's value, bytes.
pub const TEMPLATE_BYTES: usize = 300 * 1_024;

/// How often one `#foreach` goes round; what is left of its list is passed over, as Velocity does. AWS's value.
pub const ROUNDS: usize = 1_000;

/// The longest result, bytes. AWS's value is the 10 MB of a payload.
pub const OUTPUT_BYTES: usize = 10 * 1_024 * 1_024;

/// How many steps a template may take: directives, references, operators, and a step for each 64 bytes that a
/// method works on. AWS names no number.
pub const STEPS: usize = 1_000_000;

/// How many bytes of values a template may make in all. AWS names no number.
pub const HELD_BYTES: usize = 64 * 1_024 * 1_024;

/// How deep directives, expressions, values and `#define`d blocks nest. AWS names no number.
pub const NESTING: usize = 64;

/// How long a regular expression may be, bytes. AWS names no number.
pub const PATTERN_BYTES: usize = 1_024;
