//! `doctor`: looks the installation over and says of each part whether it is well.

mod checks;

use crate::{fault::Fault, output::Output, settings::Settings, words::Words};
use ba360_core::text::Language;
use serde_json::json;
use std::process::ExitCode;

/// What was found of one part.
struct Check {
    name: &'static str,
    ok: bool,
    /// One line, in the language of the commands.
    message: String,
}

/// What is found, part by part.
struct Findings {
    output: Output,
    checks: Vec<Check>,
}

/// Looks everything over. What depends on a part that is not there is not looked at.
pub(crate) async fn run(settings: &Settings, output: Output) -> Result<ExitCode, Fault> {
    let mut findings = Findings::new(output);
    checks::all(settings, &mut findings).await;
    Ok(findings.print())
}

/// Tells that the settings themselves are no good, so that nothing else could be looked at.
pub(crate) fn without_settings(fault: &Fault, output: Output) -> ExitCode {
    let mut findings = Findings::new(output);
    findings.ill("settings", fault.line(output.language));
    findings.print()
}

impl Findings {
    const fn new(output: Output) -> Self {
        Self {
            output,
            checks: Vec::new(),
        }
    }

    fn say(&mut self, name: &'static str, ok: bool, words: &Words) {
        let message = words.say(self.output.language).to_owned();
        self.checks.push(Check { name, ok, message });
    }

    fn ill(&mut self, name: &'static str, message: String) {
        self.checks.push(Check {
            name,
            ok: false,
            message,
        });
    }

    /// A part that is not well, with what can be done about it.
    fn fault(&mut self, name: &'static str, fault: &Fault, advice: &Words) {
        let language = self.output.language;
        self.ill(name, format!("{} {}", fault.line(language), advice.say(language)));
    }

    fn print(self) -> ExitCode {
        let ok = self.checks.iter().all(|check| check.ok);
        let lines: Vec<String> = self
            .checks
            .iter()
            .map(|Check { name, ok, message }| {
                let mark = match (ok, self.output.language) {
                    (true, _) => "ok ",
                    (false, Language::Spanish) => "MAL",
                    (false, Language::English) => "BAD",
                };
                format!("{mark} {name}: {message}")
            })
            .collect();
        let checks: Vec<_> = self
            .checks
            .iter()
            .map(|Check { name, ok, message }| json!({"name": name, "ok": ok, "message": message}))
            .collect();
        self.output
            .result(&json!({"ok": ok, "checks": checks}), &lines.join("\n"));
        match ok {
            true => ExitCode::SUCCESS,
            false => ExitCode::FAILURE,
        }
    }
}
