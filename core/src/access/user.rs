use super::PasswordHash;
use crate::record::normal;
use crate::redacted::redacted;
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

redacted!(UserName, User);

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
