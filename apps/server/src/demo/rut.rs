//! The Chilean tax number: up to eight digits and a check digit.

use ba360_core::record::rut_check_digit;

/// A RUT as it is written: `17.925.916-8`.
pub(super) fn written(number: u32) -> String {
    let (millions, thousands, units) = (number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
    format!("{millions}.{thousands:03}.{units:03}-{}", rut_check_digit(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_with_points_and_its_check_digit() {
        assert_eq!(written(17_925_916), "17.925.916-8");
        assert_eq!(
            written(7_000_013),
            format!("7.000.013-{}", rut_check_digit(7_000_013))
        );
    }
}
