//! The forms in which values are compared: what "ignores case, accents and punctuation" means, field by field.

use super::Field;
use crate::{hex::hex, instance::NationalLength};
use caseless::Caseless;
use sha2::{Digest, Sha256};
use std::borrow::Cow;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The shortest text that is looked for inside values, in characters.
pub const SHORTEST_PART: usize = 3;

/// A text without case, accents and repeated blanks, and without characters that show nothing.
///
/// An accent is a mark on a letter of a script whose letters stay what they are without it: Latin, Greek,
/// Cyrillic, Hebrew, Arabic. In other scripts a mark is a vowel or makes another consonant, and stays.
#[must_use]
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        fold_ascii(text)
    } else {
        fold_any(text)
    }
}

/// A text of which every form is that of `text`, and takes less time: every form begins with [`fold`], which is quick where
/// all is ASCII.
pub(super) fn ready(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let folded = fold(text);
    match folded.is_ascii() {
        true => Cow::Owned(folded),
        false => Cow::Borrowed(text),
    }
}

/// [`fold`] of what most values are made of, where nothing has to be taken apart.
fn fold_ascii(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let mut blank = false;
    for c in text.chars() {
        if c.is_whitespace() {
            blank = !letters.is_empty();
        } else {
            if blank {
                letters.push(' ');
                blank = false;
            }
            letters.push(plain_apostrophe(c.to_ascii_lowercase()));
        }
    }
    letters
}

fn fold_any(text: &str) -> String {
    let mut letters = String::with_capacity(text.len());
    let (mut blank, mut bears_accents) = (false, false);
    // Case after decomposition, and decomposition again, since some letters fold to what can be decomposed.
    for c in text
        .chars()
        .map(plain_apostrophe)
        .nfkd()
        .default_case_fold()
        .nfkd()
        .map(plain_apostrophe)
    {
        if c.is_whitespace() {
            blank = !letters.is_empty();
        } else if shows_nothing(c) || (bears_accents && is_combining_mark(c)) {
        } else {
            if blank {
                letters.push(' ');
                blank = false;
            }
            if !is_combining_mark(c) {
                bears_accents = !c.is_alphabetic() || has_accents(c);
            }
            letters.push(c);
        }
    }
    letters.nfc().collect()
}

/// Names of users and platforms without case, as [`fold`] has it, but with their accents.
#[must_use]
pub fn fold_case(text: &str) -> String {
    text.chars().nfc().default_case_fold().nfc().collect()
}

/// Whether a text has a character that can be seen.
#[must_use]
pub fn is_visible(text: &str) -> bool {
    text.chars()
        .any(|c| !c.is_whitespace() && !is_combining_mark(c) && !shows_nothing(c))
}

fn shows_nothing(c: char) -> bool {
    !c.is_ascii() && c.general_category() == GeneralCategory::Format
}

/// The apostrophes that people and keyboards put for one another.
fn plain_apostrophe(c: char) -> char {
    match c {
        '\u{b4}' | '`' | '\u{2bc}' | '\u{2018}' | '\u{2019}' => '\'',
        c => c,
    }
}

/// Whether marks on this letter are accents.
fn has_accents(c: char) -> bool {
    matches!(c,
        '\u{41}'..='\u{24f}'
        | '\u{370}'..='\u{52f}'
        | '\u{590}'..='\u{6ff}'
        | '\u{750}'..='\u{77f}'
        | '\u{1c80}'..='\u{1c8f}'
        | '\u{1e00}'..='\u{1fff}'
        | '\u{2c60}'..='\u{2c7f}'
        | '\u{a640}'..='\u{a69f}'
        | '\u{a720}'..='\u{a7ff}')
}

/// Hyphens and dashes, which people and programs put for one another.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// An identifier: folded, and without `.`, dashes, `/` and blanks.
#[must_use]
pub fn identifier(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| !matches!(c, '.' | '/' | ' ') && !is_dash(c));
    folded
}

/// The id in a social network: folded, and without the `@` before it.
#[must_use]
pub fn social_id(text: &str) -> String {
    let folded = fold(text);
    match folded.strip_prefix('@') {
        Some(rest) => rest.trim_start().to_owned(),
        None => folded,
    }
}

/// The longest phone number, in digits (E.164).
const LONGEST_PHONE: usize = 15;

