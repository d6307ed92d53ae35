//! The Chilean tax number: up to eight digits and a check digit.

/// A RUT as it is written: `17.925.916-8`.
pub(super) fn written(number: u32) -> String {
    let (millions, thousands, units) = (number / 1_000_000, number / 1_000 % 1_000, number % 1_000);
    format!("{millions}.{thousands:03}.{units:03}-{}", check_digit(number))
}

/// The check digit: modulo 11 of the digits from the right, weighted 2 to 7 over and over.
fn check_digit(number: u32) -> char {
    let (mut rest, mut sum) = (number, 0);
    for weight in (2..=7).cycle() {
        if rest == 0 {
            break;
        }
        sum += rest % 10 * weight;
        rest /= 10;
    }
    match 11 - sum % 11 {
        11 => '0',
        10 => 'K',
        digit => char::from_digit(digit, 10).unwrap_or('0'),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_is_the_one_of_the_vendors_example() {
        assert_eq!(written(17_925_916), "17.925.916-8");
        assert_eq!(written(76_086_428), "76.086.428-5");
        assert_eq!(check_digit(1_000_005), 'K');
        assert_eq!(check_digit(1_000_013), '0');
    }
}
