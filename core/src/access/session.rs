use crate::ambient::Random;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use std::fmt;

/// What opens a session: 32 random bytes in Base64url, known only to the browser. It does not print.
#[derive(Clone, Debug)]
pub struct SessionSecret(SecretString);

impl SessionSecret {
    /// A new one.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = [0; 32];
        random.fill(&mut bytes);
        Self(URL_SAFE_NO_PAD.encode(bytes).into())
    }

    /// One that a browser sent; `None` when it cannot be one of ours.
    #[must_use]
    pub fn received(text: &str) -> Option<Self> {
        (text.len() == 43 && URL_SAFE_NO_PAD.decode(text).is_ok()).then(|| Self(text.to_owned().into()))
    }

    /// What the browser is given.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// What the store keeps in its place: nothing in a copy of the database opens a session.
    #[must_use]
    pub fn key(&self) -> SessionKey {
        SessionKey(self.digest(b"session"))
    }

    /// What every form of the session carries and every change of state asks for.
    #[must_use]
    pub fn form_token(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.digest(b"form"))
    }

    fn digest(&self, purpose: &[u8]) -> [u8; 32] {
        Sha256::new()
            .chain_update(purpose)
            .chain_update([0])
            .chain_update(self.expose())
            .finalize()
            .into()
    }
}

/// A session's key in the store: a digest of its secret.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SessionKey(pub [u8; 32]);

impl SessionKey {
    /// One that a store kept; `None` when it has not 32 bytes.
    #[must_use]
    pub fn stored(bytes: &[u8]) -> Option<Self> {
        bytes.try_into().ok().map(Self)
    }
}

impl fmt::Debug for SessionKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SessionKey({:02x}{:02x}…)", self.0[0], self.0[1])
    }
}
