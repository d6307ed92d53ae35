//! The piece of an unreadable link that its error is about, with a caret under the place.
//!
//! A link's token must not show, and nobody can tell for sure where it stands in a link that cannot be read. So
//! nothing behind the place is shown, and before it nothing that could be a token.

use crate::printable::Printable;
use ba360_core::{
    link::{ErrorSummary, Field},
    text::Code,
};
use std::fmt::{self, Display};

/// How many characters before the place are shown at most.
const BEFORE: usize = 60;
const HIDDEN: &str = "•••";

/// Two lines: the piece, and the caret.
pub(crate) struct Excerpt {
    piece: String,
    /// How many characters stand before the caret.
    caret: usize,
}

impl Excerpt {
    /// The piece around an error's place; none where no piece would be of use or safe.
    pub(crate) fn of(link: &[u8], error: &ErrorSummary) -> Option<Self> {
        let place = error.position;
        let before = link.get(..place)?;
        if error.code == Code::LinkTooLong || link.is_empty() {
            return None;
        }
        let before = match before.iter().position(|&byte| byte == b'?') {
            Some(query) => without_values(before, query),
            None if matches!(error.code, Code::LinkNotUtf8 | Code::LinkCriteriaUnfinished) => {
                without_last_segment(before)
            }
            None => before.to_vec(),
        };
        let mut piece = last_of(&shown(&before));
        let caret = piece.chars().count();
        if let Some(at) = first_character(&link[place..]) {
            piece.push_str(&at);
        }
        if place + 1 < link.len() {
            piece.push('…');
        }
        Some(Self { piece, caret })
    }
}

/// The query form without the values of parameters that are not known to be something else than the token.
fn without_values(before: &[u8], query: usize) -> Vec<u8> {
    let mut kept = before[..=query].to_vec();
    for (number, parameter) in before[query + 1..].split(|&byte| byte == b'&').enumerate() {
        if number > 0 {
            kept.push(b'&');
        }
        let name_end = parameter.iter().position(|&byte| byte == b'=');
        let name = &parameter[..name_end.unwrap_or(parameter.len())];
        let harmless = Field::ALL
            .into_iter()
            .any(|field| field != Field::Token && field.wire().as_bytes() == name);
        match name_end {
            Some(end) if !harmless && end + 1 < parameter.len() => {
                kept.extend(&parameter[..=end]);
                kept.extend(HIDDEN.as_bytes());
            }
            _ => kept.extend(parameter),
        }
    }
    kept
}

/// A path without what stands behind its last slash, if that is behind the three names.
fn without_last_segment(before: &[u8]) -> Vec<u8> {
    let slash = |at: usize| {
        before[at] == b'/'
            || before[at..]
                .get(..3)
                .is_some_and(|it| it.eq_ignore_ascii_case(b"%2f"))
    };
    let mut slashes = (0..before.len()).filter(|&at| slash(at));
    // The route's own slash is the last one that the names do not need.
    let route = before.windows(15).position(|piece| piece == b"/integracionview");
    let names = slashes
        .by_ref()
        .skip_while(|&at| route.is_some_and(|route| at < route))
        .nth(4);
    let (Some(_), Some(last)) = (names, slashes.next_back()) else {
        return before.to_vec();
    };
    let behind = if before[last] == b'/' { last + 1 } else { last + 3 };
    [&before[..behind], HIDDEN.as_bytes()].concat()
}

fn shown(bytes: &[u8]) -> String {
    Printable(&String::from_utf8_lossy(bytes)).to_string()
}

fn last_of(text: &str) -> String {
    let count = text.chars().count();
    match count.checked_sub(BEFORE) {
        None | Some(0) => text.to_owned(),
        Some(skipped) => format!("…{}", text.chars().skip(skipped).collect::<String>()),
    }
}

/// The first character, or the first byte where it is none.
fn first_character(rest: &[u8]) -> Option<String> {
    let first = rest.utf8_chunks().next()?;
    let length = first.valid().chars().next().map_or(1, char::len_utf8);
    Some(shown(&rest[..length]))
}

