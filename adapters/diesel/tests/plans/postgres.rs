//! What PostgreSQL's plans tell: those of prepared statements, which do not know the values.

use crate::{
    common::Place,
    lookups::{SEARCHED, leads},
};
use ba360_core::instance::InstanceId;

/// The statements that walk through a table, or through all that an instance has of one that is searched, with their
/// plans: as the planner makes them when it was told of the tables.
pub(crate) fn walked(
    place: &Place,
    one: InstanceId,
    sent: impl IntoIterator<Item = String>,
) -> Vec<(String, Vec<String>)> {
    place.sql("analyze");
    let holding = holding(place);
    let planned = sent.into_iter().map(|sql| {
        // Where another way is possible at all, it has to be taken even through a table with few rows ...
        let mut steps = plan(place, one, &sql, "set enable_seqscan = off;");
        let sorts = sql.contains("ORDER BY") && steps.iter().any(|step| is_sort(step));
        let walks = sorts || steps.iter().any(|step| step.contains("Seq Scan"));
        // ... and through one that is searched, by the planner's own will.
        let willing = plan(place, one, &sql, "");
        let walks_willingly = willing.iter().any(|step| {
            let scanned = step.split_once("Seq Scan on ").map_or("", |(_, table)| table);
            let table = scanned.split(' ').next().unwrap_or_default();
            holding.iter().any(|held| held == table)
        });
        let misled = is_misled(&willing);
        steps.extend(willing);
        (sql, steps, walks || walks_willingly || misled)
    });
    planned
        .filter_map(|(sql, steps, walks)| walks.then_some((sql, steps)))
        .collect()
}

/// The tables that are searched, or their partitions, with something in them: nothing is quicker to walk through than one
/// that is empty.
fn holding(place: &Place) -> Vec<String> {
    let each =
        SEARCHED.map(|(table, _)| format!("select distinct tableoid::regclass::text as held from {table}"));
    let held = place.value(&each.join(" union all "));
    let held: Vec<String> = held.lines().map(str::to_owned).collect();
    assert_eq!(held.len(), SEARCHED.len(), "{held:?}");
    held
}

/// Makes the planner forget what it was told of the tables that are searched, as before the first time that it is told.
pub(crate) fn forget_counts(place: &Place) {
    let each = SEARCHED.map(|(table, _)| table);
    place.sql(&format!(
        "delete from pg_statistic; update pg_class set reltuples = -1, relpages = 0 where relname ~ '^({})'",
        each.join("|")
    ));
}

/// The statements that walk through all that an instance has of a table that is searched, with their plans.
pub(crate) fn misled(
    place: &Place,
    one: InstanceId,
    sent: impl IntoIterator<Item = String>,
) -> Vec<(String, Vec<String>)> {
    let planned = sent.into_iter().map(|sql| {
        let steps = plan(place, one, &sql, "");
        (sql, steps)
    });
    planned.filter(|(_, steps)| is_misled(steps)).collect()
}

/// Whether an index of a table that is searched is walked through: it stands below the condition that leads through it.
fn is_misled(steps: &[String]) -> bool {
    steps.iter().enumerate().any(|(at, step)| {
        let Some((scan, on)) = step.split_once(" on ") else {
            return false;
        };
        let below = steps[at + 1..].iter().map(|step| step.trim_start());
        let mut details = below.take_while(|step| !step.starts_with("->"));
        let condition = details.find_map(|step| step.strip_prefix("Index Cond: "));
        scan.contains("Index") && !leads(on, condition.unwrap_or_default())
    })
}

fn is_sort(step: &str) -> bool {
    let step = step.trim_start().trim_start_matches("-> ").trim_start();
    step.starts_with("Sort  (") || step.starts_with("Incremental Sort  (")
}

/// The steps of a statement's plan. Only the instance is told, which says in what partition its rows are.
fn plan(place: &Place, one: InstanceId, sql: &str, settings: &str) -> Vec<String> {
    let plain = sql.replace('"', "");
    let mut values = Vec::new();
    while sql.contains(&format!("${}", values.len() + 1)) {
        let comparison = format!("instance_id = ${}", values.len() + 1);
        let mut behind = plain.split(&comparison).skip(1);
        let is_instance = behind.any(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()));
        values.push(match is_instance {
            true => one.0.to_string(),
            false => "null".to_owned(),
        });
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
