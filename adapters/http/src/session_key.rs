//! The key of a session, as an administrator names it: 64 hexadecimal digits.

use ba360_core::access::SessionKey;

/// The digits of a key.
pub(crate) fn hex(SessionKey(bytes): SessionKey) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The key of those digits.
pub(crate) fn read_hex(text: &str) -> Option<SessionKey> {
    let digits = |pair: &[u8]| {
        let text = str::from_utf8(pair).ok()?;
        let all_digits = text.bytes().all(|digit| digit.is_ascii_hexdigit());
        all_digits.then(|| u8::from_str_radix(text, 16).ok())?
    };
    let bytes: Option<Vec<u8>> = text.as_bytes().chunks(2).map(digits).collect();
    (text.len() == 64).then(|| SessionKey::stored(&bytes?))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_named_by_the_digits_of_its_key() {
        let key = SessionKey([0xa7; 32]);
        assert_eq!(read_hex(&hex(key)), Some(key));
        for bad in [
            "",
            "a7",
            &"+7".repeat(32),
            &"a7".repeat(33),
            &"zz".repeat(32),
            &"é".repeat(32),
        ] {
            assert_eq!(read_hex(bad), None, "{bad}");
        }
    }
}
