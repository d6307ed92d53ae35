//! By what the tables that are searched are looked through.

/// The tables that are searched and grow without end, each with the columns of which one has to lead to a row. Who is led
/// by the others alone walks through all that an instance has.
pub(crate) const SEARCHED: [(&str, &[&str]); 6] = [
    ("contacts", &["id", "rowid"]),
    ("accounts", &["id", "rowid"]),
    ("match_keys", &["key"]),
    ("field_text", &["grams", "record_id", "rowid"]),
    ("memberships", &["contact_id", "account_id"]),
    ("cases", &["sequence", "contact", "account", "interaction"]),
];

/// Whether a condition leads to the rows of a table: `of` is the table's name, or begins with it as those of its
/// indexes and partitions do.
pub(crate) fn leads(of: &str, condition: &str) -> bool {
    let Some((_, columns)) = SEARCHED.iter().find(|(table, _)| of.starts_with(table)) else {
        return true;
    };
    let mut named = condition.split(|c: char| !c.is_ascii_alphanumeric() && c != '_');
    named.any(|name| columns.contains(&name))
}