impl Display for Excerpt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{:caret$}^", self.piece, "", caret = self.caret)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::{link::Link, text::Language};

    fn excerpt(link: impl AsRef<[u8]>) -> String {
        let error = Link::parse(link.as_ref()).unwrap_err();
        let error = ErrorSummary::of(&error, Language::English);
        Excerpt::of(link.as_ref(), &error).map_or_else(String::new, |excerpt| excerpt.to_string())
    }

    #[test]
    fn the_caret_stands_under_the_place() {
        assert_eq!(
            excerpt("/integracionview/genesys/fax/1/{}"),
            "/integracionview/genesys/f…\n                         ^"
        );
        assert_eq!(excerpt("/otra/ñ"), "/…\n^");
        assert_eq!(excerpt("/integracionview"), "/integracionview\n                ^");
        assert_eq!(excerpt(""), "");
    }

    #[test]
    fn the_caret_counts_characters_as_they_are_shown() {
        let shown = excerpt("/integracionview/g\u{1b}[1mñ/fax/1/{}");
        assert!(shown.starts_with("/integracionview/g\\u{1b}"), "{shown}");
        let shown = excerpt("/integracionview/ñandú/fax/1/{}");
        let (piece, caret) = shown.split_once('\n').unwrap();
        assert_eq!(piece.chars().nth(caret.chars().count() - 1), Some('f'), "{shown}");
    }

    #[test]
    fn of_a_long_link_the_end_before_the_place_is_shown() {
        let shown = excerpt(format!(
            "/integracionview/genesys/chat/1/{{\"empresa\":\"{}\",1}}",
            "x".repeat(200)
        ));
        let (piece, caret) = shown.split_once('\n').unwrap();
        assert!(
            piece.starts_with('…') && piece.chars().count() < BEFORE + 4,
            "{shown}"
        );
        assert_eq!(piece.chars().nth(caret.chars().count() - 1), Some('1'), "{shown}");
    }

    #[test]
    fn no_token_shows_wherever_it_stands() {
        for link in [
            "/integracionview/genesys/chat/1/{\"contacto\":5x}/SECRET",
            "/integracionview/genesys/chat/1/{\"contacto\":\"5,\"caso\":null}/SECRET",
            "/integracionview/genesys/chat/1/{\"contacto\":\"5,caso:null}/SECRET",
            "/integracionview/genesys/chat/1/%7B%22contacto%22:%225,caso:null%7D%2fSECRET",
            "/integracionview/genesys/chat/1/{}/SECRET%ff",
            "/integracionview/genesys/chat/1/{}SECRET",
            "/integracionview/genesys/fax/1/{}/SECRET",
            "https://c.example/integracionview?plataforma=g&canal=fax&token=SECRET&id=1",
            "/integracionview?token=SECRET&plataforma=g&canal=chat",
            "/integracionview?%74oken=SECRET&plataforma=g&canal=chat",
            "/integracionview?Token=SECRET&plataforma=g&canal=chat",
            "/integracionview?plataforma=g&canal=chat&id=1&token=SECRET%ff",
            "/integracionview?plataforma=g&canal=chat&id=1&token=SECRET&token=SECRET",
            "/integracionview?plataforma=g&canal=chat#token=SECRET",
        ] {
            let shown = excerpt(link);
            assert!(!shown.contains("ECRET"), "{link}\n{shown}");
            assert!(shown.contains('^'), "{link}");
        }
        let long = format!("/integracionview/genesys/chat/1/{{}}/{}", "SECRET".repeat(2000));
        assert_eq!(excerpt(long), "");
    }

    #[test]
    fn what_is_known_to_be_no_token_is_shown() {
        let shown = excerpt("/integracionview?plataforma=g&contacto=998&token=S&canal=fax&id=1");
        assert!(shown.contains("contacto=998&token=•••&canal=f…"), "{shown}");
    }
}
