//! The ports' contracts, case by case, on what this crate makes.
#![allow(clippy::unwrap_used, reason = "this is a test")]

use ba360_core::{Secrets, access::HashPassword, seal::Seal};
use ba360_crypto::{Limits, MasterKey, SystemRandom, json_web_keys, secrets};
use ba360_testkit::suites::{self, HasherFixture, SealFixture, SignerUnderTest, TokenFixture};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use libtest_mimic::{Arguments, Trial};
use std::{process::ExitCode, sync::Arc};

struct Crypto;

/// What comes before the 32 bytes of an Ed25519 key in a `SubjectPublicKeyInfo` (RFC 8410).
const DER_BEFORE: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

fn made(limits: Limits) -> Secrets {
    secrets(&MasterKey::generate(&SystemRandom), limits)
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
        let keys = json_web_keys(&master);
        let x = keys["keys"][0]["x"].as_str().unwrap();
        let raw = URL_SAFE_NO_PAD.decode(x).unwrap();
        let der = [&DER_BEFORE[..], &raw].concat();
        let pem = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            base64::engine::general_purpose::STANDARD.encode(&der)
        );
        SignerUnderTest {
            signer: secrets(&master, Limits::default()).tokens,
            public_keys: vec![
                raw,
                der,
                pem.into_bytes(),
                x.as_bytes().to_vec(),
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
