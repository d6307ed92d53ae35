use crate::hmac::hmac;
use ba360_core::{
    access::UserId,
    ambient::Random,
    instance::InstanceId,
    store::StoreResult,
    token::{Claims, TokenId, TokenSigner},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use secrecy::SecretString;
use serde_json::{Value, json};
use subtle::ConstantTimeEq;

/// A signer for tests: its tokens look like JWTs, of an algorithm that nobody else knows, under one shared
/// secret.
pub struct TestSigner {
    key: [u8; 32],
}

/// The first part of every token, before it is encoded. There is one form of it and no other is read.
const HEADER: &str = r#"{"alg":"test-only","typ":"JWT"}"#;

impl TestSigner {
    /// A signer with a key of its own.
    #[must_use]
    pub fn new(random: &dyn Random) -> Self {
        let mut key = [0; 32];
        random.fill(&mut key);
        Self { key }
    }
}

impl TokenSigner for TestSigner {
    fn sign(&self, claims: &Claims) -> StoreResult<SecretString> {
        let payload = json!({
            "instance": claims.instance.0,
            "sub": claims.user.0,
            "iat": claims.issued_at.as_second(),
            "exp": claims.expires_at.as_second(),
            "jti": claims.id.0,
        });
        let said = [HEADER, &payload.to_string()]
            .map(|part| URL_SAFE_NO_PAD.encode(part))
            .join(".");
        let signature = URL_SAFE_NO_PAD.encode(hmac(&self.key, &[said.as_bytes()]));
        Ok(format!("{said}.{signature}").into())
    }

    fn verify(&self, token: &str) -> Option<Claims> {
        let (said, signature) = token.rsplit_once('.')?;
        let (header, payload) = said.split_once('.')?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        let right = bool::from(hmac(&self.key, &[said.as_bytes()])[..].ct_eq(&signature));
        if !right || header != URL_SAFE_NO_PAD.encode(HEADER) {
            return None;
        }
        let payload: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(payload).ok()?).ok()?;
        let number = |name: &str| payload.get(name)?.as_i64();
        let moment = |name: &str| Timestamp::from_second(number(name)?).ok();
        Some(Claims {
            instance: InstanceId(number("instance")?),
            user: UserId(number("sub")?),
            issued_at: moment("iat")?,
            expires_at: moment("exp")?,
            id: TokenId(payload.get("jti")?.as_str()?.to_owned()),
        })
    }
}
