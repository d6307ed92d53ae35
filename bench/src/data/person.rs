//! The invented people.

use super::{
    Mix,
    mix::{self, Stream},
    names::Name,
    phone, rut,
    words::plain,
};
use ba360_core::record::ImportRow;

/// Tax numbers of people begin here, and this many are given out.
const FIRST: u64 = 4_000_000;
const NUMBERS: u64 = 21_999_977;
/// The common domains of addresses, more than once where they are more common.
const DOMAINS: [&str; 16] = [
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "gmail.example",
    "hotmail.example",
    "hotmail.example",
    "hotmail.example",
    "outlook.example",
    "outlook.example",
    "yahoo.example",
    "vtr.example",
    "live.example",
];

/// A person, with the five values of a contact. A blank one is missing; the identifier never is, since an import knows
/// the contact by it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The RUT, as somebody wrote it.
    pub identifier: String,
    /// The name, as somebody wrote it.
    pub name: String,
    /// The id in a social network.
    pub social_id: String,
    /// The e-mail address.
    pub email: String,
    /// The phone number, as somebody wrote it.
    pub phone: String,
    /// The father's surname, as it is right; also when the name is missing.
    pub surname: String,
}

impl Person {
    pub(super) fn of(seed: u64, n: u64) -> Self {
        let name = Name::of(seed, n);
        Self {
            identifier: identifier(seed, n),
            name: name.written(&mut Mix::at(seed, Stream::Written, n)),
            social_id: social_id(seed, n, &name),
            email: email(seed, n, &name),
            phone: some_phone(seed, n),
            surname: name.father,
        }
    }

    /// The row of the import, in the order of its columns.
    #[must_use]
    pub fn row(&self) -> [String; 5] {
        [
            &self.identifier,
            &self.name,
            &self.social_id,
            &self.email,
            &self.phone,
        ]
        .map(Clone::clone)
    }

    /// The row as the import takes it.
    #[must_use]
    pub fn import(&self) -> ImportRow {
        ImportRow::Contact(self.row())
    }
}

/// The RUT of a row, always written the same.
pub(super) fn identifier(seed: u64, n: u64) -> String {
    let number = FIRST + mix::unique(seed, Stream::PersonNumber, n, NUMBERS);
    rut::written(number as u32, &mut Mix::at(seed, Stream::PersonNumber, n + 1))
}

/// The name, right and in full.
pub(super) fn full_name(seed: u64, n: u64) -> String {
    Name::of(seed, n).to_string()
}

/// One in fourteen has no phone, and one in 25 shares one with somebody before, as a family does.
fn some_phone(seed: u64, n: u64) -> String {
    let mut mix = Mix::at(seed, Stream::Phone, n ^ (1 << 40));
    match mix.below(100) {
        0..7 => String::new(),
        7..11 if n > 0 => phone::of(seed, mix.below(n)),
        _ => phone::of(seed, n),
    }
}

/// One in five has no address, and one in a hundred shares one with somebody before.
fn email(seed: u64, n: u64, name: &Name) -> String {
    let mut mix = Mix::at(seed, Stream::Email, n ^ (1 << 40));
    match mix.below(100) {
        0..20 => String::new(),
        20 if n > 0 => {
            let other = mix.below(n);
            own_email(seed, other, &Name::of(seed, other))
        }
        _ => own_email(seed, n, name),
    }
}

fn own_email(seed: u64, n: u64, name: &Name) -> String {
    let mut mix = Mix::at(seed, Stream::Email, n);
    let [given, father, mother] =
        [&name.given, &name.father, &name.mother].map(|word| plain(word).to_lowercase().replace(' ', ""));
    let initial = |word: &str| word.chars().next().map(String::from).unwrap_or_default();
    let number = mix.below(10_000);
    let mailbox = match mix.below(100) {
        0..40 => format!("{given}.{father}{}{number}", initial(&mother)),
        40..65 => format!("{}{father}{}.{number}", initial(&given), initial(&mother)),
        65..85 => format!("{given}{father}{mother}{}", number % 100),
        _ => format!("{father}.{given}_{number}"),
    };
    format!("{mailbox}@{}", mix.one_of(&DOMAINS))
}

/// Three in eight are known in a social network: most by a name, some by a number.
fn social_id(seed: u64, n: u64, name: &Name) -> String {
    let mut mix = Mix::at(seed, Stream::Social, n);
    let [given, father] = [&name.given, &name.father].map(|word| plain(word).to_lowercase().replace(' ', ""));
    let number = mix.below(1_000_000);
    match mix.below(80) {
        0..14 => format!("@{given}_{father}{}", number % 100_000),
        14..24 => format!("@{father}{given}.{number}"),
        24..30 => format!("{}{number:06}{:04}", 2 + number % 7, n % 10_000),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{
        instance::NationalLength,
        record::{ContactDetails, Field, SearchIndex, normal, rut_check_digit},
    };
    use std::collections::HashSet;

    const COUNT: u64 = 10_000;

    fn people() -> impl Iterator<Item = Person> {
        (0..COUNT).map(|n| Person::of(11, n))
    }

    #[test]
    fn every_person_can_be_kept_and_has_an_identifier_of_its_own() {
        let mut seen = HashSet::new();
        for person in people() {
            let row = person.row();
            let details = ContactDetails::new(row.each_ref().map(String::as_str)).unwrap();
            let index = SearchIndex::of_contact(&details, NationalLength::default());
            assert!(seen.insert(index.identifier().unwrap().to_owned()), "{row:?}");
        }
    }

    #[test]
    fn every_check_digit_is_right_and_every_notation_is_met() {
        let (mut dots, mut bare, mut capital, mut small) = (0, 0, 0, 0);
        for person in people() {
            let mut form =
                normal::exact(Field::Identifier, &person.identifier, NationalLength::default()).unwrap();
            let digit = form.pop().unwrap().to_ascii_uppercase();
            assert_eq!(
                rut_check_digit(form.parse().unwrap()),
                digit,
                "{}",
                person.identifier
            );
            dots += u32::from(person.identifier.contains('.'));
            bare += u32::from(!person.identifier.contains('-'));
            capital += u32::from(person.identifier.ends_with('K'));
            small += u32::from(person.identifier.ends_with('k'));
        }
        assert!(dots > 5_000 && bare > 1_200 && capital > 250 && small > 150);
    }

    #[test]
    fn some_fields_are_missing_and_some_are_shared() {
        let missing = |of: fn(&Person) -> &str| people().filter(|it| of(it).is_empty()).count();
        assert!((600..800).contains(&missing(|it| &it.phone)));
        assert!((1_850..2_150).contains(&missing(|it| &it.email)));
        assert!((6_000..6_500).contains(&missing(|it| &it.social_id)));
        assert!(
            (150..250).contains(&missing(|it| &it.name)),
            "{}",
            missing(|it| &it.name)
        );
        let shared = |of: fn(&Person) -> String| {
            let all: Vec<String> = people().map(|it| of(&it)).filter(|it| !it.is_empty()).collect();
            all.len() - all.iter().collect::<HashSet<_>>().len()
        };
        let (phones, emails) = (shared(|it| it.phone.clone()), shared(|it| it.email.clone()));
        assert!(
            (300..450).contains(&phones) && (50..200).contains(&emails),
            "{phones}, {emails}"
        );
    }

    #[test]
    fn addresses_are_plain_and_nobody_can_own_them() {
        for person in people().filter(|it| !it.email.is_empty()) {
            assert!(
                person.email.is_ascii() && person.email.ends_with(".example"),
                "{}",
                person.email
            );
        }
    }
}
