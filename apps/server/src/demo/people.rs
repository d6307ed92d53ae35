//! The invented people.

use super::{names, rut};

/// How many there are.
const COUNT: usize = 240;

/// A person, with the five values of a contact.
pub(super) struct Person {
    pub(super) rut: String,
    pub(super) name: String,
    social_id: String,
    email: String,
    phone: String,
}

impl Person {
    /// The row of the import.
    pub(super) fn row(&self) -> [String; 5] {
        [&self.rut, &self.name, &self.social_id, &self.email, &self.phone].map(Clone::clone)
    }
}

/// The telephone of the vendor's links of the new format, and the identifier of its legacy one.
const VENDORS_FIRST: (u32, u32) = (17_925_916, 98_874_563);
/// The telephone of the vendor's links without braces.
const VENDORS_SECOND: (u32, u32) = (15_384_207, 93_405_075);

/// Everybody, the same each time.
pub(super) fn all() -> Vec<Person> {
    (0..COUNT).map(person).collect()
}

fn person(n: usize) -> Person {
    // Each number once, in no order that shows.
    let shuffled = |step: usize| u32::try_from(n * step % COUNT).unwrap_or_default();
    let (rut_number, phone) = match n {
        0 => VENDORS_FIRST,
        1 => VENDORS_SECOND,
        // Older and younger people, none of them twice; mobile numbers with a 4 to a 7 behind the 9.
        _ => (
            7_204_113 + shuffled(101) * 61_843,
            40_123_457 + shuffled(77) * 163_841,
        ),
    };
    let name = names::person(n);
    let words: Vec<&str> = name.split(' ').collect();
    // The surnames are the last two words; who comes later has a number behind a name that may be taken.
    let mailbox = format!("{}{}", names::dotted(&[words[0], words[words.len() - 2]]), n + 1);
    let domain = ["correo.example", "mail.example", "casilla.example"][n % 3];
    Person {
        rut: rut::written(rut_number),
        social_id: match n % 4 {
            1 => format!("@{}", mailbox.replace('.', "_")),
            _ => String::new(),
        },
        email: match n % 9 {
            8 => String::new(),
            _ => format!("{mailbox}@{domain}"),
        },
        phone: format!("+56 9 {:04} {:04}", phone / 10_000, phone % 10_000),
        name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn nobody_shares_a_rut_a_telephone_or_an_address() {
        let people = all();
        let distinct = |of: fn(&Person) -> &str| people.iter().map(of).collect::<HashSet<_>>().len();
        assert_eq!(distinct(|it| &it.rut), COUNT);
        assert_eq!(distinct(|it| &it.phone), COUNT);
        let emails: Vec<&str> = people
            .iter()
            .map(|it| it.email.as_str())
            .filter(|it| !it.is_empty())
            .collect();
        assert_eq!(emails.iter().collect::<HashSet<_>>().len(), emails.len());
        assert!(emails.iter().all(|it| it.ends_with(".example") && it.is_ascii()));
    }

    #[test]
    fn names_hardly_repeat_and_telephones_are_mobile_numbers() {
        let people = all();
        let names: HashSet<&str> = people.iter().map(|it| it.name.as_str()).collect();
        assert!(names.len() > COUNT - 5, "{} names", names.len());
        assert!(
            people
                .iter()
                .all(|it| it.phone.len() == 15 && it.phone.starts_with("+56 9 "))
        );
    }

    #[test]
    fn the_values_of_the_vendors_links_are_there() {
        let people = all();
        assert_eq!(people[0].rut, "17.925.916-8");
        assert_eq!(people[0].phone, "+56 9 9887 4563");
        assert_eq!(people[1].phone, "+56 9 9340 5075");
    }
}
