use crate::hmac::hmac;
use ba360_core::{
    ambient::Random,
    seal::{Seal, SealPlace, SealedText},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use std::sync::{
    Arc,
    atomic::{AtomicUsize, Ordering},
};
use subtle::ConstantTimeEq;

/// A seal for tests: it keeps the contract, but its construction is its own and nobody has examined it.
pub struct TestSeal {
    random: Arc<dyn Random>,
    key: [u8; 32],
    opened: AtomicUsize,
}

/// What every sealed text begins with.
const PREFIX: &str = "test-only.";

/// The lengths in bytes of what stands before and behind the hidden text.
const NONCE: usize = 16;
const CODE: usize = 32;

impl TestSeal {
    /// A seal with a key of its own, which draws its nonces from `random`.
    #[must_use]
    pub fn new(random: Arc<dyn Random>) -> Self {
        let mut key = [0; 32];
        random.fill(&mut key);
        Self {
            random,
            key,
            opened: AtomicUsize::new(0),
        }
    }

    /// How often something was opened, or tried to be: who is refused must have cost as much as who is let in.
    #[must_use]
    pub fn opened(&self) -> usize {
        self.opened.load(Ordering::Acquire)
    }

    /// Hides a text, or shows a hidden one.
    fn hide(&self, nonce: &[u8], text: &mut [u8]) {
        for (n, chunk) in (0_u64..).zip(text.chunks_mut(32)) {
            let stream = hmac(&self.key, &[b"hide", nonce, &n.to_be_bytes()]);
            chunk
                .iter_mut()
                .zip(stream)
                .for_each(|(byte, other)| *byte ^= other);
        }
    }

    fn code(&self, place: &SealPlace, nonce_and_text: &[u8]) -> [u8; CODE] {
        let purpose = place.purpose.as_bytes();
        let length = (purpose.len() as u64).to_be_bytes();
        let instance = place.instance.0.to_be_bytes();
        hmac(&self.key, &[b"code", &instance, &length, purpose, nonce_and_text])
    }
}

impl Seal for TestSeal {
    fn seal(&self, place: &SealPlace, text: &str) -> SealedText {
        let mut sealed = vec![0; NONCE];
        self.random.fill(&mut sealed);
        let mut hidden = text.as_bytes().to_vec();
        self.hide(&sealed, &mut hidden);
        sealed.extend(hidden);
        let code = self.code(place, &sealed);
        sealed.extend(code);
        SealedText::new(format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(sealed)))
    }

    fn open(&self, place: &SealPlace, sealed: &SealedText) -> Option<String> {
        self.opened.fetch_add(1, Ordering::AcqRel);
        let bytes = URL_SAFE_NO_PAD
            .decode(sealed.as_str().strip_prefix(PREFIX)?)
            .ok()?;
        let (nonce_and_text, code) = bytes.split_at_checked(bytes.len().checked_sub(CODE)?)?;
        let (nonce, hidden) = nonce_and_text.split_at_checked(NONCE)?;
        if !bool::from(self.code(place, nonce_and_text)[..].ct_eq(code)) {
            return None;
        }
        let mut text = hidden.to_vec();
        self.hide(nonce, &mut text);
        String::from_utf8(text).ok()
    }
}
