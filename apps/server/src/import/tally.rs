//! What became of the rows.

use crate::{fault::Fault, output::Output, words, words::Words};
use ba360_core::record::Imported;
use serde_json::{Value, json};
use std::{ops::RangeInclusive, process::ExitCode};

/// How many bad rows the JSON object names; all of them go to standard error.
const NAMED: usize = 100;

/// What became of the rows of one run.
#[derive(Default)]
pub(crate) struct Tally {
    made: u64,
    changed: u64,
    same: u64,
    bad: u64,
    /// Whether a row before those of this run was bad.
    bad_before: bool,
    /// The first of the bad rows.
    named: Vec<Value>,
}

impl Tally {
    /// Of a run before whose rows one was bad, or none.
    pub(crate) fn behind(bad_before: bool) -> Self {
        Self {
            bad_before,
            ..Self::default()
        }
    }

    /// Whether a row was bad, of this run or before.
    pub(crate) const fn any_bad(&self) -> bool {
        self.bad > 0 || self.bad_before
    }

    /// Counts a row that was brought in.
    pub(crate) fn good(&mut self, imported: &Imported) {
        *match imported {
            Imported::Made(_) => &mut self.made,
            Imported::Changed(_) => &mut self.changed,
            Imported::Same(_) => &mut self.same,
        } += 1;
    }

    /// Counts a row that was not; answers the sentence about it.
    pub(crate) fn bad(&mut self, line: u64, fault: &Fault, output: Output) -> String {
        self.bad += 1;
        let said = fault.line(output.language);
        let words = words!("línea {line}: {said}", "line {line}: {said}");
        let said = words.say(output.language);
        if self.named.len() < NAMED {
            self.named
                .push(json!({"line": line, "code": fault.code(), "message": said}));
        }
        said.to_owned()
    }

    /// Prints what became of the rows of that range, counted from 1, of a file of so many.
    pub(crate) fn tell(self, range: RangeInclusive<u64>, rows: u64, output: Output) -> ExitCode {
        let any_bad = self.any_bad();
        let Self {
            made,
            changed,
            same,
            bad,
            bad_before,
            named,
        } = self;
        let (from, to) = range.into_inner();
        let words = words!(
            "{made} creados, {changed} modificados, {same} sin cambios, {bad} con errores",
            "{made} made, {changed} changed, {same} the same, {bad} bad"
        );
        let words = match from > 1 || to < rows {
            false => words,
            true => {
                let Words { es, en } = words;
                words!(
                    "Filas {from} a {to} de {rows}: {es}",
                    "Rows {from} to {to} of {rows}: {en}"
                )
            }
        };
        let object = json!({
            "rows": rows, "from_row": from, "to_row": to,
            "made": made, "changed": changed, "same": same, "bad": bad, "bad_before": bad_before,
            "errors": named,
        });
        output.result(&object, words.say(output.language));
        match any_bad {
            false => ExitCode::SUCCESS,
            true => ExitCode::FAILURE,
        }
    }
}
