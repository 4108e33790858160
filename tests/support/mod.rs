//! What the tests share: the cases of the golden suite, the one builder that compiles them, and the words for what
//! differs.

pub mod balance;
pub mod builder;
pub mod cases;
pub mod diff;
