use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use ba360_core::ambient::Random;
use base64::{
    Engine as _,
    engine::general_purpose::{STANDARD_NO_PAD, URL_SAFE_NO_PAD},
};
use secrecy::SecretString;
use std::{fmt, io, path::PathBuf};
use zeroize::Zeroizing;

/// What every key of an installation is derived from: 32 bytes. It does not print, and its memory is
/// overwritten when it goes.
///
/// Written down it is `ba360-master-key-1:` and the bytes in Base64url.
pub struct MasterKey(Zeroizing<[u8; MasterKey::BYTES]>);

/// Why there is no master key.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum MasterKeyError {
    /// The text is no key.
    #[error("a master key is `{PREFIX}` followed by 32 bytes in Base64url")]
    NotAKey,
    /// The text is a key of a version that is not known here.
    #[error("this master key is of a version that this program does not know; a newer one wrote it")]
    UnknownVersion,
    /// The file holds no key. It is left as it is: what is sealed under the lost key cannot be opened without it.
    #[error("the master key file {path} is damaged: restore it from a backup ({source})")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with what it holds.
        source: Box<MasterKeyError>,
    },
    /// Others may read the file.
    #[error("others may read the master key file {path} (mode {mode:03o}): chmod 600 it")]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// The file could not be read or made.
    #[error("the master key file {path} could not be {doing}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// What was tried with it.
        doing: &'static str,
        /// What the system said.
        source: io::Error,
    },
}

const PREFIX: &str = "ba360-master-key-1:";
const ANY_PREFIX: &str = "ba360-master-key-";

/// Every derivation starts from here. Changing it would change every key of every installation.
const SALT: &[u8] = b"ba360 master key 1";

impl MasterKey {
    /// How long a key is.
    pub(crate) const BYTES: usize = 32;

    /// Reads a key that was written down. The bytes alone are accepted too, in either alphabet of Base64,
    /// with or without its padding; so are blanks around.
    ///
    /// # Errors
    /// [`MasterKeyError::NotAKey`] and [`MasterKeyError::UnknownVersion`], neither of which repeats the text.
    pub fn from_text(text: &str) -> Result<Self, MasterKeyError> {
        let text = text.trim();
        let encoded = match text.strip_prefix(PREFIX) {
            Some(encoded) => encoded,
            None if text.starts_with(ANY_PREFIX) => return Err(MasterKeyError::UnknownVersion),
            None => text,
        };
        let encoded = encoded.strip_suffix('=').unwrap_or(encoded);
        let url_safe = encoded.contains(['-', '_']);
        let engine = if url_safe {
            URL_SAFE_NO_PAD
        } else {
            STANDARD_NO_PAD
        };
        let bytes = Zeroizing::new(engine.decode(encoded).map_err(|_| MasterKeyError::NotAKey)?);
        let key = bytes.as_slice().try_into().map_err(|_| MasterKeyError::NotAKey)?;
        Ok(Self(Zeroizing::new(key)))
    }

    /// Makes a new key.
    pub fn generate(random: &dyn Random) -> Self {
        let mut key = Zeroizing::new([0; Self::BYTES]);
        random.fill(key.as_mut_slice());
        Self(key)
    }

    /// Writes the key down, for whoever keeps the secrets of an installation.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        // With room from the start: a text that grows leaves copies behind.
        let mut text = String::with_capacity(PREFIX.len() + 44);
        text.push_str(PREFIX);
        URL_SAFE_NO_PAD.encode_string(self.0.as_slice(), &mut text);
        text.into()
    }

    /// A key of the given purpose: another purpose has another key, and none tells anything of the others.
    pub(crate) fn derive<const N: usize>(&self, purpose: &'static [u8]) -> Zeroizing<[u8; N]> {
        let mut key = Zeroizing::new([0; N]);
        Salt::new(HKDF_SHA256, SALT)
            .extract(self.0.as_slice())
            .expand(&[purpose], Length(N))
            .and_then(|derived| derived.fill(key.as_mut_slice()))
            .expect("HKDF-SHA-256 makes up to 8,160 bytes");
        key
    }
}

impl fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("MasterKey(…)")
    }
}

struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::SystemRandom;
    use secrecy::ExposeSecret;

    const ZEROS: &str = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";

    #[test]
    fn a_key_that_was_written_down_is_read_again() {
        let key = MasterKey::generate(&SystemRandom);
        let text = key.to_text();
        assert!(text.expose_secret().starts_with(PREFIX));
        assert_eq!(*MasterKey::from_text(text.expose_secret()).unwrap().0, *key.0);
    }

    #[test]
    fn the_bytes_alone_are_a_key_in_either_alphabet_with_or_without_padding() {
        for text in [
            "-_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "+/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA",
            "+/AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=",
            " -_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n",
        ] {
            assert_eq!(MasterKey::from_text(text).unwrap().0[0], 0xfb, "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_key_is_refused_without_being_repeated() {
        for text in [
            String::new(),
            PREFIX.to_owned(),
            ZEROS[1..].to_owned(),
            format!("{ZEROS}AA"),
            format!("{ZEROS}=="),
            format!("{}B", &ZEROS[1..]),
            format!("{}+_", &ZEROS[2..]),
            format!("prefix:{ZEROS}"),
        ] {
            let error = MasterKey::from_text(&text).unwrap_err();
            assert!(matches!(error, MasterKeyError::NotAKey), "{text:?}: {error:?}");
            assert!(!error.to_string().contains("AAAA"));
        }
        let newer = MasterKey::from_text(&format!("ba360-master-key-2:{ZEROS}"));
        assert!(matches!(newer, Err(MasterKeyError::UnknownVersion)));
    }

    #[test]
    fn each_purpose_has_its_own_key_and_the_same_one_always() {
        let key = MasterKey::from_text(ZEROS).unwrap();
        assert_eq!(key.derive::<32>(b"one"), key.derive::<32>(b"one"));
        assert_ne!(key.derive::<32>(b"one"), key.derive::<32>(b"two"));
    }

    #[test]
    fn a_key_does_not_print() {
        let key = MasterKey::from_text(ZEROS).unwrap();
        assert_eq!(format!("{key:?}"), "MasterKey(…)");
        assert!(!format!("{:?}", key.to_text()).contains("AAAA"));
    }
}
