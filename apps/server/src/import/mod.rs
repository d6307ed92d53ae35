//! Reading a CSV file twice, row by row, in bounded memory whatever stands in it: first to learn what the import is
//! about ([`Survey`]), then to bring the rows in.

mod bar;
mod header;
mod lines;
mod quotes;
mod repeats;
mod rows;
mod source;
mod survey;
mod tally;

pub(crate) use bar::{bytes_bar, rows_bar};
pub(crate) use header::Header;
pub(crate) use rows::{Row, RowProblem, Rows};
pub(crate) use source::Source;
pub(crate) use survey::Survey;
pub(crate) use tally::Tally;
