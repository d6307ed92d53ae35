use super::{
    SignerUnderTest, TokenFixture,
    run::{Outcome, on_a_fixture, suite},
    support::at_ms,
};
use crate::hmac::hmac;
use ba360_core::{
    access::UserId,
    instance::InstanceId,
    token::{Claims, TokenId, TokenSigner},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::ExposeSecret;
use std::sync::Arc;

suite! {
    /// The contract of [`TokenSigner`](ba360_core::token::TokenSigner).
    tokens(dyn TokenFixture) through on_a_fixture, RULES:
    what_was_signed_is_verified,
    a_changed_token_verifies_as_nothing,
    a_token_of_another_key_verifies_as_nothing,
    a_token_of_another_algorithm_verifies_as_nothing,
    the_vendors_sample_token_verifies_as_nothing,
}

/// The token in the links of the vendor's page: Base64 of a user's name and password in clear.
const VENDORS_SAMPLE: &str = "ZTMgcHJ1ZWJhY2hhdCAxMjM0IHlCeWdPcktxQTAgMjAyMDAyMDc";

fn claims() -> Claims {
    Claims {
        instance: InstanceId(3),
        user: UserId(7),
        issued_at: at_ms(0),
        expires_at: at_ms(3_600_000),
        id: TokenId("0123456789abcdef0123456789abcdef".to_owned()),
    }
}

fn signed(signer: &dyn TokenSigner, claims: &Claims) -> Result<String, ba360_core::store::StoreError> {
    Ok(signer.sign(claims)?.expose_secret().to_owned())
}

async fn what_was_signed_is_verified(fixture: Arc<dyn TokenFixture>) -> Outcome {
    let signer = fixture.signer().signer;
    for given in [
        claims(),
        Claims {
            instance: InstanceId(i64::MAX),
            user: UserId(i64::MAX),
            ..claims()
        },
        // Whether it is good is not the signer's question: this one has expired when it is made.
        Claims {
            issued_at: at_ms(-1_000_000_000),
            expires_at: at_ms(-1_000_000_000),
            ..claims()
        },
        Claims {
            issued_at: at_ms(1_900),
            expires_at: at_ms(60_250),
            ..claims()
        },
    ] {
        let token = signed(&*signer, &given)?;
        let told = signer.verify(&token).expect("it was signed here");
        assert_eq!(
            (told.instance, told.user, &told.id),
            (given.instance, given.user, &given.id)
        );
        assert_eq!(told.issued_at.as_second(), given.issued_at.as_second());
        assert_eq!(told.expires_at.as_second(), given.expires_at.as_second());
        let url_safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
        assert!(token.bytes().all(url_safe), "a token stands in a link as it is");
    }
    Ok(())
}

async fn a_changed_token_verifies_as_nothing(fixture: Arc<dyn TokenFixture>) -> Outcome {
    let signer = fixture.signer().signer;
    let verifies = |text: &str| signer.verify(text).is_some();
    let token = signed(&*signer, &claims())?;
    assert!(verifies(&token));
    for (at, c) in token.char_indices() {
        for bit in 0..8 {
            let other = char::from(c as u8 ^ (1 << bit));
            let changed = format!("{}{other}{}", &token[..at], &token[at + 1..]);
            assert!(!verifies(&changed), "bit {bit} of character {at} flipped");
        }
        assert!(!verifies(&token[..at]), "cut to {at} characters");
        assert!(
            !verifies(&token[at + 1..]),
            "without its first {} characters",
            at + 1
        );
    }
    for more in ["A", "=", "==", " ", "\n", "\0", ".", ".AAAA", &token] {
        assert!(!verifies(&format!("{token}{more}")), "with {more:?} behind it");
        assert!(!verifies(&format!("{more}{token}")), "with {more:?} before it");
    }
    assert!(
        !verifies(&token.to_uppercase()) && !verifies(&token.to_lowercase()),
        "in other case"
    );
    for nothing in ["", " ", ".", "..", "...", "a.b.c", "😀.😀.😀", "null", "Bearer "] {
        assert!(!verifies(nothing), "{nothing:?}");
    }
    assert!(!verifies(&"A".repeat(1_000_000)), "a million letters");

    // The parts of two good tokens, mixed.
    let other = signed(
        &*signer,
        &Claims {
            user: UserId(8),
            ..claims()
        },
    )?;
    let (ours, others): (Vec<_>, Vec<_>) = (token.split('.').collect(), other.split('.').collect());
    for at in (0..ours.len()).filter(|&at| ours[at] != others[at]) {
        let mut mixed = ours.clone();
        mixed[at] = others[at];
        assert!(
            ours.len() == 1 || !verifies(&mixed.join(".")),
            "part {at} of another token"
        );
    }
    Ok(())
}

async fn a_token_of_another_key_verifies_as_nothing(fixture: Arc<dyn TokenFixture>) -> Outcome {
    let (one, two) = (fixture.signer().signer, fixture.signer().signer);
    let token = signed(&*one, &claims())?;
    assert!(one.verify(&token).is_some());
    assert!(two.verify(&token).is_none());
    // Under the name of the right key.
    let (ours, others) = (signed(&*two, &claims())?, token);
    if let (Some((header, _)), Some((_, rest))) = (ours.split_once('.'), others.split_once('.')) {
        assert!(two.verify(&format!("{header}.{rest}")).is_none());
    }
    Ok(())
}

async fn a_token_of_another_algorithm_verifies_as_nothing(fixture: Arc<dyn TokenFixture>) -> Outcome {
    let SignerUnderTest { signer, public_keys } = fixture.signer();
    let token = signed(&*signer, &claims())?;
    let parts: Vec<_> = token.split('.').collect();
    // What is no JWT has no algorithm that a forger could choose; its content serves as theirs.
    let (header, payload, signature) = match parts[..] {
        [header, payload, signature] => (header, payload, signature),
        _ => ("e30", token.as_str(), ""),
    };
    let header = URL_SAFE_NO_PAD.decode(header).unwrap_or_default();
    let header = serde_json::from_slice::<serde_json::Map<_, _>>(&header).unwrap_or_default();
    let with = |algorithm: &str| {
        let mut header = header.clone();
        header.insert("alg".to_owned(), algorithm.into());
        let header = serde_json::Value::from(header).to_string();
        format!("{}.{payload}", URL_SAFE_NO_PAD.encode(header))
    };
    for none in ["none", "None", "NONE", "nOnE", ""] {
        for rest in ["", ".", &format!(".{signature}")] {
            assert!(
                signer.verify(&format!("{}{rest}", with(none))).is_none(),
                "{none:?} {rest:?}"
            );
        }
    }
    let mut secrets = public_keys;
    secrets.extend([Vec::new(), b"secret".to_vec()]);
    for secret in &secrets {
        let said = with("HS256");
        let forged = format!(
            "{said}.{}",
            URL_SAFE_NO_PAD.encode(hmac(secret, &[said.as_bytes()]))
        );
        assert!(
            signer.verify(&forged).is_none(),
            "HS256 with a secret of {} bytes",
            secret.len()
        );
    }
    for algorithm in ["HS256", "HS512", "RS256", "PS256", "ES256", "XX"] {
        let forged = format!("{}.{signature}", with(algorithm));
        assert!(
            signer.verify(&forged).is_none(),
            "{algorithm} with the right signature of something else"
        );
    }
    Ok(())
}

async fn the_vendors_sample_token_verifies_as_nothing(fixture: Arc<dyn TokenFixture>) -> Outcome {
    let signer = fixture.signer().signer;
    for text in [
        VENDORS_SAMPLE,
        &format!("{VENDORS_SAMPLE}="),
        &format!("{VENDORS_SAMPLE}.{VENDORS_SAMPLE}."),
    ] {
        assert!(signer.verify(text).is_none());
    }
    Ok(())
}
