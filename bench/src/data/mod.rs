//! Invented Chilean records, as many as are wanted and the same each time.
//!
//! Row *n* is made from the seed and *n* alone: a million rows need no memory, any of them can be looked up at random,
//! and the first thousand of a large set are the thousand of a small one. Nobody in it exists: numbers are drawn from
//! the whole range that Chile gives out, and e-mail addresses end in `.example`, which nobody can own.

mod case;
mod company;
mod files;
mod mix;
mod names;
mod person;
mod phone;
mod rut;
mod words;

pub use case::Case;
pub use company::Company;
pub use files::write_csv;
pub use mix::Mix;
pub use names::{COMMON_GIVEN, COMMON_SURNAMES};
pub use person::Person;

use mix::Stream;

/// A set of records: its seed, and how many contacts it has. Accounts, memberships and cases follow from that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dataset {
    seed: u64,
    contacts: u64,
}

impl Dataset {
    /// The most contacts of a set: beyond, there would be no tax numbers left to give out.
    pub const MOST: u64 = 20_000_000;

    /// The set of that seed, with at least one contact and at most [`Self::MOST`].
    #[must_use]
    pub fn new(seed: u64, contacts: u64) -> Self {
        Self {
            seed,
            contacts: contacts.clamp(1, Self::MOST),
        }
    }

    /// The seed.
    #[must_use]
    pub const fn seed(&self) -> u64 {
        self.seed
    }

    /// How many contacts there are.
    #[must_use]
    pub const fn contacts(&self) -> u64 {
        self.contacts
    }

    /// How many accounts there are: one for ten contacts.
    #[must_use]
    pub const fn accounts(&self) -> u64 {
        self.contacts.div_ceil(10)
    }

    /// How many memberships there are: three an account.
    #[must_use]
    pub const fn memberships(&self) -> u64 {
        self.accounts() * 3
    }

    /// How many cases there are: one for four contacts.
    #[must_use]
    pub const fn cases(&self) -> u64 {
        self.contacts.div_ceil(4)
    }

    /// The contact of a number, from 0.
    #[must_use]
    pub fn contact(&self, n: u64) -> Person {
        Person::of(self.seed, n)
    }

    /// The account of a number, from 0.
    #[must_use]
    pub fn account(&self, n: u64) -> Company {
        Company::of(self.seed, n)
    }

    /// The identifiers of the contact and of the account that a membership ties.
    #[must_use]
    pub fn membership(&self, n: u64) -> [String; 2] {
        let contact = Mix::at(self.seed, Stream::Membership, n).below(self.contacts);
        [
            person::identifier(self.seed, contact),
            company::identifier(self.seed, n / 3),
        ]
    }

    /// The case of a number, from 0.
    #[must_use]
    pub fn case(&self, n: u64) -> Case {
        Case::of(self, n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_seed_gives_the_same_rows_and_another_seed_others() {
        let (one, again, other) = (
            Dataset::new(7, 1_000),
            Dataset::new(7, 2_000),
            Dataset::new(8, 1_000),
        );
        for n in [0, 1, 999] {
            assert_eq!(one.contact(n), again.contact(n));
            assert_eq!(one.account(n), again.account(n));
            assert_ne!(one.contact(n).identifier, other.contact(n).identifier);
        }
        let printed = |set: Dataset| format!("{:?}", (0..50).map(|n| set.case(n)).collect::<Vec<_>>());
        assert_eq!(printed(one), printed(Dataset::new(7, 1_000)));
    }

    #[test]
    fn a_row_of_a_kept_seed_never_changes() {
        let person = Dataset::new(1, 10).contact(3);
        assert_eq!(
            person.row(),
            [
                "7458728-3",
                "MARÍA CRISTINA ARAYA VERA",
                "",
                "marayav.617@gmail.example",
                "931911172"
            ]
            .map(String::from)
        );
    }

    #[test]
    fn memberships_and_cases_name_records_of_the_set() {
        let set = Dataset::new(3, 400);
        let people: Vec<String> = (0..set.contacts()).map(|n| set.contact(n).identifier).collect();
        let companies: Vec<String> = (0..set.accounts()).map(|n| set.account(n).identifier).collect();
        for n in 0..set.memberships() {
            let [person, company] = set.membership(n);
            assert!(people.contains(&person) && companies.contains(&company));
        }
        for n in 0..set.cases() {
            let [_, person, company, ..] = set.case(n).row();
            assert!(people.contains(&person) && (company.is_empty() || companies.contains(&company)));
        }
    }
}
