//! How many connections to a database server there may be.

use serde::Deserialize;
use std::{num::ParseIntError, str::FromStr};

/// How many connections to a database server there are at most: 1 to 1000.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "i64")]
pub(crate) struct Connections(u16);

/// A number that is none of connections.
#[derive(Debug)]
pub(crate) struct BadConnections;

impl std::fmt::Display for BadConnections {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a number from 1 to 1000 is expected")
    }
}

impl std::error::Error for BadConnections {}

impl Connections {
    /// The number.
    pub(crate) fn get(self) -> usize {
        self.0.into()
    }
}

impl Default for Connections {
    fn default() -> Self {
        Self(16)
    }
}

impl TryFrom<i64> for Connections {
    type Error = BadConnections;

    fn try_from(count: i64) -> Result<Self, BadConnections> {
        match u16::try_from(count) {
            Ok(count @ 1..=1_000) => Ok(Self(count)),
            _ => Err(BadConnections),
        }
    }
}

impl FromStr for Connections {
    type Err = BadConnections;

    fn from_str(text: &str) -> Result<Self, BadConnections> {
        let count: i64 = text.parse().map_err(|_: ParseIntError| BadConnections)?;
        count.try_into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_to_a_thousand_connections_can_be_had() {
        for (text, expected) in [("1", 1), ("16", 16), ("1000", 1_000)] {
            assert_eq!(text.parse::<Connections>().unwrap().get(), expected);
        }
        for bad in [
            "",
            "0",
            "1001",
            "-1",
            "65552",
            "16.5",
            "many",
            "99999999999999999999",
        ] {
            assert!(bad.parse::<Connections>().is_err(), "{bad}");
        }
    }
}
