use super::Claims;
use crate::store::StoreResult;
use secrecy::SecretString;

/// An Ed25519 key that verifies tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublicKey {
    /// Its name: the `kid` of the tokens.
    pub id: String,
    /// Its 32 bytes in Base64url: the `x` of RFC 8037.
    pub x: String,
}

/// The signing of tokens. It computes and waits for nothing, so it is not asynchronous.
///
/// # Contract
/// - `what_was_signed_is_verified`: and says what it said, to the second, whatever its moments; it stands in a link
///   as it is.
/// - `a_changed_token_verifies_as_nothing`: one bit flipped, cut short, made longer, in other case.
/// - `a_token_of_another_key_verifies_as_nothing`.
/// - `a_token_of_another_algorithm_verifies_as_nothing`: `none` and HS256 with the public key among them.
/// - `the_vendors_sample_token_verifies_as_nothing`.
///
/// Whether a token has expired is not asked here: see [`Claims::good_at`]. Implementations that sign by a private key
/// tell the public one.
pub trait TokenSigner: Send + Sync {
    /// A token that says so.
    ///
    /// # Errors
    /// When the signer failed.
    fn sign(&self, claims: &Claims) -> StoreResult<SecretString>;
    /// What a token says, if it is one that was signed here.
    fn verify(&self, token: &str) -> Option<Claims>;
    /// The keys by which anybody can verify what is signed here; none where there is nothing public about it.
    fn public_keys(&self) -> Vec<PublicKey> {
        Vec::new()
    }
}
