use std::{fmt, str::FromStr};

/// The path under which the router is reached: `/` or, nested in somebody else's router, `/crm` say. Every
/// address, cookie path and redirect goes through it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BasePath(String);

/// A text that cannot be a base path.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a base path is / or segments of the characters a-z, A-Z, 0-9, -, _, . and ~, each after a slash")]
pub struct BadBasePath;

impl BasePath {
    /// A path of ours, which begins with a slash, as a browser has to ask for it.
    #[must_use]
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.0)
    }

    /// A path that a browser asked for, as the table of routes has it; `None` when it is not ours.
    #[must_use]
    pub fn strip<'p>(&self, path: &'p str) -> Option<&'p str> {
        let rest = path.strip_prefix(self.0.as_str())?;
        match rest.bytes().next() {
            None => Some("/"),
            Some(b'/' | b'?') => Some(rest),
            Some(_) => None,
        }
    }

    /// The path of cookies.
    #[must_use]
    pub fn cookie_path(&self) -> &str {
        if self.is_root() { "/" } else { &self.0 }
    }

    /// Whether the router is reached at the root of its host.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.0.is_empty()
    }
}

impl FromStr for BasePath {
    type Err = BadBasePath;

    fn from_str(path: &str) -> Result<Self, BadBasePath> {
        let path = path.strip_suffix('/').unwrap_or(path);
        if path.is_empty() {
            return Ok(Self::default());
        }
        let good = |segment: &str| {
            !matches!(segment, "" | "." | "..")
                && segment
                    .bytes()
                    .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~'))
        };
        match path.strip_prefix('/') {
            Some(segments) if segments.split('/').all(good) => Ok(Self(path.to_owned())),
            _ => Err(BadBasePath),
        }
    }
}

impl fmt::Display for BasePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.cookie_path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_go_through_the_base() {
        let base: BasePath = "/crm/".parse().unwrap();
        assert_eq!(base.to("/login"), "/crm/login");
        assert_eq!(base.cookie_path(), "/crm");
        assert_eq!(base.strip("/crm/contactos?q=1"), Some("/contactos?q=1"));
        assert_eq!(base.strip("/crm"), Some("/"));
        assert_eq!(base.strip("/crmx/login"), None);
        let root: BasePath = "/".parse().unwrap();
        assert_eq!((root.to("/login").as_str(), root.cookie_path()), ("/login", "/"));
        assert_eq!(root.strip("/login"), Some("/login"));
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for bad in ["crm", "//crm", "/a//b", "/..", "/a b", "/a;b", "/a%2f", "/a\r\n"] {
            assert_eq!(bad.parse::<BasePath>(), Err(BadBasePath), "{bad:?}");
        }
    }
}
