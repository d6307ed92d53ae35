//! Records and searches by chance, the same in every run.

use ba360_core::record::Field;

/// Numbers by chance, from a seed (SplitMix64).
pub(super) struct Dice(u64);

const WORDS: [&str; 24] = [
    "Ana",
    "ANA",
    "aná",
    "Anabel",
    "María",
    "Maria",
    "Mar",
    "Núñez",
    "nunez",
    "Soto",
    "Soto-Pérez",
    "O'Hara",
    "100%",
    "a_b",
    "axb",
    "x*y",
    "\"q\"",
    "b\\s",
    "de",
    "la",
    "İpek",
    "Straße",
    "ﬁn",
    "ñ",
];
const IDENTIFIERS: [&str; 12] = [
    "17.925.916-8",
    "179259168",
    "17925916-K",
    "17 925 916 k",
    "1-9",
    "11-9",
    "AB-123/4",
    "ab1234",
    "%25",
    "_",
    "12.345.678-5",
    "2345678",
];
const SOCIAL_IDS: [&str; 8] = [
    "@ana",
    "ana",
    "@Ana.Soto",
    "ana_soto",
    "anasoto",
    "@@x",
    "@",
    "nunez%",
];
const EMAILS: [&str; 7] = [
    "ana@correo.cl",
    "ANA@CORREO.CL",
    "ana@correo.com",
    "a_b@x.cl",
    "axb@x.cl",
    "núñez@x.cl",
    "o'hara@x.cl",
];
const PHONES: [&str; 10] = [
    "+56 9 9887 4563",
    "998874563",
    "9 9887 4563 x42",
    "tel:+56998874563;ext=42",
    "٩٩٨٨٧٤٥٦٣",
    "(2) 2123-4567",
    "2345678",
    "2345",
    "x42",
    "ana",
];
const LINES: [&str; 6] = [
    "Venta de pan",
    "venta  de PAN",
    "Panadería",
    "100% pan",
    "pan_y_más",
    "Núñez 5",
];
const ODDITIES: [&str; 20] = [
    "%",
    "%%%",
    "_",
    "___",
    "*",
    "***",
    "'",
    "''",
    "\"",
    "\\",
    "\\%",
    "ana*",
    "ana%",
    "%ana",
    "-",
    "...",
    "ana OR soto",
    "NOT ana",
    "@",
    "😀",
];

impl Dice {
    pub(super) fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number under `bound`.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^= mixed >> 31;
        (mixed % bound as u64) as usize
    }

    /// Whether something happens that does so `percent` times in a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub(super) fn one_of<'a, T>(&mut self, all: &'a [T]) -> &'a T {
        &all[self.below(all.len())]
    }

    /// The texts of a record: each field or none, but one at least.
    pub(super) fn record(&mut self, fields: [Field; 5]) -> [String; 5] {
        let mut texts = fields.map(|field| {
            if self.chance(55) {
                self.value(field)
            } else {
                String::new()
            }
        });
        if texts.iter().all(String::is_empty) {
            texts[0] = self.value(fields[0]);
        }
        texts
    }

    fn value(&mut self, field: Field) -> String {
        match field {
            Field::Identifier => (*self.one_of(&IDENTIFIERS)).to_owned(),
            Field::SocialId => (*self.one_of(&SOCIAL_IDS)).to_owned(),
            Field::Email => (*self.one_of(&EMAILS)).to_owned(),
            Field::Phone => (*self.one_of(&PHONES)).to_owned(),
            Field::BusinessLine | Field::Address => (*self.one_of(&LINES)).to_owned(),
            Field::Name | Field::Representative | Field::LegalName => {
                let many = 1 + self.below(3);
                (0..many)
                    .map(|_| *self.one_of(&WORDS))
                    .collect::<Vec<_>>()
                    .join(" ")
            }
        }
    }

    /// What somebody may search who wants a record with that text.
    pub(super) fn query(&mut self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        let query = match self.below(8) {
            0 | 1 => text.to_owned(),
            // The beginnings of its words, in another order.
            2 | 3 => {
                let mut words: Vec<String> = text
                    .split_whitespace()
                    .map(|word| word.chars().take(1 + self.below(4)).collect())
                    .collect();
                words.reverse();
                words.truncate(1 + self.below(3));
                words.join(" ")
            }
            // A part of it.
            4 | 5 if chars.len() > 2 => {
                let from = self.below(chars.len() - 1);
                let long = 1 + self.below(6);
                chars[from..].iter().take(long).collect()
            }
            6 => format!("{} {}", self.one_of(&WORDS), self.one_of(&WORDS)),
            _ => (*self.one_of(&ODDITIES)).to_owned(),
        };
        match self.below(4) {
            0 => query.to_uppercase(),
            1 => query.replace(' ', "   "),
            _ => query,
        }
    }
}
