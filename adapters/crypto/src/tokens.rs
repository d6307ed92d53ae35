use crate::{
    MasterKey,
    remembered::{Remembered, token_digest},
};
use aws_lc_rs::{
    digest::{SHA256, digest},
    signature::{Ed25519KeyPair, KeyPair as _},
};
use ba360_core::{
    access::UserId,
    instance::InstanceId,
    store::{StoreError, StoreResult},
    token::{Claims, PublicKey, TokenId, TokenSigner},
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, crypto::aws_lc::DEFAULT_PROVIDER, errors};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// The longest token that is looked at, in bytes. Ours have some 400.
const MAX_BYTES: usize = 4096;
/// How many verified tokens are remembered: some 3 MB of them.
const REMEMBERED: usize = 16_384;

const ALGORITHM: &str = "EdDSA";
const TYPE: &str = "JWT";
const ISSUER: &str = "ba360";
const AUDIENCE: &str = "ba360:";

/// Signs tokens by Ed25519 and reads those alone that it would have signed.
///
/// A token is checked here from end to end: `jsonwebtoken` verifies the signature, but lets through an audience
/// of another type, unknown types and critical headers. Its back end is called by name, so that an embedder who
/// turns on another one, for tokens of their own, changes nothing here.
pub(crate) struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    key_id: String,
    public: String,
    remembered: Remembered,
}

/// The header, and nothing beside: `crit`, `jwk` and all the others are refused, and so is a name given twice.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Header<'a> {
    #[serde(borrow)]
    alg: Cow<'a, str>,
    #[serde(borrow)]
    typ: Cow<'a, str>,
    #[serde(borrow)]
    kid: Cow<'a, str>,
}

/// The claims, each of its one type, and nothing beside. A later version that has more of them starts to sign
/// them when every server knows them.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body<'a> {
    #[serde(borrow)]
    iss: Cow<'a, str>,
    #[serde(borrow)]
    aud: Cow<'a, str>,
    #[serde(borrow)]
    sub: Cow<'a, str>,
    iat: i64,
    exp: i64,
    #[serde(borrow)]
    jti: Cow<'a, str>,
}

fn key_pair(master: &MasterKey) -> Ed25519KeyPair {
    let seed = master.derive::<32>(b"token ed25519 1");
    Ed25519KeyPair::from_seed_unchecked(seed.as_slice()).expect("a seed is any 32 bytes")
}

impl Tokens {
    pub(crate) fn new(master: &MasterKey) -> Self {
        let pair = key_pair(master);
        let public = pair.public_key().as_ref();
        let document = pair.to_pkcs8v1().expect("a key of a seed can be written down");
        Self {
            signing: EncodingKey::from_ed_der(document.as_ref()),
            verifying: DecodingKey::from_ed_der(public),
            key_id: thumbprint(public),
            public: URL_SAFE_NO_PAD.encode(public),
            remembered: Remembered::new(REMEMBERED),
        }
    }

    fn sign_parts(&self, header: &Header<'_>, body: &impl Serialize) -> Result<String, errors::Error> {
        let mut token = URL_SAFE_NO_PAD.encode(serde_json::to_vec(header)?);
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(serde_json::to_vec(body)?, &mut token);
        let signature = (DEFAULT_PROVIDER.signer_factory)(&Algorithm::EdDSA, &self.signing)?
            .try_sign(token.as_bytes())
            .map_err(|_| errors::ErrorKind::InvalidSignature)?;
        token.push('.');
        URL_SAFE_NO_PAD.encode_string(signature, &mut token);
        Ok(token)
    }

    fn header(&self) -> Header<'_> {
        Header {
            alg: ALGORITHM.into(),
            typ: TYPE.into(),
            kid: self.key_id.as_str().into(),
        }
    }

    /// What a token says that is not remembered. The cheap checks come first.
    fn read(&self, token: &str) -> Option<Claims> {
        let (message, signature) = token.rsplit_once('.')?;
        let (header, body) = message.split_once('.')?;

        let header = URL_SAFE_NO_PAD.decode(header).ok()?;
        let header: Header<'_> = serde_json::from_slice(&header).ok()?;
        if header.alg != ALGORITHM || header.typ != TYPE || header.kid != self.key_id {
            return None;
        }

        let body = URL_SAFE_NO_PAD.decode(body).ok()?;
        let signature = URL_SAFE_NO_PAD.decode(signature).ok()?;
        (DEFAULT_PROVIDER.verifier_factory)(&Algorithm::EdDSA, &self.verifying)
            .ok()?
            .verify(message.as_bytes(), &signature)
            .ok()?;
        serde_json::from_slice::<Body<'_>>(&body).ok()?.claims()
    }
}

impl TokenSigner for Tokens {
    fn sign(&self, claims: &Claims) -> StoreResult<SecretString> {
        if !is_token_id(&claims.id.0) {
            return Err(StoreError::failed("a token's own name is 32 hexadecimal digits"));
        }
        self.sign_parts(&self.header(), &Body::of(claims))
            .map(SecretString::from)
            .map_err(StoreError::failed)
    }

    fn verify(&self, token: &str) -> Option<Claims> {
        if token.len() > MAX_BYTES {
            return None;
        }
        let key = token_digest(token);
        if let Some(claims) = self.remembered.recall(&key) {
            return Some(claims);
        }
        let claims = self.read(token)?;
        self.remembered.remember(key, claims.clone());
        Some(claims)
    }

    fn public_keys(&self) -> Vec<PublicKey> {
        vec![PublicKey {
            id: self.key_id.clone(),
            x: self.public.clone(),
        }]
    }
}

impl<'a> Body<'a> {
    fn of(claims: &'a Claims) -> Self {
        Self {
            iss: ISSUER.into(),
            aud: format!("{AUDIENCE}{}", claims.instance).into(),
            sub: claims.user.0.to_string().into(),
            iat: claims.issued_at.as_second(),
            exp: claims.expires_at.as_second(),
            jti: claims.id.0.as_str().into(),
        }
    }

    fn claims(self) -> Option<Claims> {
        if self.iss != ISSUER || !is_token_id(&self.jti) {
            return None;
        }
        Some(Claims {
            instance: InstanceId(number(self.aud.strip_prefix(AUDIENCE)?)?),
            user: UserId(number(&self.sub)?),
            issued_at: Timestamp::from_second(self.iat).ok()?,
            expires_at: Timestamp::from_second(self.exp).ok()?,
            id: TokenId(self.jti.into_owned()),
        })
    }
}

/// A number in the one way that we write it: without a plus, a zero before or a blank.
fn number(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    (number.to_string() == text).then_some(number)
}

fn is_token_id(text: &str) -> bool {
    text.len() == 32 && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}

/// The name of a public key: RFC 7638, for the members that RFC 8037 names.
fn thumbprint(public: &[u8]) -> String {
    let x = URL_SAFE_NO_PAD.encode(public);
    let key = format!(r#"{{"crv":"Ed25519","kty":"OKP","x":"{x}"}}"#);
    URL_SAFE_NO_PAD.encode(digest(&SHA256, key.as_bytes()))
}

#[cfg(test)]
mod tests;
