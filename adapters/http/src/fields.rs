use crate::refusal::Refusal;
use ba360_core::text::Code;
use percent_encoding::percent_decode_str;
use std::fmt;

/// The fields of a query or of a form (`application/x-www-form-urlencoded`), in the order in which they came.
/// `Debug` shows the names alone: values are personal or secret.
#[derive(Clone, Default)]
pub(crate) struct Fields(Vec<(String, String)>);

impl Fields {
    /// More fields than any form of ours has.
    const MAX: usize = 256;

    /// Reads the fields.
    ///
    /// # Errors
    /// [`Code::RequestBad`] for what is not UTF-8 when it is decoded, and for more than 256 fields.
    pub(crate) fn parse(encoded: &str) -> Result<Self, Refusal> {
        let mut fields = Vec::new();
        for pair in encoded.split('&').filter(|pair| !pair.is_empty()) {
            if fields.len() == Self::MAX {
                return Err(Refusal::of(Code::RequestBad));
            }
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            fields.push((decode(name)?, decode(value)?));
        }
        Ok(Self(fields))
    }

    /// The value of a field that may be given once: empty when it is not given.
    ///
    /// # Errors
    /// [`Code::RequestBad`] when it is given twice.
    pub(crate) fn one(&self, name: &str) -> Result<&str, Refusal> {
        let mut values = self.all(name);
        match (values.next(), values.next()) {
            (value, None) => Ok(value.unwrap_or_default()),
            _ => Err(Refusal::of(Code::RequestBad)),
        }
    }

    /// Every value of a field.
    pub(crate) fn all<'f>(&'f self, name: &str) -> impl Iterator<Item = &'f str> {
        self.0
            .iter()
            .filter(move |(given, _)| given == name)
            .map(|(_, value)| value.as_str())
    }
}

impl fmt::Debug for Fields {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list()
            .entries(self.0.iter().map(|(name, _)| name))
            .finish()
    }
}

fn decode(text: &str) -> Result<String, Refusal> {
    let spaced;
    let text = if text.contains('+') {
        spaced = text.replace('+', " ");
        &spaced
    } else {
        text
    };
    percent_decode_str(text)
        .decode_utf8()
        .map(std::borrow::Cow::into_owned)
        .map_err(|_| Refusal::of(Code::RequestBad))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_given_twice_is_refused_where_one_is_asked_for() {
        let fields = Fields::parse("q=a+b&page=1&page=2&empty").unwrap();
        assert_eq!(fields.one("q").unwrap(), "a b");
        assert_eq!(fields.one("missing").unwrap(), "");
        assert_eq!(
            (fields.all("empty").count(), fields.all("missing").count()),
            (1, 0)
        );
        assert_eq!(fields.one("page").unwrap_err().code(), Code::RequestBad);
        assert_eq!(fields.all("page").count(), 2);
    }

    #[test]
    fn what_is_not_utf8_is_refused() {
        assert!(Fields::parse("q=%F1").is_err());
        assert!(Fields::parse(&"a&".repeat(257)).is_err());
        assert!(Fields::parse(&"a&".repeat(256)).is_ok());
    }
}
