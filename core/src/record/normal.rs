//! The forms in which values are compared: what "ignores case, accents and punctuation" means, field by field.

use super::Field;
use crate::instance::NationalLength;
use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// The shortest text that is looked for inside values, in characters.
pub const SHORTEST_PART: usize = 3;

/// A text without case, accents and repeated blanks.
#[must_use]
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    let mut blank = false;
    for c in text
        .nfkd()
        .filter(|&c| !is_combining_mark(c))
        .flat_map(char::to_lowercase)
    {
        if c.is_whitespace() {
            blank = !folded.is_empty();
        } else if !is_combining_mark(c) {
            if blank {
                folded.push(' ');
                blank = false;
            }
            folded.push(c);
        }
    }
    folded
}

/// An identifier: folded, and without `.`, `-`, `/` and blanks.
#[must_use]
pub fn identifier(text: &str) -> String {
    let mut folded = fold(text);
    folded.retain(|c| !matches!(c, '.' | '-' | '/' | ' '));
    folded
}

/// The id in a social network: folded, and without the `@` before it.
#[must_use]
pub fn social_id(text: &str) -> String {
    let folded = fold(text);
    folded
        .strip_prefix('@')
        .map_or(folded.clone(), |rest| rest.trim_start().to_owned())
}

/// A phone number's digits, of any script, without `tel:`, punctuation and extension; `None` when the text is
/// no phone number.
#[must_use]
pub fn phone_digits(text: &str) -> Option<String> {
    let folded = fold(text);
    let number = folded.strip_prefix("tel:").unwrap_or(&folded);
    let mut digits = String::with_capacity(number.len());
    let mut chars = number.chars();
    while let Some(c) = chars.next() {
        match c {
            // A parameter of a `tel:` address, such as the extension, and whatever follows it.
            ';' => break,
            'x' => {
                let rest = chars.as_str().trim_start_matches(['.', ' ']);
                let extension = !rest.is_empty() && rest.chars().all(|c| digit(c).is_some());
                return (extension && !digits.is_empty()).then_some(digits);
            }
            '+' | '-' | '.' | '(' | ')' | '/' | ' ' | '\u{2010}'..='\u{2015}' => {}
            c => digits.push(digit(c)?),
        }
    }
    (!digits.is_empty()).then_some(digits)
}

/// A phone number as numbers are compared: the last `national` digits of one that has so many, else all.
#[must_use]
pub fn phone(text: &str, national: NationalLength) -> Option<String> {
    let digits = phone_digits(text)?;
    let start = digits.len().saturating_sub(usize::from(national.digits()));
    Some(digits[start..].to_owned())
}

/// The words of a name, folded.
pub fn words(text: &str) -> Vec<String> {
    fold(text)
        .split(' ')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
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
    (!form.is_empty()).then_some(form)
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
    fn folding_ignores(#[case] text: &str, #[case] folded: &str) {
        assert_eq!(fold(text), folded);
    }

    #[test]
    fn an_identifier_ignores_dots_dashes_slashes_and_blanks() {
        assert_eq!(identifier("17.925.916-8"), "179259168");
        assert_eq!(identifier("17 925 916/K"), "17925916k");
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
}
