use super::{Account, AccountId, Contact, ContactId, DetailsProblem, Interaction, Value};
use crate::{access::UserId, link::Channel};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::{fmt, str::FromStr};

/// A day of an instance, as a case number writes it: `YYMMDD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Day(u32);

impl Day {
    /// The day at a moment in a time zone.
    #[must_use]
    pub fn at(moment: Timestamp, zone: &TimeZone) -> Self {
        let date = zone.to_datetime(moment).date();
        let year = date.year().rem_euclid(100).unsigned_abs();
        Self(
            u32::from(year) * 10_000
                + u32::from(date.month().unsigned_abs()) * 100
                + u32::from(date.day().unsigned_abs()),
        )
    }

    /// The day as a number, `YYMMDD`.
    #[must_use]
    pub const fn number(self) -> u32 {
        self.0
    }

    fn new(number: u32) -> Option<Self> {
        let (year, month, day) = (number / 10_000, number / 100 % 100, number % 100);
        Date::new(2000 + year as i16, month as i8, day as i8)
            .ok()
            .map(|_| Self(number))
    }
}

/// A case's number: `YYMMDD-NNNNNN`, the day and a sequence within it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct CaseNumber {
    day: Day,
    sequence: u32,
}

impl CaseNumber {
    /// How many cases a day can have.
    pub const PER_DAY: u32 = 1_000_000;

    /// The number of a day and a sequence; `None` when the day is full.
    #[must_use]
    pub fn new(day: Day, sequence: u32) -> Option<Self> {
        (sequence < Self::PER_DAY).then_some(Self { day, sequence })
    }

    /// The day.
    #[must_use]
    pub const fn day(self) -> Day {
        self.day
    }

    /// The place within the day, from 0.
    #[must_use]
    pub const fn sequence(self) -> u32 {
        self.sequence
    }
}

impl fmt::Display for CaseNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}-{:06}", self.day.0, self.sequence)
    }
}

/// A text that is no case number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a case number is a date and a sequence, such as 210112-000000")]
pub struct BadCaseNumber;

impl FromStr for CaseNumber {
    type Err = BadCaseNumber;

    fn from_str(text: &str) -> Result<Self, BadCaseNumber> {
        let (day, sequence) = text.trim().split_once('-').ok_or(BadCaseNumber)?;
        let number = |digits: &str| {
            let good = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_digit());
            if good {
                digits.parse().map_err(|_| BadCaseNumber)
            } else {
                Err(BadCaseNumber)
            }
        };
        let day = Day::new(number(day)?).ok_or(BadCaseNumber)?;
        Self::new(day, number(sequence)?).ok_or(BadCaseNumber)
    }
}

/// What a case is about: one line, which may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Subject(Option<Value>);

impl Subject {
    /// Takes a line; a blank one is none.
    ///
    /// # Errors
    /// [`DetailsProblem`] when it is too long or holds a control character.
    pub fn new(text: &str) -> Result<Self, DetailsProblem> {
        Value::new(text).map(Self)
    }

    /// The line, or an empty text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_ref().map_or("", Value::as_str)
    }
}

/// A case: something that a contact wants, told through a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Its number.
    pub number: CaseNumber,
    /// Whose it is.
    pub contact: ContactId,
    /// The account that it is about, if any.
    pub account: Option<AccountId>,
    /// The channel; an imported case may have none.
    pub channel: Option<Channel>,
    /// The interaction that it came from, if any.
    pub interaction: Option<Interaction>,
    /// What it is about.
    pub subject: Subject,
    /// When it was made.
    pub created_at: Timestamp,
    /// Who made it, if a user did.
    pub created_by: Option<UserId>,
}

/// A case to make.
#[derive(Clone, Debug)]
pub struct NewCase {
    /// Whose it is.
    pub contact: ContactId,
    /// The account that it is about, if any.
    pub account: Option<AccountId>,
    /// The channel.
    pub channel: Channel,
    /// The interaction that it comes from, if any.
    pub interaction: Option<Interaction>,
    /// What it is about.
    pub subject: Subject,
    /// When.
    pub at: Timestamp,
    /// The day of its number.
    pub day: Day,
    /// Who makes it, if a user does.
    pub by: Option<UserId>,
}

/// A case with the contact and the account that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseFile {
    /// The case.
    pub case: Case,
    /// Its contact; `None` when the records no longer know it.
    pub contact: Option<Contact>,
    /// Its account; `None` when it has none, or the records no longer know it.
    pub account: Option<Account>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_carries_the_date_of_the_instances_time_zone() {
        let moment: Timestamp = "2021-01-13T01:30:00Z".parse().unwrap();
        let day = |zone| Day::at(moment, &TimeZone::get(zone).unwrap());
        assert_eq!(day("America/Santiago").number(), 210_112);
        assert_eq!(day("UTC").number(), 210_113);
        assert_eq!(
            CaseNumber::new(day("America/Santiago"), 0).unwrap().to_string(),
            "210112-000000"
        );
    }

    #[test]
    fn a_number_is_read_exactly() {
        let read = |text: &str| text.parse::<CaseNumber>().map(|number| number.to_string());
        assert_eq!(read("210112-000000").as_deref(), Ok("210112-000000"));
        assert_eq!(read(" 210112-000005 ").as_deref(), Ok("210112-000005"));
        for bad in [
            "",
            "210112",
            "210112-00000",
            "210112-0000000",
            "211332-000000",
            "210112-00000a",
            "２10112-000000",
        ] {
            assert_eq!(read(bad), Err(BadCaseNumber), "{bad}");
        }
    }

    #[test]
    fn a_full_day_has_no_further_number() {
        let day = Day::at(Timestamp::UNIX_EPOCH, &TimeZone::UTC);
        assert!(CaseNumber::new(day, 999_999).is_some() && CaseNumber::new(day, 1_000_000).is_none());
    }
}
