use super::PasswordHash;
use crate::record::normal;
use crate::redacted::redacted;
use jiff::Timestamp;
use std::fmt;
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

/// A user's key. Users made earlier have lower ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct UserId(pub i64);

/// A role's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct RoleId(pub i64);

/// A user's name: as it was first written, and in the one form in which names are compared.
///
/// The compared form is NFKC without case, so that `admin`, `ADMIN` and `ａｄｍｉｎ` are one user. Letters of
/// another script that merely look alike stay different.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct UserName {
    shown: String,
    compared: String,
}

/// A text that cannot be a user's name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum BadUserName {
    /// Nothing in it but blanks.
    #[error("the user name is blank")]
    Blank,
    /// Over [`UserName::MAX_CHARS`].
    #[error("the user name is longer than 120 characters")]
    TooLong,
    /// It holds a control or format character, a blank inside, a quote or an angle bracket.
    #[error("the user name holds a character that it may not hold")]
    Character,
}

impl UserName {
    /// The longest name, in Unicode scalar values.
    pub const MAX_CHARS: usize = 120;

    /// Takes a name, trimmed.
    ///
    /// # Errors
    /// [`BadUserName`] when it is blank, too long, or could not stand in an e-mail address.
    pub fn new(typed: &str) -> Result<Self, BadUserName> {
        let shown: String = typed.trim().nfc().collect();
        if shown.is_empty() {
            return Err(BadUserName::Blank);
        }
        if shown.chars().count() > Self::MAX_CHARS {
            return Err(BadUserName::TooLong);
        }
        let compared = normal::fold_case(&shown.nfkc().collect::<String>());
        if shown.chars().chain(compared.chars()).any(is_refused) {
            return Err(BadUserName::Character);
        }
        Ok(Self { shown, compared })
    }

    /// As it is shown.
    #[must_use]
    pub fn shown(&self) -> &str {
        &self.shown
    }

    /// As it is compared and made unique.
    #[must_use]
    pub fn compared(&self) -> &str {
        &self.compared
    }
}

impl fmt::Display for UserName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown)
    }
}

/// A text that cannot be an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the e-mail address cannot be one")]
pub struct BadUserEmail;

/// A user's e-mail address.
#[derive(Clone, PartialEq, Eq)]
pub struct UserEmail {
    address: String,
    placeholder: bool,
}

/// Where the addresses lead that stand in for one that nobody gave.
const PLACEHOLDER_DOMAIN: &str = "authexternalsystem.com";

impl UserEmail {
    /// The address of a user whom an external system brought (the page's `{user}@authexternalsystem.com`). Nobody reads
    /// what is sent there, so nothing ever is.
    #[must_use]
    pub fn placeholder_of(name: &UserName) -> Self {
        Self {
            address: format!("{}@{PLACEHOLDER_DOMAIN}", name.shown().replace('@', "%40")),
            placeholder: true,
        }
    }

    /// Takes an address that somebody typed.
    ///
    /// # Errors
    /// [`BadUserEmail`] when nothing could be sent there.
    pub fn new(typed: &str) -> Result<Self, BadUserEmail> {
        let address: String = typed.trim().nfc().collect();
        let (local, domain) = address.rsplit_once('@').ok_or(BadUserEmail)?;
        let good = !local.is_empty()
            && !local.contains('@')
            && address.len() <= Self::MAX_BYTES
            && !address.chars().any(is_refused)
            && domain.split('.').count() > 1
            && domain
                .split('.')
                .all(|label| !label.is_empty() && !label.starts_with('-') && !label.ends_with('-'));
        let placeholder = domain.eq_ignore_ascii_case(PLACEHOLDER_DOMAIN);
        match good {
            true => Ok(Self { address, placeholder }),
            false => Err(BadUserEmail),
        }
    }

    /// The longest address, in bytes (RFC 5321).
    pub const MAX_BYTES: usize = 254;

    /// One that a store kept.
    #[must_use]
    pub fn stored(address: String, placeholder: bool) -> Self {
        Self { address, placeholder }
    }

    /// The address.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.address
    }

    /// Whether it only stands in for one.
    #[must_use]
    pub const fn is_placeholder(&self) -> bool {
        self.placeholder
    }
}

/// A user, as far as signing in asks.
#[derive(Clone)]
pub struct User {
    /// The key.
    pub id: UserId,
    /// The name as it is shown.
    pub name: String,
    /// The hashed password.
    pub password: PasswordHash,
    /// Whether the user may come in at all.
    pub active: bool,
    /// The role, if there is one.
    pub role: Option<RoleId>,
    /// Tokens that were issued before are refused: by the user's last revocation, or by the instance's when it is later.
    pub tokens_not_before: Option<Timestamp>,
}

/// What could not stand in an address, or could not be seen there.
fn is_refused(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '<' | '>' | '(' | ')' | ',' | ';' | ':' | '\\' | '[' | ']'
        )
        || matches!(
            c,
            '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{3164}' | '\u{ffa0}'
        )
        || matches!(c, '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
        || matches!(
            c.general_category(),
            GeneralCategory::Control
                | GeneralCategory::Format
                | GeneralCategory::Unassigned
                | GeneralCategory::PrivateUse
                | GeneralCategory::LineSeparator
                | GeneralCategory::ParagraphSeparator
        )
}

redacted!(UserName, User, UserEmail);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_differ_in_case_or_width_are_one_user() {
        let name = |text| UserName::new(text).unwrap();
        assert_eq!(name("Admin").compared(), name(" ADMIN ").compared());
        assert_eq!(name("ａｄｍｉｎ").compared(), "admin");
        assert_ne!(
            name("аdmin").compared(),
            "admin",
            "a Cyrillic letter is another letter"
        );
        assert_eq!(name("Admin").shown(), "Admin");
    }

    #[test]
    fn an_address_is_something_at_a_domain() {
        for good in [
            "ana@correo.cl",
            " Ana.Núñez@correo.example ",
            "o'hara+1@a-b.example",
        ] {
            assert!(
                UserEmail::new(good).is_ok_and(|it| !it.is_placeholder()),
                "{good}"
            );
        }
        for bad in [
            "",
            "ana",
            "@correo.cl",
            "ana@",
            "ana@correo",
            "a@b@c.cl",
            "a b@c.cl",
            "a@c..cl",
            "a\r\n@c.cl",
            "<a@c.cl>",
        ] {
            assert!(UserEmail::new(bad).is_err(), "{bad}");
        }
        assert!(UserEmail::new("x@AuthExternalSystem.com").is_ok_and(|it| it.is_placeholder()));
    }

    #[test]
    fn a_placeholder_is_made_of_the_name() {
        let of = |name| UserEmail::placeholder_of(&UserName::new(name).unwrap());
        assert_eq!(of("UserNew").as_str(), "UserNew@authexternalsystem.com");
        assert_eq!(
            of("ana@correo.cl").as_str(),
            "ana%40correo.cl@authexternalsystem.com"
        );
        assert!(of("ana").is_placeholder());
    }

    #[test]
    fn names_that_could_not_stand_in_an_address_are_refused() {
        for bad in [
            "a\r\nBcc: x",
            "a\"b",
            "<img>",
            "a b",
            "a\u{200b}b",
            "\u{202e}a",
            "a\0",
        ] {
            assert_eq!(UserName::new(bad), Err(BadUserName::Character), "{bad:?}");
        }
        assert_eq!(UserName::new(" \t "), Err(BadUserName::Blank));
        assert_eq!(UserName::new(&"a".repeat(121)), Err(BadUserName::TooLong));
        assert!(UserName::new("a@b.cl").is_ok());
    }
}
