//! Tax numbers (RUT), as people write them.

use super::Mix;
use ba360_core::record::rut_check_digit;

/// A RUT in one of its notations, the most common first: `17.925.916-8`, `17925916-8`, `179259168`.
pub(super) fn written(number: u32, mix: &mut Mix) -> String {
    let mut digit = rut_check_digit(number);
    if mix.percent(40) {
        digit = digit.to_ascii_lowercase();
    }
    let (millions, thousands, units) = (number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
    match mix.below(100) {
        0..55 => format!("{millions}.{thousands:03}.{units:03}-{digit}"),
        55..85 => format!("{number}-{digit}"),
        _ => format!("{number}{digit}"),
    }
}
