use crate::{MasterKey, SystemRandom};
use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use ba360_core::{
    ambient::Random,
    seal::{Seal, SealPlace, SealedText},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};

/// Seals by AES-256-GCM: `1.<key id>.<nonce and ciphertext in Base64url>`.
///
/// The nonce is random, which is safe for 2^32 seals under one master key.
pub(crate) struct AesSeal {
    key: LessSafeKey,
    /// The version and the id of the key, as they begin a sealed text.
    prefix: String,
}

/// The version of the format, which the seal is bound to.
const VERSION: u8 = 1;

impl AesSeal {
    pub(crate) fn new(master: &MasterKey) -> Self {
        let key = master.derive::<32>(b"seal aes-256-gcm 1");
        let id = master.derive::<6>(b"seal key id 1");
        let key = UnboundKey::new(&AES_256_GCM, key.as_slice()).expect("the key has the length of AES-256");
        Self {
            key: LessSafeKey::new(key),
            prefix: format!("{VERSION}.{}.", URL_SAFE_NO_PAD.encode(id.as_slice())),
        }
    }
}

/// What a seal is bound to. All but the last part have one length, so no two places are written alike.
fn bound_to(place: &SealPlace) -> Aad<Vec<u8>> {
    let mut bytes = vec![VERSION];
    bytes.extend(place.instance.0.to_be_bytes());
    bytes.extend(place.purpose.as_bytes());
    Aad::from(bytes)
}

impl Seal for AesSeal {
    fn seal(&self, place: &SealPlace, text: &str) -> SealedText {
        let mut nonce = [0; NONCE_LEN];
        SystemRandom.fill(&mut nonce);
        let mut sealed = Vec::with_capacity(NONCE_LEN + text.len() + AES_256_GCM.tag_len());
        sealed.extend(nonce);
        sealed.extend(text.as_bytes());
        let tag = self
            .key
            .seal_in_place_separate_tag(
                Nonce::assume_unique_for_key(nonce),
                bound_to(place),
                &mut sealed[NONCE_LEN..],
            )
            .expect("a text in memory is shorter than the 64 GiB of AES-GCM");
        sealed.extend(tag.as_ref());
        let mut written = self.prefix.clone();
        URL_SAFE_NO_PAD.encode_string(&sealed, &mut written);
        SealedText::new(written)
    }

    fn open(&self, place: &SealPlace, sealed: &SealedText) -> Option<String> {
        let encoded = sealed.as_str().strip_prefix(&self.prefix)?;
        let mut sealed = URL_SAFE_NO_PAD.decode(encoded).ok()?;
        let (nonce, sealed) = sealed.split_at_mut_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let text = self.key.open_in_place(nonce, bound_to(place), sealed).ok()?;
        String::from_utf8(text.to_vec()).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::instance::InstanceId;
    use std::collections::HashSet;

    const PLACE: SealPlace = SealPlace {
        instance: InstanceId(7),
        purpose: "azure.tenant",
    };
    /// What the first version sealed under a key of zeros.
    const FIRST: &str = "1.Kz9Rm4BU.s5F-uMLI4ESfYptzeXxM5v2WQsaJTRTxnxcPFllG5mFnyg";

    fn zeros() -> AesSeal {
        AesSeal::new(&MasterKey::from_text(&"A".repeat(43)).unwrap())
    }

    #[test]
    fn what_an_earlier_version_sealed_is_opened() {
        assert_eq!(
            zeros()
                .open(&PLACE, &SealedText::new(FIRST.to_owned()))
                .as_deref(),
            Some("señal")
        );
    }

    #[test]
    fn a13_every_seal_has_its_own_nonce_and_is_safe_in_an_address() {
        let seal = zeros();
        let nonces: HashSet<_> = (0..1000)
            .map(|_| {
                let sealed = seal.seal(&PLACE, "x");
                assert!(
                    sealed
                        .as_str()
                        .bytes()
                        .all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b))
                );
                sealed.as_str()[seal.prefix.len()..][..16].to_owned()
            })
            .collect();
        assert_eq!(nonces.len(), 1000);
    }

    #[test]
    fn a_text_of_any_length_is_sealed_and_opened() {
        for text in ["", "ñ", &"x".repeat(100_000)] {
            assert_eq!(
                zeros().open(&PLACE, &zeros().seal(&PLACE, text)).as_deref(),
                Some(text)
            );
        }
    }

    #[test]
    fn a12_a_purpose_that_begins_like_another_is_another_place() {
        let sealed = zeros().seal(&PLACE, "x");
        for purpose in ["azure.tenant2", "azure.tenan", ""] {
            assert_eq!(
                zeros().open(&SealPlace { purpose, ..PLACE }, &sealed),
                None,
                "{purpose}"
            );
        }
    }

    #[test]
    fn what_is_no_seal_of_this_version_and_key_is_not_opened() {
        let sealed = zeros().seal(&PLACE, "x");
        let (_, rest) = sealed.as_str().split_once('.').unwrap();
        for other in [
            String::new(),
            "x".to_owned(),
            "1..".to_owned(),
            format!("2.{rest}"),
            format!("1.AAAAAAAA.{}", rest.split_once('.').unwrap().1),
            zeros().prefix,
            format!("{}AAAA", zeros().prefix),
            format!("{}=", sealed.as_str()),
            format!(" {}", sealed.as_str()),
        ] {
            assert_eq!(
                zeros().open(&PLACE, &SealedText::new(other.clone())),
                None,
                "{other}"
            );
        }
    }
}
