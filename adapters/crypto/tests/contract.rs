//! The ports' contracts, case by case, on what this crate makes.
#![allow(clippy::unwrap_used, reason = "this is a test")]

use aws_lc_rs::{
    hkdf::{HKDF_SHA256, KeyType, Salt},
    signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey},
};
use ba360_core::{
    Secrets,
    access::{HashPassword, UserId},
    instance::InstanceId,
    seal::Seal,
    token::{Claims, TokenId, TokenSigner},
};
use ba360_crypto::{Limits, MasterKey, SystemRandom, secrets};
use ba360_testkit::suites::{self, HasherFixture, SealFixture, SignerUnderTest, TokenFixture};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use libtest_mimic::{Arguments, Trial};
use secrecy::ExposeSecret as _;
use serde_json::json;
use std::{process::ExitCode, sync::Arc};

struct Crypto;

/// What the keys of a master key are made with.
const SALT: &[u8] = b"ba360 master key 1";

/// What comes before the 32 bytes of an Ed25519 key in a `SubjectPublicKeyInfo` (RFC 8410).
const DER_BEFORE: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

fn made(limits: Limits) -> Secrets {
    secrets(&MasterKey::generate(&SystemRandom), limits)
}

struct Length;

impl KeyType for Length {
    fn len(&self) -> usize {
        32
    }
}

/// The public key of a master key's tokens, found here anew: what an attacker has in hand who takes it for the
/// secret of another algorithm.
fn public_key(master: &MasterKey) -> Vec<u8> {
    let text = master.to_text();
    let (_, encoded) = text.expose_secret().rsplit_once(':').unwrap();
    let mut seed = [0; 32];
    Salt::new(HKDF_SHA256, SALT)
        .extract(&URL_SAFE_NO_PAD.decode(encoded).unwrap())
        .expand(&[b"token ed25519 1"], Length)
        .unwrap()
        .fill(&mut seed)
        .unwrap();
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).unwrap();
    pair.public_key().as_ref().to_vec()
}

/// With a key that is not the signer's own the attacks would prove nothing.
fn assert_verifies(public: &[u8], signer: &dyn TokenSigner) {
    let at = |secs| Timestamp::from_second(secs).unwrap();
    let claims = Claims {
        instance: InstanceId(1),
        user: UserId(1),
        issued_at: at(0),
        expires_at: at(1),
        id: TokenId("0".repeat(32)),
    };
    let token = signer.sign(&claims).unwrap();
    let (message, signature) = token.expose_secret().rsplit_once('.').unwrap();
    UnparsedPublicKey::new(&ED25519, public)
        .verify(message.as_bytes(), &URL_SAFE_NO_PAD.decode(signature).unwrap())
        .unwrap();
}

impl HasherFixture for Crypto {
    fn label(&self) -> &str {
        "crypto"
    }

    fn hasher(&self) -> Arc<dyn HashPassword> {
        made(Limits::default()).hasher
    }

    fn narrow_hasher(&self) -> Arc<dyn HashPassword> {
        made(Limits {
            hash_at_once: 1,
            hash_waiting: 1,
        })
        .hasher
    }
}

impl TokenFixture for Crypto {
    fn label(&self) -> &str {
        "crypto"
    }

    fn signer(&self) -> SignerUnderTest {
        let master = MasterKey::generate(&SystemRandom);
        let signer = secrets(&master, Limits::default()).tokens;
        let raw = public_key(&master);
        assert_verifies(&raw, &*signer);
        let x = URL_SAFE_NO_PAD.encode(&raw);
        let keys = json!({"keys": [{"kty": "OKP", "crv": "Ed25519", "x": x, "alg": "EdDSA", "use": "sig"}]});
        let der = [&DER_BEFORE[..], &raw].concat();
        let pem = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            base64::engine::general_purpose::STANDARD.encode(&der)
        );
        SignerUnderTest {
            signer,
            public_keys: vec![
                raw,
                der,
                pem.into_bytes(),
                x.into_bytes(),
                keys.to_string().into_bytes(),
            ],
        }
    }
}

impl SealFixture for Crypto {
    fn label(&self) -> &str {
        "crypto"
    }

    fn seal(&self) -> Arc<dyn Seal> {
        made(Limits::default()).seal
    }
}

fn main() -> ExitCode {
    let crypto = Arc::new(Crypto);
    let trials: Vec<Trial> = [
        suites::hasher(crypto.clone()),
        suites::tokens(crypto.clone()),
        suites::seal(crypto),
    ]
    .into_iter()
    .flatten()
    .collect();
    libtest_mimic::run(&Arguments::from_args(), trials).exit_code()
}
