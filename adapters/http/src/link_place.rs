//! A bad link as its error page shows it: its structure, with every value and whatever may be the token masked,
//! since nobody knows where a token begins in a link that cannot be read, and a value is about a person.

use crate::pages::LinkPlace;

/// The words of a link that are no values.
const KNOWN: [&str; 32] = [
    "integracionview",
    "plataforma",
    "canal",
    "id",
    "token",
    "contacto",
    "empresa",
    "caso",
    "identificador",
    "nombre",
    "idrrss",
    "email",
    "telefono",
    "null",
    "undefined",
    "genesys",
    "chattigo",
    "beawaresocial",
    "voz",
    "call",
    "chat",
    "webchat",
    "sms",
    "twdirect",
    "messenger",
    "facebook",
    "whatsapp",
    "telegram",
    "hangout",
    "instagram",
    "true",
    "false",
];

/// How much is shown on either side of the place, in characters.
const AROUND: usize = 200;

/// The link around the byte at `position`.
pub(crate) fn of(link: &str, position: usize) -> LinkPlace {
    let position = position.min(link.len());
    let (mut before, mut at, mut after) = (String::new(), String::new(), String::new());
    let mut start = 0;
    for piece in pieces(link) {
        let end = start + piece.len();
        let side = if end <= position {
            &mut before
        } else if start <= position {
            &mut at
        } else {
            &mut after
        };
        push_masked(side, piece);
        start = end;
    }
    let cut = before.chars().count().saturating_sub(AROUND);
    if cut > 0 {
        before = before.chars().skip(cut).collect();
        before.insert(0, '…');
    }
    if after.chars().count() > AROUND {
        after = after.chars().take(AROUND).collect();
        after.push('…');
    }
    LinkPlace {
        position,
        before,
        at,
        after,
    }
}

/// A known word or a piece of structure stays; a value becomes an ellipsis.
fn push_masked(text: &mut String, piece: &str) {
    if is_structure(piece) || KNOWN.iter().any(|word| piece.eq_ignore_ascii_case(word)) {
        text.push_str(piece);
    } else if !text.ends_with('…') {
        text.push('…');
    }
}

/// The link in pieces: a mark of structure, raw or percent-encoded, or a run of what stands between two.
fn pieces(link: &str) -> impl Iterator<Item = &str> {
    let mut rest = link;
    std::iter::from_fn(move || {
        let length = match mark(rest) {
            0 => run(rest),
            mark => mark,
        };
        let (piece, behind) = rest.split_at(length);
        rest = behind;
        (length > 0).then_some(piece)
    })
}

/// The length of the run of no structure at the beginning.
fn run(text: &str) -> usize {
    text.char_indices()
        .map(|(at, _)| at)
        .find(|&at| mark(&text[at..]) > 0)
        .unwrap_or(text.len())
}

/// The length of the mark of structure at the beginning; 0 when there is none.
fn mark(text: &str) -> usize {
    match *text.as_bytes() {
        [
            b'/' | b'{' | b'}' | b'"' | b':' | b',' | b'[' | b']' | b'?' | b'#' | b'&' | b'=' | b'\\',
            ..,
        ] => 1,
        [b'%', high, low, ..] if is_encoded_mark(high, low) => 3,
        _ => 0,
    }
}

fn is_structure(piece: &str) -> bool {
    mark(piece) == piece.len()
}

/// Whether `%` and the two digits are a mark of structure, or a percent sign that was encoded once more.
fn is_encoded_mark(high: u8, low: u8) -> bool {
    matches!(
        (high, low.to_ascii_uppercase()),
        (b'2', b'2' | b'3' | b'5' | b'6' | b'C' | b'F')
            | (b'3', b'A' | b'D' | b'F')
            | (b'5', b'B' | b'C' | b'D')
            | (b'7', b'B' | b'D')
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(link: &str, position: usize) -> String {
        let place = of(link, position);
        format!("{}|{}|{}", place.before, place.at, place.after)
    }

    #[test]
    fn k7_neither_a_value_nor_the_token_is_shown() {
        let link =
            r#"/integracionview/genesys/fax/Q1/{"contacto":"Ana María"}/eyJhbGciOiJFZERTQSJ9.e30.c2ln"#;
        assert_eq!(
            shown(link, 25),
            r#"/integracionview/genesys/|…|/…/{"contacto":"…"}/…"#
        );
    }

    #[test]
    fn a_token_behind_an_unfinished_string_is_not_shown_either() {
        let link = "/integracionview/genesys/chat/Q1/%7B%22contacto%22%3A%22x%7D/eyJhbGciOi";
        assert_eq!(
            shown(link, link.len()),
            "/integracionview/genesys/chat/…/%7B%22contacto%22%3A%22…%7D/…||"
        );
    }

    #[test]
    fn the_place_is_found_in_the_middle_of_text_that_is_not_ascii() {
        for position in 0..40 {
            let _ = of("/integracionview/ñandú/€uro/😀/%7", position);
        }
        assert_eq!(of("", 7).position, 0);
    }

    #[test]
    fn a_long_link_is_cut_on_both_sides() {
        let link = format!("/integracionview/{}", "{x}/".repeat(1000));
        let place = of(&link, 2000);
        assert!(place.before.starts_with('…') && place.after.ends_with('…'));
        assert!(place.before.chars().count() == AROUND + 1);
    }
}
