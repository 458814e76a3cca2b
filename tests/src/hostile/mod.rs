//! Requests that nobody sends in good faith: good ones that are damaged by chance, and large ones made to take long.

pub mod damage;
pub mod large;
pub mod seeds;
