//! What the views of a contact, an account and a case share.

use super::{Live, Notice, parts::range_of, words::Words};
use ba360_core::record::{Found, PageRequest};

/// A label and its value; none where there is no value.
pub(crate) type Fact = (&'static str, Option<String>);

/// The top of a record's view.
#[derive(Clone, Debug)]
pub(crate) struct TopOfRecord {
    /// The words and the address of the search that it was opened from.
    pub(crate) back: Option<(&'static str, String)>,
    pub(crate) notice: Option<Notice>,
    /// What kind of record it is.
    pub(crate) kicker: &'static str,
    /// What the record is called.
    pub(crate) title: String,
    /// Words and addresses, the most likely first.
    pub(crate) actions: Vec<(&'static str, String)>,
    pub(crate) live: Option<Live>,
    /// The lasting address, where this one carries a notice.
    pub(crate) address: Option<String>,
}

/// A page of the cases of a record, the newest first.
#[derive(Clone, Debug)]
pub(crate) struct CasesOfRecord {
    pub(crate) count: String,
    pub(crate) items: Vec<CaseItem>,
    /// None where one page holds all of them.
    pub(crate) turn: Option<Turn>,
}

/// The way to newer and to older cases.
#[derive(Clone, Debug)]
pub(crate) struct Turn {
    /// `11–20 de 45`
    pub(crate) range: String,
    pub(crate) newer: Option<String>,
    pub(crate) older: Option<String>,
}

impl Turn {
    /// The way on from a page; none where it holds everything. `href` tells the address of a page.
    pub(crate) fn new<T>(w: &Words, found: &Found<T>, href: impl Fn(PageRequest) -> String) -> Option<Self> {
        let size = found.page.size;
        let last = found.total.count.div_ceil(size.rows());
        if last <= 1 {
            return None;
        }
        let here = found.page.number();
        let at = |number: u32| href(PageRequest::new(&number.to_string(), size));
        Some(Self {
            range: range_of(w, found),
            newer: (here > 1).then(|| at(here - 1)),
            older: (here < last).then(|| at(here + 1)),
        })
    }
}

/// A case in a list.
#[derive(Clone, Debug)]
pub(crate) struct CaseItem {
    pub(crate) number: String,
    pub(crate) href: String,
    pub(crate) subject: String,
    pub(crate) channel: Option<&'static str>,
    pub(crate) created: String,
}

/// A record that another one names.
#[derive(Clone, Debug)]
pub(crate) struct Party {
    pub(crate) title: String,
    /// What tells it from others of the same name.
    pub(crate) under: Option<String>,
    pub(crate) href: String,
}
