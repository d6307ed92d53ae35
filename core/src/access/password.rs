use crate::text::{Code, Coded};
use secrecy::{ExposeSecret, SecretString};
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization;

/// A password as somebody typed it, in Unicode's form NFC, so that the same letters typed on two keyboards
/// are the same password. It does not print.
#[derive(Clone, Debug)]
pub struct Password(SecretString);

/// A password that is not even worth a look.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadPassword {
    /// Nothing in it but blanks.
    #[error("the password is blank")]
    Blank,
    /// Over [`Password::MAX_BYTES`].
    #[error("the password is longer than 1,024 bytes")]
    TooLong,
    /// A password that is chosen has [`Password::MIN_CHARS`] characters.
    #[error("the password is shorter than 12 characters")]
    TooShort,
    /// A password that is chosen is not the user's name, and has more than three different characters.
    #[error("the password is the user's name, or made of a few characters alone")]
    Guessable,
}

impl Coded for BadPassword {
    fn code(&self) -> Code {
        match self {
            Self::Blank => Code::PasswordBlank,
            Self::TooLong => Code::PasswordTooLong,
            Self::TooShort => Code::PasswordTooShort,
            Self::Guessable => Code::PasswordGuessable,
        }
    }
}

impl Password {
    /// The longest password that is hashed, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 1024;

    /// Takes a password whole: nothing is cut off or trimmed.
    ///
    /// # Errors
    /// [`BadPassword`] when it is blank or too long.
    pub fn new(typed: &str) -> Result<Self, BadPassword> {
        if typed.trim().is_empty() {
            return Err(BadPassword::Blank);
        }
        if typed.len() > Self::MAX_BYTES {
            return Err(BadPassword::TooLong);
        }
        let composed: String = typed.nfc().collect();
        if composed.len() > Self::MAX_BYTES {
            return Err(BadPassword::TooLong);
        }
        Ok(Self(composed.into()))
    }

    /// The fewest characters that a person may choose.
    pub const MIN_CHARS: usize = 12;

    /// Takes a password that a person chooses.
    ///
    /// # Errors
    /// [`BadPassword`] also when it is short or the first that anybody would guess.
    pub fn chosen(typed: &str, user: &str) -> Result<Self, BadPassword> {
        let password = Self::new(typed)?;
        if typed.chars().count() < Self::MIN_CHARS {
            return Err(BadPassword::TooShort);
        }
        let folded = |text: &str| text.nfkc().flat_map(char::to_lowercase).collect::<String>();
        let (folded, user) = (folded(typed), folded(user));
        let different: BTreeSet<char> = folded.chars().collect();
        if different.len() <= 3 || folded.replace(&user, "").chars().count() < 4 {
            return Err(BadPassword::Guessable);
        }
        Ok(password)
    }

    /// The bytes to hash.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.expose_secret().as_bytes()
    }
}

/// A hashed password, in the hasher's own text with its parameters (PHC). It does not print.
#[derive(Clone, Debug)]
pub struct PasswordHash(SecretString);

impl PasswordHash {
    /// Wraps what the hasher made or a store kept.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text.into())
    }

    /// The text, for the hasher and for the store.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chosen_password_is_long_and_not_the_first_to_be_guessed() {
        let chosen = |text| Password::chosen(text, "Marcela.Soto").map(|_| ());
        assert_eq!(chosen("tres tristes tigres"), Ok(()));
        assert_eq!(chosen("corta"), Err(BadPassword::TooShort));
        assert_eq!(chosen("   "), Err(BadPassword::Blank));
        assert_eq!(chosen("aaaaaaaaaaaa"), Err(BadPassword::Guessable));
        assert_eq!(chosen("123123123123"), Err(BadPassword::Guessable));
        assert_eq!(chosen("marcela.soto"), Err(BadPassword::Guessable));
        assert_eq!(chosen("MARCELA.SOTO1"), Err(BadPassword::Guessable));
        assert_eq!(chosen(&"ñ1x2".repeat(300)), Err(BadPassword::TooLong));
    }

    #[test]
    fn e6_a_password_is_taken_whole_up_to_its_longest() {
        for length in [1, 64, 65, 1024] {
            let text = "x".repeat(length);
            assert_eq!(Password::new(&text).unwrap().expose().len(), length);
        }
        assert_eq!(Password::new(&"x".repeat(1025)).err(), Some(BadPassword::TooLong));
    }
}
