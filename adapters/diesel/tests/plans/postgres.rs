//! What PostgreSQL's plans tell: those of prepared statements, which do not know the values.

use crate::common::Place;

/// The tables that are searched, and that grow without end.
const SEARCHED: [&str; 4] = ["contacts", "accounts", "match_keys", "field_text"];

/// The statements that walk through a table, with their plans.
pub(crate) fn walked(place: &Place, sent: impl IntoIterator<Item = String>) -> Vec<(String, Vec<String>)> {
    place.sql("analyze");
    let planned = sent.into_iter().map(|sql| {
        // Where another way is possible at all, it has to be taken even through a table with few rows ...
        let mut steps = plan(place, &sql, "set enable_seqscan = off;");
        let sorts = sql.contains("ORDER BY") && steps.iter().any(|step| step.contains("Sort Key"));
        let walks = sorts || steps.iter().any(|step| step.contains("Seq Scan"));
        // ... and through one that is searched, by the planner's own will.
        let willing = plan(place, &sql, "");
        let walks_willingly = willing.iter().any(|step| {
            let scanned = step.split_once("Seq Scan on ").map_or("", |(_, table)| table);
            SEARCHED.iter().any(|table| scanned.starts_with(table))
        });
        steps.extend(willing);
        (sql, steps, walks || walks_willingly)
    });
    planned
        .filter_map(|(sql, steps, walks)| walks.then_some((sql, steps)))
        .collect()
}

/// The statements that compare keys one after the other instead of looking them up, with their plans: as the planner
/// makes them before it was told anything of the tables.
pub(crate) fn walked_through_keys(
    place: &Place,
    sent: impl IntoIterator<Item = String>,
) -> Vec<(String, Vec<String>)> {
    place.sql("delete from pg_statistic; update pg_class set reltuples = -1, relpages = 0 where relname ~ 'match_keys'");
    let planned = sent.into_iter().map(|sql| {
        let steps = plan(place, &sql, "");
        (sql, steps)
    });
    planned
        .filter(|(_, steps)| {
            let mut filters = steps
                .iter()
                .filter(|step| step.trim_start().starts_with("Filter:"));
            filters.any(|filter| filter.contains("key = "))
        })
        .collect()
}

/// The steps of a statement's plan.
fn plan(place: &Place, sql: &str, settings: &str) -> Vec<String> {
    let mut values = Vec::new();
    while sql.contains(&format!("${}", values.len() + 1)) {
        values.push("null");
    }
    let values = match values.len() {
        0 => String::new(),
        _ => format!("({})", values.join(", ")),
    };
    let explained = format!(
        "set plan_cache_mode = force_generic_plan; {settings} prepare one as {sql}; explain execute one{values}"
    );
    let steps: Vec<String> = place.value(&explained).lines().map(str::to_owned).collect();
    assert!(steps.iter().any(|step| step.contains("cost=")), "no plan: {sql}");
    steps
}
