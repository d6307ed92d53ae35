use super::{Password, UserId};
use crate::ambient::Random;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use secrecy::SecretString;

/// A user and the password that was made for them, which is shown once and never again.
#[derive(Debug)]
pub struct IssuedPassword {
    /// The user.
    pub id: UserId,
    /// The name.
    pub user: String,
    /// The password.
    pub password: SecretString,
}

/// 16 characters of Base64url: 96 random bits.
pub(super) fn new_password(random: &dyn Random) -> (Password, SecretString) {
    let mut bytes = [0; 12];
    random.fill(&mut bytes);
    let text = URL_SAFE_NO_PAD.encode(bytes);
    let password = Password::new(&text).unwrap_or_else(|_| unreachable!("sixteen letters are a password"));
    (password, text.into())
}
