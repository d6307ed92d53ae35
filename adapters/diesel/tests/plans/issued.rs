//! That every statement about records is among those that were sent: one that no call sends any more would pass each
//! other case.

use crate::common::Place;
use std::collections::BTreeSet;

/// The statements about contacts, and in the same way about accounts: each by parts that stand in no other.
const OF_EACH: [&[&str]; 6] = [
    // The few that match whole, the page of those that have a common word, the page of any others.
    &[
        "SELECT match_keys.key, match_keys.fields, contacts.id, ",
        " FROM (match_keys INNER JOIN contacts ON",
    ],
    &[
        ".version, ",
        " FROM (match_keys INNER JOIN contacts ON",
        " OFFSET ",
    ],
    &[
        "SELECT contacts.id, contacts.version, ",
        ".phone FROM contacts WHERE",
    ],
    // What decides on a change, and what tells how well a record matches.
    &[
        "SELECT contacts.id, contacts.version, ",
        ".search_index FROM contacts WHERE",
    ],
    &["SELECT contacts.id, contacts.search_index FROM contacts WHERE"],
    &["UPDATE contacts SET version"],
];

/// The statements about keys, ties, cases that are brought in, and the walk through all contacts.
const OF_ALL: [&[&str]; 11] = [
    &[
        "SELECT match_keys.record_id, match_keys.fields FROM match_keys WHERE",
        "key = ?",
    ],
    &[
        "SELECT match_keys.record_id FROM match_keys WHERE",
        "key = ?",
        " OFFSET ",
    ],
    &[
        "SELECT match_keys.record_id FROM match_keys WHERE",
        "key >= ?",
        "key < ?",
    ],
    &["SELECT match_keys.fields FROM match_keys WHERE", "record_id = ?"],
    &["UPDATE match_keys SET fields"],
    &["DELETE FROM match_keys WHERE"],
    &["SELECT memberships.account_id FROM memberships WHERE"],
    &["SELECT memberships.contact_id FROM memberships WHERE"],
    &["DELETE FROM memberships WHERE"],
    &["UPDATE cases SET contact"],
    &["SELECT contacts.id FROM contacts WHERE", "id > ?"],
];

/// What each engine has of its own: which records some identifiers mean, which of some records, ties and
/// cases there are, and parts of fields.
const OF_SQLITE: [&[&str]; 7] = [
    &[
        "SELECT match_keys.record_id FROM match_keys WHERE",
        "key = ?",
        "ORDER BY match_keys.record_id;",
    ],
    &["SELECT contacts.id FROM contacts WHERE", "id = ?"],
    &["SELECT accounts.id FROM accounts WHERE", "id = ?"],
    &["SELECT memberships.contact_id, memberships.account_id FROM memberships WHERE"],
    &["cases.channel, cases.subject FROM cases WHERE", "sequence = ?"],
    &[
        "SELECT field_text.rowid FROM field_text WHERE",
        " MATCH ?",
        "rowid > ?",
    ],
    &["DELETE FROM field_text WHERE"],
];
const OF_POSTGRES: [&[&str]; 9] = [
    &["unnest(?::text[])", "match_keys.key = wanted.key"],
    &["unnest(?::bigint[])", "from contacts where"],
    &["unnest(?::bigint[])", "from accounts where"],
    &["unnest(?::bigint[], ?::bigint[])", "from memberships where"],
    &["unnest(?::integer[], ?::integer[])", "from cases where"],
    &["SELECT max(field_text.record_id) FROM field_text WHERE"],
    &[
        "SELECT field_text.record_id FROM field_text WHERE",
        "AND (field_text.grams @> ?)",
    ],
    &[
        "SELECT field_text.record_id FROM field_text WHERE",
        "OR (field_text.grams @> ?)",
    ],
    &["DELETE FROM field_text WHERE"],
];

/// Fails for the statements that were not sent.
pub(crate) fn assert_all(place: &Place, sent: &BTreeSet<String>) {
    let sent: Vec<String> = sent.iter().map(|sql| plain(sql)).collect();
    let own = match place {
        Place::Sqlite(_) => &OF_SQLITE[..],
        Place::Postgres(_) => &OF_POSTGRES,
    };
    let owned = |parts: &&[&str]| -> Vec<String> { parts.iter().map(|part| (*part).to_owned()).collect() };
    let of_contacts: Vec<_> = OF_EACH.iter().map(owned).collect();
    let of_accounts = of_contacts.iter().map(|parts| {
        let of_account = |part: &String| part.replace("contacts", "accounts").replace(".phone", ".address");
        parts.iter().map(of_account).collect()
    });
    let wanted = of_accounts
        .chain(of_contacts.clone())
        .chain(OF_ALL.iter().chain(own).map(owned));
    let missing: Vec<Vec<String>> = wanted
        .filter(|parts| {
            let is_it = |sql: &String| parts.iter().all(|part| sql.contains(part));
            !sent.iter().any(is_it)
        })
        .collect();
    assert!(missing.is_empty(), "not sent: {missing:#?} of {sent:#?}");
}

/// A statement as both engines would write it, with a mark at its end.
fn plain(sql: &str) -> String {
    let unquoted = sql.replace(['"', '`'], "");
    let mut parts = unquoted.split('$');
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        plain.push('?');
        plain.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    plain + ";"
}
