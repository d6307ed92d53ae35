//! The pages that tell what links did: the record of activity and the inspector.

use super::{Area, ErrorList, Input, LinkPlace, Pager, Select};
use crate::chrome::Chrome;
use askama::Template;

/// The record of activity, filtered, with a chart of the last days.
#[derive(Template)]
#[template(path = "activity.html")]
pub(crate) struct ActivityPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    /// How long it is kept.
    pub(crate) kept: String,
    pub(crate) errors: Option<ErrorList>,
    pub(crate) chart: Chart,
    pub(crate) action: String,
    pub(crate) kind: Select,
    pub(crate) outcome: Select,
    pub(crate) platform: Input,
    pub(crate) correlation: Input,
    pub(crate) dates: [DateInput; 2],
    pub(crate) size: u32,
    pub(crate) count: String,
    pub(crate) rows: Vec<ActivityLine>,
    pub(crate) pager: Option<Pager>,
}

/// A day to choose.
pub(crate) struct DateInput {
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) error: Option<&'static str>,
}

/// A line of the record.
pub(crate) struct ActivityLine {
    pub(crate) at: String,
    pub(crate) kind: &'static str,
    pub(crate) outcome: &'static str,
    /// `good` or `bad`.
    pub(crate) tone: &'static str,
    /// The outcome's words and its code.
    pub(crate) cause: &'static str,
    pub(crate) code: &'static str,
    /// The platform, the user, the search.
    pub(crate) facts: Vec<(&'static str, String)>,
    pub(crate) correlation: String,
    /// The lines of the same correlation id.
    pub(crate) href: String,
}

/// Links by day: bars of a picture, and the same as a table.
pub(crate) struct Chart {
    pub(crate) width: u32,
    pub(crate) height: u32,
    pub(crate) bars: Vec<Bar>,
    pub(crate) series: Vec<Series>,
    /// The day and the counts of the series.
    pub(crate) table: Vec<(String, Vec<u32>)>,
    pub(crate) first: String,
    pub(crate) last: String,
    /// How many links all days have together, in words.
    pub(crate) total: String,
    /// How many the fullest day has, in words.
    pub(crate) most: String,
    pub(crate) description: String,
}

impl Chart {
    fn is_empty(&self) -> bool {
        self.bars.is_empty()
    }
}

/// A part of a day's bar, in the units of the picture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Bar {
    pub(crate) class: &'static str,
    pub(crate) x: u32,
    pub(crate) y: u32,
    pub(crate) width: u32,
    pub(crate) height: u32,
}

/// What is counted together.
pub(crate) struct Series {
    pub(crate) class: &'static str,
    pub(crate) name: String,
    pub(crate) total: u32,
}

/// Links to read, and how they are read.
#[derive(Template)]
#[template(path = "inspector.html")]
pub(crate) struct InspectorPage<'p> {
    pub(crate) chrome: Chrome<'p>,
    pub(crate) action: String,
    /// Where the same list is answered as CSV.
    pub(crate) csv: String,
    pub(crate) area: Area,
    pub(crate) count: Option<String>,
    pub(crate) links: Vec<ShownLink>,
}

/// How a link is read. No token is in it.
pub(crate) struct ShownLink {
    pub(crate) verdict: &'static str,
    /// `good`, `warn` or `bad`.
    pub(crate) tone: &'static str,
    /// The link without its token; empty where it cannot be read.
    pub(crate) shown: String,
    /// Where it cannot be read.
    pub(crate) place: Option<LinkPlace>,
    pub(crate) cause: &'static str,
    pub(crate) code: &'static str,
    pub(crate) error_field: Option<&'static str>,
    pub(crate) facts: Vec<(&'static str, String)>,
    /// What it would open: the words, and the address of a record.
    pub(crate) opens: Option<(String, Option<String>)>,
    pub(crate) values: Vec<ShownValue>,
    pub(crate) findings: Vec<ShownFinding>,
    pub(crate) migrated: Option<String>,
}

/// A value as it came and as it is used.
pub(crate) struct ShownValue {
    pub(crate) field: &'static str,
    pub(crate) received: String,
    pub(crate) used: String,
    pub(crate) position: usize,
}

/// Something that was noticed.
pub(crate) struct ShownFinding {
    pub(crate) words: &'static str,
    pub(crate) code: &'static str,
    /// The field, or the key that is not known.
    pub(crate) about: Option<String>,
    pub(crate) position: usize,
}
