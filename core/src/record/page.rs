/// How many rows a page has: one of the three that the agent can choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PageSize {
    /// 10, the page's own.
    #[default]
    Ten,
    /// 20.
    Twenty,
    /// 50.
    Fifty,
}

impl PageSize {
    /// The three sizes.
    pub const ALL: [Self; 3] = [Self::Ten, Self::Twenty, Self::Fifty];

    /// The rows.
    #[must_use]
    pub const fn rows(self) -> u32 {
        match self {
            Self::Ten => 10,
            Self::Twenty => 20,
            Self::Fifty => 50,
        }
    }

    /// The size of so many rows; any other number is the usual size.
    #[must_use]
    pub fn of_rows(rows: &str) -> Self {
        match rows.trim() {
            "20" => Self::Twenty,
            "50" => Self::Fifty,
            _ => Self::Ten,
        }
    }
}

/// Which page is asked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PageRequest {
    index: u32,
    /// The rows of each page.
    pub size: PageSize,
}

impl PageRequest {
    /// How far a search can be paged: the results that are counted exactly.
    pub const REACH: u32 = 1_000;

    /// The page of that number, counted from 1. What is not a number of a page is the first; what lies beyond
    /// the reach is the last within it.
    #[must_use]
    pub fn new(number: &str, size: PageSize) -> Self {
        let digits = number.trim();
        let all_digits = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
        let number = if all_digits {
            digits.parse().unwrap_or(u32::MAX)
        } else {
            1
        };
        Self {
            index: number.clamp(1, Self::REACH / size.rows()) - 1,
            size,
        }
    }

    /// The first page.
    #[must_use]
    pub const fn first(size: PageSize) -> Self {
        Self { index: 0, size }
    }

    /// The page's number, counted from 1.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.index + 1
    }

    /// How many results stand before the page.
    #[must_use]
    pub const fn skip(self) -> u32 {
        self.index * self.size.rows()
    }

    /// This page where there is one in so many results, else the last that there is.
    #[must_use]
    pub fn within(self, total: Total) -> Self {
        let pages = total.count.min(Self::REACH).div_ceil(self.size.rows()).max(1);
        Self {
            index: self.index.min(pages - 1),
            size: self.size,
        }
    }
}

/// How many results there are: exact up to 1,000, then "more than 1,000".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Total {
    /// The number, at most 1,000.
    pub count: u32,
    /// Whether that is all.
    pub exact: bool,
}

impl Total {
    /// The total of so many; a store may stop counting at 1,001.
    #[must_use]
    pub fn counted(count: usize) -> Self {
        let reach = PageRequest::REACH as usize;
        Self {
            count: count.min(reach) as u32,
            exact: count <= reach,
        }
    }
}

/// One page of what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found<T> {
    /// The rows of the page.
    pub items: Vec<T>,
    /// How many there are in all.
    pub total: Total,
    /// Which page it is: the one that was asked for, or the last when there are not so many.
    pub page: PageRequest,
}

impl<T> Found<T> {
    /// Nothing.
    #[must_use]
    pub fn nothing(size: PageSize) -> Self {
        Self {
            items: Vec::new(),
            total: Total::counted(0),
            page: PageRequest::first(size),
        }
    }

    /// The page that was asked for, of all that there is.
    #[must_use]
    pub fn page_of(all: Vec<T>, request: PageRequest) -> Self {
        let total = Total::counted(all.len());
        let page = request.within(total);
        let items = all
            .into_iter()
            .take(PageRequest::REACH as usize)
            .skip(page.skip() as usize)
            .take(page.size.rows() as usize)
            .collect();
        Self { items, total, page }
    }

    /// The same page of something else.
    #[must_use]
    pub fn map<U>(self, with: impl FnMut(T) -> U) -> Found<U> {
        Found {
            items: self.items.into_iter().map(with).collect(),
            total: self.total,
            page: self.page,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::the_second("2", 2)]
    #[case::none("0", 1)]
    #[case::negative("-1", 1)]
    #[case::empty("", 1)]
    #[case::not_a_number("1e3", 1)]
    #[case::full_width_digits("２", 1)]
    #[case::a_trillion("1000000000000", 100)]
    #[case::two_to_the_64th("18446744073709551616", 100)]
    fn a_page_number_is_clamped(#[case] asked: &str, #[case] number: u32) {
        assert_eq!(PageRequest::new(asked, PageSize::Ten).number(), number);
    }

    #[test]
    fn a_page_behind_the_last_is_the_last() {
        let found = Found::page_of((0..21).collect(), PageRequest::new("9", PageSize::Ten));
        assert_eq!((found.page.number(), found.items), (3, vec![20]));
    }

    #[test]
    fn totals_are_exact_up_to_a_thousand() {
        assert_eq!(
            Total::counted(1_000),
            Total {
                count: 1_000,
                exact: true
            }
        );
        assert_eq!(
            Total::counted(1_001),
            Total {
                count: 1_000,
                exact: false
            }
        );
    }
}
