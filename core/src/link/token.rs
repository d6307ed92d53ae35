use std::fmt;

/// The token of a link, as text: the page's `auth_token`. It prints as `[redacted]`.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TokenText<'l>(&'l str);

impl<'l> TokenText<'l> {
    /// Wraps a token, so that it cannot be printed by mistake.
    #[must_use]
    pub const fn new(token: &'l str) -> Self {
        Self(token)
    }

    /// The token itself.
    #[must_use]
    pub const fn expose(self) -> &'l str {
        self.0
    }
}

impl fmt::Debug for TokenText<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}
