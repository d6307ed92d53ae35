//! A link as the inspector shows it: without its token.

use ba360_core::link::{Explanation, Field, TokenPresence};

/// What stands in the place of a token.
const TOKEN: &str = "TOKEN";

/// The link without its token. Of one that cannot be read nobody knows where the token begins: what stands behind the
/// object goes, and so does whatever looks like one of ours.
pub(super) fn without_token(line: &str, it: &Explanation) -> String {
    // What counts as none is no secret, and stays as it came.
    if it.token == Some(TokenPresence::Absent) {
        return line.to_owned();
    }
    let token = it.values.iter().find(|value| value.field == Field::Token);
    if let Some((before, after)) =
        token.and_then(|token| Some((line.get(..token.position)?, line.get(token.end..)?)))
    {
        return format!("{before}{TOKEN}{after}");
    }
    if it.error.is_none() {
        return line.to_owned();
    }
    without_what_may_be_one(line)
}

fn without_what_may_be_one(line: &str) -> String {
    let lower = line.to_ascii_lowercase();
    let marks = ["}/", "%7d/", "}%2f", "%7d%2f", "token="];
    let end = marks
        .iter()
        .filter_map(|mark| lower.rfind(mark).map(|at| at + mark.len()))
        .max();
    // ASCII lower case moves no byte.
    let line = match end {
        Some(end) if end < line.len() => format!("{}{TOKEN}", &line[..end]),
        _ => line.to_owned(),
    };
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    let mut clean = String::with_capacity(line.len());
    let mut rest = line.as_str();
    while !rest.is_empty() {
        let length = rest.find(|c| !is_of_token(c)).unwrap_or(rest.len());
        let (run, behind) = rest.split_at(length);
        // Three parts of Base64url: no word of a link is that long and has two dots.
        let looks_like_one = run.len() >= 60 && run.matches('.').count() == 2;
        clean.push_str(if looks_like_one { TOKEN } else { run });
        let between = behind.find(is_of_token).unwrap_or(behind.len());
        let (marks, behind) = behind.split_at(between);
        clean.push_str(marks);
        rest = behind;
    }
    clean
}

#[cfg(test)]
mod tests {
    use super::*;
    use ba360_core::text::Language;

    const JWT: &str =
        "eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIiwiZXhwIjoxfQ.c2lnbmF0dXJlLXNpZ25hdHVyZS1zaWduYXR1cmU";

    fn clean(link: &str) -> String {
        without_token(link, &Explanation::of(link.as_bytes(), Language::Spanish))
    }

    #[test]
    fn the_token_of_a_link_that_is_read_is_never_shown() {
        let link = format!("/integracionview/genesys/chat/1/{{\"contacto\":\"x\"}}/{JWT}");
        assert_eq!(
            clean(&link),
            "/integracionview/genesys/chat/1/{\"contacto\":\"x\"}/TOKEN"
        );
        let query = format!("/integracionview?plataforma=genesys&canal=chat&id=1&token={JWT}&contacto=x");
        assert!(!clean(&query).contains("eyJ") && clean(&query).ends_with("&contacto=x"));
    }

    #[test]
    fn nor_is_that_of_one_that_is_not() {
        for link in [
            format!("/integracionview/genesys/fax/1/{{\"contacto\":\"x\"}}/{JWT}"),
            format!("/integracionview/genesys/fax/1/%7B%22contacto%22%3A%22x%22%7D/{JWT}"),
            format!("/integracionview/genesys/fax/1/%7B%22contacto%22%3A%22x%22%7D%2F{JWT}"),
            format!("/integracionview/genesys/chat/1/{{\"contacto\":\"x}}/{JWT}"),
            format!("/integracionview/genesys/chat/1/{{\"contacto\":\"x/{JWT}"),
            format!("/integracionview?canal=fax&token={JWT}"),
            JWT.to_owned(),
        ] {
            let shown = clean(&link);
            assert!(!shown.contains("eyJ") && shown.contains(TOKEN), "{shown}");
        }
    }

    #[test]
    fn the_rest_of_a_bad_link_stays_to_be_mended() {
        let link = "https://crm.example/integracionview/genesys/fax/Q1/{\"contacto\":\"998874563\"}";
        assert_eq!(clean(link), link);
    }
}
