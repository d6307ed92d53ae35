use super::{ExternalKeys, KeptKey, NewExternalKeys};
use crate::{
    ambient::Random,
    instance::InstanceId,
    seal::{Seal, SealPlace, SealedText},
    store::StoreError,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use jiff::Timestamp;
use secrecy::{ExposeSecret, SecretString};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq as _;

/// What the secretkey is sealed for.
pub(super) const SECRET: &str = "external.secretkey";
/// What the clientkey is sealed for.
const CLIENT: &str = "external.clientkey";

/// A secretkey or a clientkey: 16 random bytes in Base64, as the page shows them. It does not print.
#[derive(Clone, Debug)]
pub struct ExternalKey(SecretString);

impl ExternalKey {
    /// A new one.
    pub fn new(random: &dyn Random) -> Self {
        let mut bytes = [0; 16];
        random.fill(&mut bytes);
        Self(STANDARD.encode(bytes).into())
    }

    /// What somebody sent, whatever it is.
    #[must_use]
    pub fn received(text: &str) -> Self {
        Self(text.to_owned().into())
    }

    /// The text, for whoever may see it.
    #[must_use]
    pub fn expose(&self) -> &str {
        self.0.expose_secret()
    }

    /// Whether they are the same. The time that it takes tells nothing of where they differ, nor of how long the
    /// right one is.
    #[must_use]
    pub fn matches(&self, other: &Self) -> bool {
        self.digest().ct_eq(&other.digest()).into()
    }

    fn digest(&self) -> [u8; 32] {
        Sha256::digest(self.expose().as_bytes()).into()
    }
}

/// Both keys of an instance, for whoever may see them.
#[derive(Clone, Debug)]
pub struct ExternalKeyPair {
    /// The clientkey.
    pub client: ShownKey,
    /// The secretkey.
    pub secret: ShownKey,
}

/// A key with what is known of its use.
#[derive(Clone, Debug)]
pub struct ShownKey {
    /// The key.
    pub key: ExternalKey,
    /// When it was made.
    pub made_at: Timestamp,
    /// When it last opened something, to the minute; `None` when it never has.
    pub used_at: Option<Timestamp>,
}

impl ExternalKeyPair {
    /// A new pair, sealed for a store.
    pub(super) fn generate(
        seal: &dyn Seal,
        random: &dyn Random,
        instance: InstanceId,
        at: Timestamp,
    ) -> NewExternalKeys {
        let new = |purpose| sealed(seal, instance, purpose, &ExternalKey::new(random));
        NewExternalKeys {
            client: new(CLIENT),
            secret: new(SECRET),
            at,
        }
    }

    /// Where no company is.
    pub(super) const NOWHERE: InstanceId = InstanceId(0);

    /// A pair of nobody's, so that there is one to open where there is no company.
    pub(super) fn nobodys(seal: &dyn Seal) -> ExternalKeys {
        let nothing = ExternalKey::received("AAAAAAAAAAAAAAAAAAAAAA==");
        let new = |purpose| sealed(seal, Self::NOWHERE, purpose, &nothing);
        ExternalKeys::first(NewExternalKeys {
            client: new(CLIENT),
            secret: new(SECRET),
            at: Timestamp::UNIX_EPOCH,
        })
    }

    /// The pair that a store kept.
    ///
    /// # Errors
    /// [`StoreError::Failed`] when it was sealed under another master key, or for another place.
    pub(super) fn open(
        seal: &dyn Seal,
        instance: InstanceId,
        kept: &ExternalKeys,
    ) -> Result<Self, StoreError> {
        let shown = |purpose, kept: &KeptKey| {
            let text = seal
                .open(&SealPlace { instance, purpose }, &kept.sealed)
                .ok_or_else(|| {
                    StoreError::failed("an external system's key does not open under this master key")
                })?;
            Ok(ShownKey {
                key: ExternalKey(text.into()),
                made_at: kept.made_at,
                used_at: kept.used_at,
            })
        };
        Ok(Self {
            client: shown(CLIENT, &kept.client)?,
            secret: shown(SECRET, &kept.secret)?,
        })
    }

    /// Whether both are what somebody sent. Both are compared, whatever the first comparison says.
    pub(super) fn matches(&self, secret: &ExternalKey, client: &ExternalKey) -> bool {
        self.secret.key.matches(secret) & self.client.key.matches(client)
    }
}

/// A key as a store keeps it.
pub(super) fn sealed(
    seal: &dyn Seal,
    instance: InstanceId,
    purpose: &'static str,
    key: &ExternalKey,
) -> SealedText {
    seal.seal(&SealPlace { instance, purpose }, key.expose())
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Counting;

    impl Random for Counting {
        fn fill(&self, bytes: &mut [u8]) {
            (0..).zip(bytes).for_each(|(n, byte)| *byte = n);
        }
    }

    #[test]
    fn a_key_is_sixteen_bytes_in_base64_and_does_not_print() {
        let key = ExternalKey::new(&Counting);
        assert_eq!(key.expose(), "AAECAwQFBgcICQoLDA0ODw==");
        assert!(!format!("{key:?}").contains("AAEC"));
    }

    #[test]
    fn m4_only_the_whole_key_matches() {
        let key = ExternalKey::received("DgRCJT+oAQ5qsK8sBhD0NQ==");
        assert!(key.matches(&ExternalKey::received("DgRCJT+oAQ5qsK8sBhD0NQ==")));
        for other in [
            "",
            "DgRCJT+oAQ5qsK8sBhD0NQ",
            "DgRCJT+oAQ5qsK8sBhD0NQ===",
            "dgrcjt+oaq5qsk8sbhd0nq==",
        ] {
            assert!(!key.matches(&ExternalKey::received(other)), "{other}");
        }
    }
}
