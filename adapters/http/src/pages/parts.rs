//! What pages are made of: fields, tables, pagers and notices, each with its own small template.

use super::{
    form_parts::{Area, Secret, Tick},
    words::Words,
};
use askama::{Template, filters::HtmlSafe};
use ba360_core::{
    record::{Found, PageRequest, PageSize},
    text::Code,
};

/// A part renders its own escaped HTML, so a page may print it as it is.
macro_rules! parts {
    ($($part:ty),+) => { $(impl HtmlSafe for $part {})+ };
}
parts!(
    Input, Select, Area, Tick, Secret, Table, Pager, Notice, Live, ErrorList
);

/// A name and a value that a form or an address carries along unseen.
pub(crate) type Pair = (&'static str, String);

/// A line of text to fill in, with its label, its hint and what is wrong with it.
#[derive(Clone, Debug, Default, Template)]
#[template(path = "part/input.html")]
pub(crate) struct Input {
    /// The name in the form, which also makes the id.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) value: String,
    pub(crate) hint: Option<&'static str>,
    pub(crate) error: Option<&'static str>,
    /// What the record says now, where somebody else changed it meanwhile.
    pub(crate) now: Option<Now>,
    /// The keyboard that a phone should show: `text`, `email` or `tel`.
    pub(crate) keyboard: &'static str,
}

/// The value that a record has now, beside the one that was typed.
#[derive(Clone, Debug)]
pub(crate) struct Now {
    pub(crate) label: &'static str,
    pub(crate) value: String,
}

impl Input {
    fn described_by(&self) -> String {
        let there = [self.hint.is_some(), self.error.is_some(), self.now.is_some()];
        described_by(self.name, there)
    }
}

/// One of several values to choose.
#[derive(Clone, Debug, Template)]
#[template(path = "part/select.html")]
pub(crate) struct Select {
    /// The name in the form, which also makes the id.
    pub(crate) name: &'static str,
    pub(crate) label: &'static str,
    pub(crate) hint: Option<&'static str>,
    pub(crate) error: Option<&'static str>,
    /// What the record says now, where somebody else changed it meanwhile.
    pub(crate) now: Option<Now>,
    pub(crate) options: Vec<Choice>,
}

/// A value that can be chosen.
#[derive(Clone, Debug)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
    pub(crate) chosen: bool,
}

impl Select {
    fn described_by(&self) -> String {
        let there = [self.hint.is_some(), self.error.is_some(), self.now.is_some()];
        described_by(self.name, there)
    }
}

/// The ids of what describes a field: its hint, its error, its present value.
pub(super) fn described_by(name: &str, there: [bool; 3]) -> String {
    let parts = there.into_iter().zip(["hint", "error", "now"]);
    let ids = parts
        .filter(|(there, _)| *there)
        .map(|(_, part)| format!("campo-{name}-{part}"));
    ids.collect::<Vec<_>>().join(" ")
}

/// What is wrong with a form, each problem tied to its field.
#[derive(Clone, Debug, Template)]
#[template(path = "part/errors.html")]
pub(crate) struct ErrorList {
    pub(crate) title: &'static str,
    /// The id of the field (without its prefix), and the words.
    pub(crate) errors: Vec<(&'static str, String)>,
}

/// One line about what was just done, or what to mind.
#[derive(Clone, Debug, Template)]
#[template(path = "part/notice.html")]
pub(crate) struct Notice {
    pub(crate) tone: Tone,
    pub(crate) text: String,
    /// What to open next, with its address.
    pub(crate) link: Option<(String, String)>,
}

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    /// It was done.
    Good,
    /// It was not.
    Bad,
    /// It is to be minded.
    Warn,
}

impl Tone {
    const fn class(self) -> &'static str {
        match self {
            Self::Good => "good",
            Self::Bad => "bad",
            Self::Warn => "warn",
        }
    }
}

/// The interaction in view: what the agent is attending, and the way to make its case.
#[derive(Clone, Debug, Template)]
#[template(path = "part/live.html")]
pub(crate) struct Live {
    pub(crate) label: &'static str,
    pub(crate) channel: &'static str,
    pub(crate) platform: String,
    pub(crate) id: String,
    /// The words and the address of *Crear caso*.
    pub(crate) create_case: Option<(&'static str, String)>,
}

/// A table of records, which narrow views show as cards.
#[derive(Clone, Debug, Template)]
#[template(path = "part/table.html")]
pub(crate) struct Table {
    /// What it lists, for screen readers.
    pub(crate) caption: &'static str,
    pub(crate) columns: Vec<Column>,
    pub(crate) rows: Vec<Row>,
    /// The heading of the column of actions, where there is one.
    pub(crate) actions: Option<&'static str>,
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) title: &'static str,
    /// Left out where the view is neither narrow nor wide.
    pub(crate) spare: bool,
    /// Made of figures.
    pub(crate) figures: bool,
}

/// A row: what the record is called, the other columns, and what can be done.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    pub(crate) title: String,
    /// The record's address; none where it cannot be opened.
    pub(crate) href: Option<String>,
    pub(crate) cells: Vec<Option<String>>,
    pub(crate) action: RowAction,
}

