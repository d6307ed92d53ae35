//! What SQLite's plans tell.

use crate::{common::Place, lookups::leads};
use diesel::{QueryableByName, RunQueryDsl as _, SqliteConnection, sql_types::Text};

#[derive(QueryableByName)]
struct Step {
    #[diesel(sql_type = Text)]
    detail: String,
}

/// The statements that walk through a table, or through all that an instance has of one that is searched, with their
/// plans.
pub(crate) fn walked(place: &Place, sent: impl IntoIterator<Item = String>) -> Vec<(String, Vec<String>)> {
    let Place::Sqlite(folder) = place else {
        unreachable!("it is SQLite's")
    };
    let mut c = folder.raw();
    let planned = sent.into_iter().map(|sql| {
        let steps = plan(&mut c, &sql);
        assert!(!steps.is_empty(), "no plan: {sql}");
        (sql, steps)
    });
    planned
        .filter(|(_, steps)| steps.iter().any(|step| walks(step) || is_misled(step)))
        .collect()
}

/// The statements that walk through all that an instance has of a table that is searched, with their plans.
pub(crate) fn misled(place: &Place, sent: impl IntoIterator<Item = String>) -> Vec<(String, Vec<String>)> {
    let Place::Sqlite(folder) = place else {
        unreachable!("it is SQLite's")
    };
    let mut c = folder.raw();
    let planned = sent.into_iter().map(|sql| {
        let steps = plan(&mut c, &sql);
        (sql, steps)
    });
    planned
        .filter(|(_, steps)| steps.iter().any(|step| is_misled(step)))
        .collect()
}

/// Whether a step is led through a table by nothing but what all rows of the instance share.
fn is_misled(step: &str) -> bool {
    let Some(search) = step.strip_prefix("SEARCH ") else {
        return false;
    };
    let condition = search.split_once('(').map_or("", |(_, condition)| condition);
    !leads(search, condition)
}

/// The steps of a statement's plan.
fn plan(c: &mut SqliteConnection, sql: &str) -> Vec<String> {
    let steps: Vec<Step> = diesel::sql_query(format!("explain query plan {sql}"))
        .load(c)
        .unwrap();
    steps.into_iter().map(|step| step.detail).collect()
}

/// Whether a step reads a whole table, or sorts. FTS5 calls a look-up in its index a scan too: what counts is that
/// it is given a key, or a text to match within a range of keys.
fn walks(step: &str) -> bool {
    let text = step.split_once("VIRTUAL TABLE INDEX").map(|(_, index)| index);
    match text {
        Some(index) => !(index.ends_with(":=") || index.contains(":M") && index.ends_with("><")),
        // What is counted by groups within a range of an index is put together beside it.
        None => {
            step.starts_with("SCAN") && !step.contains("CONSTANT ROW")
                || step.contains("TEMP B-TREE") && !step.ends_with("FOR GROUP BY")
        }
    }
}
