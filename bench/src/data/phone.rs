//! Phone numbers of nine digits, as people write them.

use super::{Mix, mix};

/// Mobile numbers begin with a 9 and one of 2 to 8; this many there are, nearly.
const MOBILES: u64 = 69_999_989;
/// The area codes of two digits.
const AREAS: [u64; 16] = [32, 33, 34, 35, 41, 42, 43, 45, 51, 55, 57, 61, 64, 65, 71, 72];

/// The number of a row; six in seven are mobile, and those no other row has.
pub(super) fn of(seed: u64, row: u64) -> String {
    let mut mix = Mix::at(seed, mix::Stream::Phone, row);
    if mix.below(7) > 0 {
        let number = 20_000_000 + mix::unique(seed, mix::Stream::PhoneNumber, row, MOBILES);
        mobile(number, &mut mix)
    } else if mix.percent(55) {
        santiago(20_000_000 + mix.below(10_000_000), &mut mix)
    } else {
        region(mix.one_of(&AREAS), 2_000_000 + mix.below(1_000_000), &mut mix)
    }
}

/// `9` and eight digits.
fn mobile(number: u64, mix: &mut Mix) -> String {
    let (high, low) = (number / 10_000, number % 10_000);
    match mix.below(100) {
        0..40 => format!("+56 9 {high:04} {low:04}"),
        40..60 => format!("+569{number}"),
        60..82 => format!("9{number}"),
        82..92 => format!("9 {high:04} {low:04}"),
        92..97 => format!("569{number}"),
        _ => format!("(+56) 9-{high:04}-{low:04}"),
    }
}

/// `2` and eight digits.
fn santiago(number: u64, mix: &mut Mix) -> String {
    let (high, low) = (number / 10_000, number % 10_000);
    match mix.below(3) {
        0 => format!("+56 2 {high:04} {low:04}"),
        1 => format!("02 {number}"),
        _ => format!("2{number}"),
    }
}

/// The area's two digits and seven.
fn region(area: u64, number: u64, mix: &mut Mix) -> String {
    match mix.below(3) {
        0 => format!("+56 {area} {} {:06}", number / 1_000_000, number % 1_000_000),
        1 => format!("0{area} {number}"),
        _ => format!("({area}) {number}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{
        instance::NationalLength,
        record::{Field, normal},
    };
    use std::collections::HashSet;

    #[test]
    fn every_notation_compares_as_nine_digits_and_mobiles_are_unique() {
        let forms: Vec<String> = (0..5_000)
            .map(|row| {
                let written = of(2, row);
                let digits = normal::exact(Field::Phone, &written, NationalLength::default()).unwrap();
                assert_eq!(digits.len(), 9, "{written}");
                digits
            })
            .collect();
        let mobiles: Vec<&String> = forms.iter().filter(|digits| digits.starts_with('9')).collect();
        assert!((4_100..4_500).contains(&mobiles.len()), "{}", mobiles.len());
        assert_eq!(mobiles.iter().collect::<HashSet<_>>().len(), mobiles.len());
    }
}
