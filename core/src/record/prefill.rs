use super::{AccountDetails, ContactDetails, ContactQuery, Field, normal, rut_check_digit};

/// The five texts of a new contact, filled in from what was searched for without finding it: the texts that
/// named their field stand there, and the one that named none stands where it looks as if it belonged.
#[must_use]
pub fn prefill_contact(query: &ContactQuery) -> [String; 5] {
    let mut texts = query.each.clone().map(|text| text.trim().to_owned());
    let any = query.any.trim();
    if !any.is_empty() {
        let at = ContactDetails::FIELDS
            .iter()
            .position(|&field| field == likely_field(any))
            .unwrap_or_default();
        if texts[at].is_empty() {
            any.clone_into(&mut texts[at]);
        }
    }
    texts
}

/// The five texts of a new account, filled in from what was searched for without finding it: a text without
/// letters, or a RUT, is its identifier, and anything else its legal name.
#[must_use]
pub fn prefill_account(text: &str) -> [String; 5] {
    let text = text.trim();
    let is_identifier = is_rut(&normal::identifier(text))
        || is_written_as_a_rut(text)
        || !text.chars().any(char::is_alphabetic);
    let field = if is_identifier {
        Field::Identifier
    } else {
        Field::LegalName
    };
    AccountDetails::FIELDS.map(|each| if each == field { text } else { "" }.to_owned())
}

/// The field that a text looks like: an address of e-mail, an id in a social network, a RUT, a phone number,
/// another identifier, or else a name.
fn likely_field(text: &str) -> Field {
    if text.starts_with('@') {
        return Field::SocialId;
    }
    let words = normal::words(text);
    let one_word = !text.contains(char::is_whitespace);
    if one_word
        && text
            .split_once('@')
            .is_some_and(|(user, host)| !user.is_empty() && host.contains('.'))
    {
        return Field::Email;
    }
    let identifier = normal::identifier(text);
    if is_rut(&identifier) || is_written_as_a_rut(text) {
        return Field::Identifier;
    }
    if normal::phone_digits(text).is_some_and(|digits| digits.len() >= 6) {
        return Field::Phone;
    }
    let has_digits = |word: &String| word.chars().any(|c| c.is_ascii_digit());
    if words.iter().all(has_digits) || (one_word && words.iter().any(has_digits)) {
        return Field::Identifier;
    }
    Field::Name
}

/// Whether a text is written as RUTs are, `12.345.678-5`, be its check digit right or wrong.
fn is_written_as_a_rut(text: &str) -> bool {
    text.rsplit_once('-').is_some_and(|(body, check)| {
        let digits = body.bytes().filter(u8::is_ascii_digit).count();
        (7..=8).contains(&digits)
            && body.bytes().all(|b| b.is_ascii_digit() || b == b'.')
            && matches!(
                check,
                "0" | "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "k" | "K"
            )
    })
}

/// Whether a normal form is a Chilean RUT: 7 or 8 digits and the check digit that belongs to them. Nine digits that
/// begin with 9 are a mobile phone, whatever the last one is.
fn is_rut(identifier: &str) -> bool {
    let mut chars = identifier.chars();
    let Some(check) = chars.next_back() else {
        return false;
    };
    let body = chars.as_str();
    if body.len() == 8 && body.starts_with('9') && check.is_ascii_digit() {
        return false;
    }
    if !(7..=8).contains(&body.len()) || !body.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    body.parse()
        .is_ok_and(|number| rut_check_digit(number).eq_ignore_ascii_case(&check))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case::email("ana@correo.cl", Field::Email)]
    #[case::social_id("@ana.soto", Field::SocialId)]
    #[case::rut("12.345.678-5", Field::Identifier)]
    #[case::rut_without_punctuation("179259168", Field::Identifier)]
    #[case::rut_with_a_wrong_digit("12.345.678-6", Field::Identifier)]
    #[case::phone_that_could_be_a_rut("900020937", Field::Phone)]
    #[case::identifier_with_a_letter("6.000.004-K", Field::Identifier)]
    #[case::phone("998874563", Field::Phone)]
    #[case::phone_with_country("+56 9 9887 4563", Field::Phone)]
    #[case::foreign_identifier("AB-123456", Field::Identifier)]
    #[case::name("Ana María Núñez", Field::Name)]
    #[case::name_with_a_number("Juan 2", Field::Name)]
    #[case::name_with_an_address("Ana <ana@x.cl>", Field::Name)]
    fn a_text_is_filled_in_where_it_belongs(#[case] text: &str, #[case] field: Field) {
        assert_eq!(likely_field(text), field);
    }

    #[test]
    fn a_text_that_named_its_field_is_not_pushed_out() {
        let mut query = ContactQuery::any("998874563");
        query.each[4] = "221234567".to_owned();
        query.each[1] = "Ana".to_owned();
        assert_eq!(prefill_contact(&query), ["", "Ana", "", "", "221234567"]);
    }

    #[test]
    fn an_account_is_filled_in_by_its_identifier_or_its_legal_name() {
        assert_eq!(prefill_account(" 76.543.210-K ")[0], "76.543.210-K");
        assert_eq!(prefill_account("76543")[0], "76543");
        assert_eq!(prefill_account("Ferretería 3 Ltda.")[2], "Ferretería 3 Ltda.");
        assert_eq!(prefill_account(" "), <[String; 5]>::default());
    }
}
