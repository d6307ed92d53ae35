/// The check digit of a Chilean tax number (RUT), `'0'` to `'9'` or `'K'`: modulo 11 of its digits from the right,
/// weighted 2 to 7 over and over.
#[must_use]
pub fn rut_check_digit(number: u32) -> char {
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
        digit => char::from(b'0' + digit as u8),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::of_the_vendors_example(17_925_916, '8')]
    #[case::of_a_company(76_086_428, '5')]
    #[case::ten_is_k(1_000_005, 'K')]
    #[case::eleven_is_0(1_000_013, '0')]
    #[case::nothing(0, '0')]
    #[case::the_greatest_number(u32::MAX, '0')]
    fn the_check_digit_belongs_to_the_number(#[case] number: u32, #[case] digit: char) {
        assert_eq!(rut_check_digit(number), digit);
    }
}
