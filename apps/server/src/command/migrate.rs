//! `migrate`.

use crate::{fault::Fault, installation::Installation, output::Output, settings::Settings, words};
use serde_json::json;
use std::process::ExitCode;

/// Brings the database up to date.
pub(crate) fn run(settings: &Settings, output: Output) -> Result<ExitCode, Fault> {
    let applied = Installation::migrate(settings)?;
    let names = applied.join(", ");
    let words = match applied.len() {
        0 => words!("La base de datos está al día.", "The database is up to date."),
        _ => words!("Migraciones aplicadas: {names}.", "Migrations applied: {names}."),
    };
    output.result(&json!({"applied": applied}), words.say(output.language));
    Ok(ExitCode::SUCCESS)
}
