//! What is measured: each case draws its targets from the data, so that every call looks for something else.

use super::{
    job::{Expected, Job, Search},
    world::World,
};
use crate::{
    Outcome,
    data::{COMMON_GIVEN, COMMON_SURNAMES, Mix, Person},
};

/// A kind of call.
pub(super) struct Case {
    /// Its name, in figures and on the page.
    pub(super) name: &'static str,
    /// The case beside which it is read; empty of a floor.
    pub(super) floor: &'static str,
    /// Prepares a call.
    pub(super) job: fn(&mut World<'_>, &mut Mix) -> Outcome<Job>,
}

const fn floor(name: &'static str, job: fn(&mut World<'_>, &mut Mix) -> Outcome<Job>) -> Case {
    Case { name, floor: "", job }
}

const fn search(name: &'static str, job: fn(&mut World<'_>, &mut Mix) -> Outcome<Job>) -> Case {
    Case {
        name,
        floor: "floor_hop",
        job,
    }
}

/// Every case.
pub(super) const CASES: &[Case] = &[
    floor("floor_bare", |world, mix| Ok(Job::Bare(world.any_contact(mix)))),
    floor("floor_hop", |world, mix| Ok(Job::Hop(world.any_user(mix)))),
    floor("floor_contact", |world, mix| {
        Ok(Job::Contact(world.behind_any_contact(mix)))
    }),
    search("exact_identifier", |world, mix| {
        exact(world, mix, |it| &it.identifier)
    }),
    search("exact_phone", |world, mix| exact(world, mix, |it| &it.phone)),
    search("exact_email", |world, mix| exact(world, mix, |it| &it.email)),
    search("exact_social_id", |world, mix| {
        exact(world, mix, |it| &it.social_id)
    }),
    search("exact_name", |world, mix| {
        // A short name can be that of more people than a page has.
        let person = person(world, mix, |it| it.name.split(' ').count() > 3);
        Ok(Job::Contacts(Search::contacts(&person.name, Expected::Some)))
    }),
    search("miss_phone", |_, mix| {
        // No number of the data begins with a 1.
        let text = format!("+56 1{:08}", mix.below(100_000_000));
        Ok(Job::Contacts(Search::contacts(&text, Expected::Nothing)))
    }),
    search("surname_first_page", |_, mix| {
        let surname = mix.one_of(&COMMON_SURNAMES);
        Ok(Job::Contacts(Search::contacts(surname, Expected::Some)))
    }),
    search("surname_second_page", |_, mix| {
        let surname = mix.one_of(&COMMON_SURNAMES);
        Ok(Job::Contacts(Search::contacts(surname, Expected::Some).page("2")))
    }),
    search("surname_last_page", |_, mix| {
        let surname = mix.one_of(&COMMON_SURNAMES);
        Ok(Job::Contacts(
            Search::contacts(surname, Expected::Some).page("100"),
        ))
    }),
    search("two_common_surnames", |_, mix| {
        let text = format!(
            "{} {}",
            mix.one_of(&COMMON_SURNAMES),
            mix.one_of(&COMMON_SURNAMES)
        );
        Ok(Job::Contacts(Search::contacts(&text, Expected::Any)))
    }),
    search("given_name_and_surname", |_, mix| {
        let text = format!("{} {}", mix.one_of(&COMMON_GIVEN), mix.one_of(&COMMON_SURNAMES));
        Ok(Job::Contacts(Search::contacts(&text, Expected::Any)))
    }),
    search("prefix_rare", |world, mix| {
        let person = person(world, mix, |it| {
            it.surname.chars().count() > 8 && !it.name.is_empty()
        });
        let start: String = person.surname.chars().take(8).collect();
        Ok(Job::Contacts(Search::contacts(&start, Expected::Some)))
    }),
    search("prefix_common", |_, mix| {
        let word = mix.one_of(&["gon", "mar", "rod", "per", "mun", "jos"]);
        Ok(Job::Contacts(Search::contacts(word, Expected::Some)))
    }),
    search("substring_rare", |world, mix| {
        let person = person(world, mix, |it| it.email.len() > 20);
        Ok(Job::Contacts(Search::contacts(
            middle_of_email(&person),
            Expected::Some,
        )))
    }),
    search("substring_common", |_, mix| {
        let part = mix.one_of(&["mail.ex", "hotmail", "otmail.e", "utlook.example"]);
        Ok(Job::Contacts(Search::contacts(part, Expected::Some)))
    }),
    search("substring_digits", |world, mix| {
        let person = person(world, mix, |it| !it.phone.is_empty());
        let digits: String = person.phone.chars().filter(char::is_ascii_digit).collect();
        // Six digits before the last one: neither the whole number nor its end.
        let part = &digits[digits.len() - 7..digits.len() - 1];
        Ok(Job::Contacts(Search::contacts(part, Expected::Some)))
    }),
    search("account_identifier", |world, mix| {
        let account = world.set.account(mix.below(world.set.accounts()));
        let expected = Expected::Identifier(account.identifier.clone());
        Ok(Job::Accounts(Search::accounts(&account.identifier, expected)))
    }),
    search("account_name", |world, mix| {
        let account = world.set.account(mix.below(world.set.accounts()));
        Ok(Job::Accounts(Search::accounts(
            &account.legal_name,
            Expected::Some,
        )))
    }),
    search("account_words", |world, mix| {
        let account = world.set.account(mix.below(world.set.accounts()));
        let words: Vec<&str> = account.legal_name.split(' ').skip(1).take(2).collect();
        Ok(Job::Accounts(Search::accounts(&words.join(" "), Expected::Some)))
    }),
    search("naive_like", |world, mix| {
        let person = person(world, mix, |it| it.email.len() > 20);
        Ok(Job::Naive(middle_of_email(&person).to_owned()))
    }),
];

/// A person of the data of whom something holds.
fn person(world: &World<'_>, mix: &mut Mix, holds: impl Fn(&Person) -> bool) -> Person {
    loop {
        let person = world.set.contact(mix.below(world.set.contacts()));
        if holds(&person) {
            return person;
        }
    }
}

/// The search for a whole field of somebody who has it.
pub(super) fn exact(world: &World<'_>, mix: &mut Mix, field: fn(&Person) -> &String) -> Outcome<Job> {
    let person = person(world, mix, |it| !field(it).is_empty());
    let expected = Expected::Identifier(person.identifier.clone());
    Ok(Job::Contacts(Search::contacts(field(&person), expected)))
}

/// What stands around the number in an address, which hardly any other has.
fn middle_of_email(person: &Person) -> &str {
    let at = person.email.find('@').unwrap_or_default();
    &person.email[at.saturating_sub(9)..at + 3]
}
