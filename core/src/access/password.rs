use secrecy::{ExposeSecret, SecretString};
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