/// A phone number's digits, of any script, without `tel:`, punctuation and extension; `None` when the text is
/// no phone number.
#[must_use]
pub fn phone_digits(text: &str) -> Option<String> {
    let folded = fold(text);
    let number = folded.strip_prefix("tel:").unwrap_or(&folded);
    let mut digits = String::with_capacity(number.len());
    for (at, c) in number.char_indices() {
        match c {
            '+' | '.' | '(' | ')' | '/' | ' ' => {}
            c if is_dash(c) => {}
            c => match digit(c) {
                Some(digit) => digits.push(digit),
                None if is_extension(&number[at..]) => break,
                None => return None,
            },
        }
    }
    (1..=LONGEST_PHONE).contains(&digits.len()).then_some(digits)
}

/// Whether the rest of a phone number is an extension: the parameters of a `tel:` address, or a mark and digits.
fn is_extension(rest: &str) -> bool {
    if rest.starts_with(';') {
        return true;
    }
    let marks = ["ext", "x", "anexo", "#", ","];
    marks
        .iter()
        .filter_map(|mark| rest.strip_prefix(mark))
        .any(|behind| {
            let number = behind.trim_start_matches(['.', ':', ' ']);
            !number.is_empty() && number.chars().all(|c| digit(c).is_some())
        })
}

/// A phone number as numbers are compared: the last `national` digits of one that has so many, else all.
#[must_use]
pub fn phone(text: &str, national: NationalLength) -> Option<String> {
    let digits = phone_digits(text)?;
    let start = digits.len().saturating_sub(usize::from(national.digits()));
    Some(digits[start..].to_owned())
}

/// The words of a name, folded.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let between = |c: char| !c.is_alphanumeric() && !is_combining_mark(c);
    fold(text)
        .split(between)
        .filter(|word| !word.is_empty())
        .map(bounded)
        .collect()
}

/// The longest form that is kept, in bytes: the keys of every database's index are bounded.
const LONGEST_FORM: usize = 1_024;

/// A form as it is kept: one that is too long by its beginning, and a digest of the whole.
fn bounded(form: &str) -> String {
    if form.len() <= LONGEST_FORM {
        return form.to_owned();
    }
    let digest = Sha256::digest(form.as_bytes());
    let end = form.floor_char_boundary(LONGEST_FORM - 17);
    format!("{} {}", &form[..end], hex(&digest[..8]))
}

/// A value as it is compared whole with others of its field; `None` when nothing is left to compare.
#[must_use]
pub fn exact(field: Field, text: &str, national: NationalLength) -> Option<String> {
    let form = match field {
        Field::Identifier => identifier(text),
        Field::SocialId => social_id(text),
        Field::Phone => phone(text, national)?,
        Field::Name
        | Field::Email
        | Field::Representative
        | Field::LegalName
        | Field::BusinessLine
        | Field::Address => fold(text),
    };
    (!form.is_empty()).then(|| bounded(&form))
}

/// A value as parts of it are looked for: as [`exact`], but with all the digits of a phone number.
#[must_use]
pub fn part(field: Field, text: &str) -> Option<String> {
    let form = match field {
        Field::Phone => phone_digits(text)?,
        Field::Identifier => identifier(text),
        Field::SocialId => social_id(text),
        _ => fold(text),
    };
    (!form.is_empty()).then_some(form)
}

