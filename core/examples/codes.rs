//! Prints `docs/codes.md`.
#![allow(clippy::print_stdout, reason = "printing is all that this program does")]

fn main() {
    print!("{}", ba360_core::text::codes_page());
}
