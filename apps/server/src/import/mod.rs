//! Reading a CSV file row by row, in bounded memory whatever stands in it.

mod header;
mod lines;
mod rows;

pub(crate) use header::Header;
pub(crate) use rows::{Row, RowProblem, Rows};