/// The ASCII digit of a decimal digit of any script. Unicode's decimal digits stand in runs of ten that begin
/// with zero.
fn digit(c: char) -> Option<char> {
    if c.is_ascii_digit() {
        return Some(c);
    }
    if c.is_ascii() || c.general_category() != GeneralCategory::DecimalNumber {
        return None;
    }
    let is_digit = |code: u32| {
        char::from_u32(code).is_some_and(|c| c.general_category() == GeneralCategory::DecimalNumber)
    };
    let code = u32::from(c);
    let before = (1..)
        .take_while(|&back| code >= back && is_digit(code - back))
        .count() as u32;
    char::from_digit(before % 10, 10)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn national() -> NationalLength {
        NationalLength::default()
    }

    #[rstest]
    #[case::case_("PÉREZ", "perez")]
    #[case::accents("Ñuñoa", "nunoa")]
    #[case::repeated_blanks("  Juan \t  Pérez ", "juan perez")]
    #[case::a_decomposed_accent("e\u{301}", "e")]
    #[case::a_capital_that_becomes_two("İ", "i")]
    #[case::a_sharp_s("STRASSE straße", "strasse strasse")]
    #[case::a_final_sigma("ΟΔΟΣ οδος", "οδοσ οδοσ")]
    #[case::apostrophes("O´Higgins O’Higgins", "o'higgins o'higgins")]
    #[case::invisible_characters("ana\u{200b}@x.cl\u{202c}", "ana@x.cl")]
    #[case::devanagari_vowels("कि", "कि")]
    #[case::japanese_voicing("がく", "がく")]
    fn folding_ignores(#[case] text: &str, #[case] folded: &str) {
        assert_eq!(fold(text), folded);
    }

    #[test]
    fn an_identifier_ignores_dots_dashes_slashes_and_blanks() {
        assert_eq!(identifier("17.925.916-8"), "179259168");
        assert_eq!(identifier("17 925 916/K"), "17925916k");
        assert_eq!(identifier("17.925.916\u{2013}8"), "179259168");
    }

    #[rstest]
    #[case::plain("998874563", Some("998874563"))]
    #[case::tel_uri("tel:+13175550125", Some("175550125"))]
    #[case::with_country("+56 9 9887 4563", Some("998874563"))]
    #[case::punctuation("(56-9) 9887.4563", Some("998874563"))]
    #[case::parameter_extension("tel:+56998874563;ext=42", Some("998874563"))]
    #[case::letter_extension("998874563 x42", Some("998874563"))]
    #[case::arabic_digits("٩٩٨٨٧٤٥٦٣", Some("998874563"))]
    #[case::full_width_digits("９９８８７４５６３", Some("998874563"))]
    #[case::mathematical_digits("𝟗𝟗𝟖𝟖𝟕𝟒𝟓𝟔𝟑", Some("998874563"))]
    #[case::abbreviated_extension("998874563 ext. 42", Some("998874563"))]
    #[case::chilean_extension("998874563 anexo 42", Some("998874563"))]
    #[case::hash_extension("998874563#42", Some("998874563"))]
    #[case::direction_marks("\u{202a}+56 9 9887 4563\u{202c}", Some("998874563"))]
    #[case::a_minus_sign("9887\u{2212}4563", Some("98874563"))]
    #[case::sixteen_digits("2456789099887456", None)]
    #[case::a_short_one_whole("1234", Some("1234"))]
    #[case::a_name("Juan 9", None)]
    #[case::an_extension_alone("x42", None)]
    #[case::no_digit("+-()", None)]
    fn a_phone_compares_as_digits(#[case] text: &str, #[case] key: Option<&str>) {
        assert_eq!(phone(text, national()).as_deref(), key);
    }

    #[test]
    fn at_before_a_social_id_is_ignored() {
        assert_eq!(social_id("@Ana.Soto"), "ana.soto");
        assert_eq!(social_id("ana@soto"), "ana@soto");
    }

    #[test]
    fn words_are_what_stands_between_punctuation() {
        assert_eq!(words("Pérez, Juan (Soto)"), ["perez", "juan", "soto"]);
        assert_eq!(words("O'Higgins-Núñez"), ["o", "higgins", "nunez"]);
        assert!(words(" - ").is_empty());
    }

    #[test]
    fn a_form_is_never_longer_than_an_index_can_keep() {
        let long = exact(Field::Name, &"\u{fdfa}".repeat(256), national()).unwrap();
        let other = exact(Field::Name, &format!("{}a", "\u{fdfa}".repeat(255)), national()).unwrap();
        assert!(long.len() <= LONGEST_FORM && other.len() <= LONGEST_FORM && long != other);
    }

    proptest::proptest! {
        #[test]
        fn ascii_folds_as_everything_else_does(text in "[\\x00-\\x7f]{0,40}") {
            proptest::prop_assert_eq!(fold_ascii(&text), fold_any(&text));
        }

        #[test]
        fn what_is_ready_has_the_same_forms(text in "[a-zA-Z0-9 áÉñÜİ´’@+.()/\u{200b}\u{301}-]{0,24}") {
            let ready = ready(&text);
            proptest::prop_assert_eq!(words(&text), words(&ready));
            for field in Field::ALL {
                let forms = |text: &str| (exact(field, text, national()), part(field, text));
                proptest::prop_assert_eq!(forms(&text), forms(&ready));
            }
        }
    }

    #[test]
    fn folding_twice_changes_nothing() {
        for c in ('\0'..='\u{3ffff}').filter(|c| c.is_alphanumeric()) {
            let once = fold(&format!("a{c}e\u{301}"));
            assert_eq!(fold(&once), once, "{c:?}");
        }
    }
}