/// What can be done with a row.
#[derive(Clone, Debug)]
pub(crate) enum RowAction {
    /// Nothing but opening it.
    None,
    /// A link; `about` says it to who cannot see the row.
    Link {
        text: &'static str,
        about: String,
        href: String,
    },
    /// A form of one button.
    Post {
        text: &'static str,
        about: String,
        action: String,
        fields: Vec<Pair>,
    },
    /// Words in place of an action.
    Said(&'static str),
}

/// The pages of a list, and how many rows each has.
#[derive(Clone, Debug, Template)]
#[template(path = "part/pager.html")]
pub(crate) struct Pager {
    w: &'static Words,
    /// `11–20 de 45`
    range: String,
    previous: Option<String>,
    next: Option<String>,
    steps: Vec<Step>,
    sizes: Vec<(u32, Option<String>)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Step {
    Page(u32, String),
    Here(u32),
    Gap,
}

impl Pager {
    /// The pager of a list; none where one page of the smallest size holds everything. `href` tells the address of
    /// a page.
    pub(crate) fn new<T>(
        w: &'static Words,
        found: &Found<T>,
        href: impl Fn(PageRequest) -> String,
    ) -> Option<Self> {
        let (size, total) = (found.page.size, found.total);
        if total.count <= PageSize::default().rows() {
            return None;
        }
        let at = |number: u32| href(PageRequest::new(&number.to_string(), size));
        let here = found.page.number();
        let last = total.count.div_ceil(size.rows()).max(1);
        let mut steps = Vec::new();
        let mut before = 0;
        for number in (1..=last).filter(|&number| number == 1 || number == last || number.abs_diff(here) <= 1)
        {
            match number - before {
                1 => {}
                2 => steps.push(Step::Page(number - 1, at(number - 1))),
                _ => steps.push(Step::Gap),
            }
            steps.push(match number == here {
                true => Step::Here(number),
                false => Step::Page(number, at(number)),
            });
            before = number;
        }
        Some(Self {
            w,
            range: range_of(w, found),
            previous: (here > 1).then(|| at(here - 1)),
            next: (here < last).then(|| at(here + 1)),
            steps,
            sizes: PageSize::ALL
                .into_iter()
                .map(|each| {
                    (
                        each.rows(),
                        (each != size).then(|| href(PageRequest::first(each))),
                    )
                })
                .collect(),
        })
    }
}

/// Which rows a page has, of how many: `11–20 de 45`.
pub(super) fn range_of<T>(w: &Words, found: &Found<T>) -> String {
    let first = found.page.skip() + 1;
    let last = found.page.skip() + found.items.len() as u32;
    format!("{first}–{last} {} {}", w.of_total, w.total(found.total))
}

impl Notice {
    fn is_bad(&self) -> bool {
        self.tone == Tone::Bad
    }

    /// A code's words.
    pub(crate) fn of_code(tone: Tone, code: Code, w: &Words) -> Self {
        Self {
            tone,
            text: code.words(w.language).to_owned(),
            link: None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::text::Language;

    fn pager(count: usize, page: &str, size: PageSize) -> Option<Pager> {
        let found = Found::page_of((0..count).collect(), PageRequest::new(page, size));
        Pager::new(Words::of(Language::Spanish), &found, |page| {
            format!("/x?page={}&size={}", page.number(), page.size.rows())
        })
    }

    #[test]
    fn one_short_page_needs_no_pager() {
        assert!(pager(0, "1", PageSize::Ten).is_none());
        assert!(pager(10, "1", PageSize::Ten).is_none());
        assert!(
            pager(11, "1", PageSize::Fifty).is_some(),
            "the agent must be able to choose fewer rows again"
        );
    }

    #[test]
    fn a_pager_leads_to_its_neighbours_and_both_ends() {
        let shown = |pager: &Pager| {
            let step = |step: &Step| match step {
                Step::Page(number, _) => number.to_string(),
                Step::Here(number) => format!("[{number}]"),
                Step::Gap => "…".to_owned(),
            };
            pager.steps.iter().map(step).collect::<Vec<_>>().join(" ")
        };
        let of = |count, page| pager(count, page, PageSize::Ten).unwrap();
        assert_eq!(shown(&of(95, "5")), "1 … 4 [5] 6 … 10");
        assert_eq!(shown(&of(95, "1")), "[1] 2 … 10");
        assert_eq!(shown(&of(95, "3")), "1 2 [3] 4 … 10");
        assert_eq!(shown(&of(95, "4")), "1 2 3 [4] 5 … 10", "no gap of one page");
        let middle = of(95, "5");
        assert_eq!(middle.previous.as_deref(), Some("/x?page=4&size=10"));
        assert_eq!(middle.next.as_deref(), Some("/x?page=6&size=10"));
        assert_eq!(middle.range, "41–50 de 95");
        let ends = (of(95, "1").previous, of(95, "10").next);
        assert_eq!(ends, (None, None));
    }

    #[test]
    fn another_size_begins_at_the_first_page() {
        let pager = pager(95, "5", PageSize::Ten).unwrap();
        assert_eq!(
            pager.sizes,
            [
                (10, None),
                (20, Some("/x?page=1&size=20".to_owned())),
                (50, Some("/x?page=1&size=50".to_owned()))
            ]
        );
    }

    #[test]
    fn a_total_beyond_the_reach_is_said_and_not_paged() {
        let pager = pager(5_000, "100", PageSize::Ten).unwrap();
        assert_eq!(pager.range, "991–1000 de más de 1.000");
        assert_eq!(pager.next, None);
    }
}
