//! The normal forms of a contact and of a search, beside floors: the five fields in lower case as the standard library
//! has it, which ignores no accents, and the same split into words. `floor_x` is the floor of `x`.
//!
//! `cargo bench -p ba360-core --bench keys`
#![allow(missing_docs, reason = "divan's macros make items without them")]

use ba360_core::{
    instance::NationalLength,
    record::{ContactDetails, FieldSet, SearchIndex, SearchPlan},
};
use divan::{Bencher, black_box};

const CONTACT: [&str; 5] = [
    "17.925.916-8",
    "María Ángela Núñez Sepúlveda",
    "@maria.nunez",
    "maria.nunez8417@correo.example",
    "+56 9 9887 4563",
];
/// What agents and links search for.
const SEARCHED: [&str; 4] = [CONTACT[0], CONTACT[1], CONTACT[3], CONTACT[4]];

fn main() {
    divan::main();
}

/// What a contact is found by.
#[divan::bench]
fn index(bencher: Bencher<'_, '_>) {
    let details = ContactDetails::new(CONTACT).expect("good details");
    bencher.bench_local(|| SearchIndex::of_contact(black_box(&details), NationalLength::default()));
}

/// Each field in lower case, and the name's words.
#[divan::bench]
fn floor_index(bencher: Bencher<'_, '_>) {
    bencher.bench_local(|| {
        let fields = black_box(CONTACT).map(str::to_lowercase);
        let words: Vec<String> = fields[1].split_whitespace().map(str::to_owned).collect();
        (fields, words)
    });
}

/// What a search looks for.
#[divan::bench(args = SEARCHED)]
fn plan(bencher: Bencher<'_, '_>, text: &str) {
    bencher
        .bench_local(|| SearchPlan::any_field(black_box(text), FieldSet::CONTACT, NationalLength::default()));
}

/// The text in lower case once for each field.
#[divan::bench(args = SEARCHED)]
fn floor_plan(bencher: Bencher<'_, '_>, text: &str) {
    bencher.bench_local(|| [(); 5].map(|()| black_box(text).to_lowercase()));
}
