use super::endpoint::{Kind, Param};
use ba360_core::record::Found;
use serde::Serialize;

/// One page of a list.
#[derive(Serialize)]
pub(super) struct Page<T> {
    items: Vec<T>,
    total: u32,
    total_exact: bool,
    page: u32,
    size: u32,
}

impl<T> Page<T> {
    pub(super) fn of<F>(found: Found<F>, each: impl FnMut(F) -> T) -> Self {
        let found = found.map(each);
        Self {
            items: found.items,
            total: found.total.count,
            total_exact: found.total.exact,
            page: found.page.number(),
            size: found.page.size.rows(),
        }
    }
}

pub(super) const PAGE: Param = Param::of(
    "page",
    "Which page, from 1. What is no page is the first; one behind the last is the last.",
    Kind::Integer,
);
pub(super) const SIZE: Param = Param::of(
    "size",
    "How many a page: 10, 20 or 50. Any other number is 10.",
    Kind::Integer,
);

/// The parameters of a list.
pub(super) const PAGED: &[Param] = &[PAGE, SIZE];

/// The parameters of a list in which names are searched.
pub(super) const NAMED: &[Param] = &[
    Param::text("q", "A text that the name holds, without case or accents."),
    PAGE,
    SIZE,
];

/// The parameter of a removal.
pub(super) const VERSION: &[Param] = &[Param::of(
    "version",
    "The version that was seen; another one is a conflict.",
    Kind::Integer,
)];
