//! `import`: a file's rows through the use case, batch by batch.

use crate::{
    args::ImportFile,
    fault::Fault,
    faults,
    import::{Header, RowProblem},
    installation::Installation,
    output::Output,
    settings::Settings,
    words,
};
use ba360_core::{
    access::Actor,
    record::{BadDetails, BadRow, ImportRow, Imported},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::{
    collections::HashSet,
    fs::File,
    io::{self, BufReader, Read, Write as _},
    path::Path,
    process::ExitCode,
};

/// How many rows are brought in by one transaction.
const BATCH: usize = 500;
/// How many bad rows the JSON object names; all of them go to standard error.
const NAMED: usize = 100;

/// Brings a file in.
pub(crate) async fn run(settings: &Settings, wanted: &ImportFile, output: Output) -> Result<ExitCode, Fault> {
    let installation = Installation::open(settings)?;
    let actor = installation.operator_at(&wanted.instance).await?;
    let (file, bytes) = open(&wanted.file)?;
    let bar = progress(bytes);
    let file = BufReader::with_capacity(64 * 1024, bar.wrap_read(file));
    let (header, mut rows) =
        Header::read(wanted.kind, file).map_err(|error| unreadable(&wanted.file, &error))??;
    let mut import = Import {
        installation: &installation,
        actor,
        output,
        bar,
        lines: Vec::with_capacity(BATCH),
        batch: Vec::with_capacity(BATCH),
        refused: Vec::new(),
        seen: HashSet::new(),
        tally: Tally::default(),
    };
    while let Some(row) = rows.next().map_err(|error| unreadable(&wanted.file, &error))? {
        match row.values.map_err(problem).and_then(|values| header.row(values)) {
            Ok(ready) => import.add(row.line, ready),
            Err(fault) => import.refused.push((row.line, fault)),
        }
        if import.batch.len() + import.refused.len() == BATCH {
            import.flush().await?;
        }
    }
    import.flush().await?;
    import.bar.finish_and_clear();
    Ok(import.tally.tell(output))
}

/// An import at work.
struct Import<'i> {
    installation: &'i Installation,
    actor: Actor,
    output: Output,
    bar: ProgressBar,
    lines: Vec<u64>,
    batch: Vec<ImportRow>,
    /// The rows since the last batch that could not even be asked for.
    refused: Vec<(u64, Fault)>,
    /// The identities of all rows so far: eight bytes a row.
    seen: HashSet<u64>,
    tally: Tally,
}

/// What became of the rows.
#[derive(Default)]
struct Tally {
    made: u64,
    changed: u64,
    same: u64,
    bad: u64,
    /// The first of the bad rows.
    named: Vec<Value>,
}

impl Import<'_> {
    fn add(&mut self, line: u64, row: ImportRow) {
        // Of two rows for one record the second would undo the first, at every import anew.
        if row.identity().is_some_and(|identity| !self.seen.insert(identity)) {
            self.refused.push((line, reason(BadRow::Repeated)));
        } else {
            self.lines.push(line);
            self.batch.push(row);
        }
    }

    /// Brings in what waits, and tells what became of it in the order of the lines.
    async fn flush(&mut self) -> Result<(), Fault> {
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        let mut refused = std::mem::take(&mut self.refused);
        if !batch.is_empty() {
            let outcomes = self.installation.app.import.run(&self.actor, batch).await?;
            for (line, outcome) in std::mem::take(&mut self.lines).into_iter().zip(outcomes) {
                match outcome {
                    Ok(Imported::Made(_)) => self.tally.made += 1,
                    Ok(Imported::Changed(_)) => self.tally.changed += 1,
                    Ok(Imported::Same(_)) => self.tally.same += 1,
                    Err(bad) => refused.push((line, reason(bad))),
                }
            }
        }
        refused.sort_by_key(|(line, _)| *line);
        for (line, fault) in refused {
            self.bad(line, &fault);
        }
        Ok(())
    }

    fn bad(&mut self, line: u64, fault: &Fault) {
        self.tally.bad += 1;
        let said = fault.line(self.output.language);
        let words = words!("línea {line}: {said}", "line {line}: {said}");
        let said = words.say(self.output.language);
        if self.tally.named.len() < NAMED {
            self.tally
                .named
                .push(json!({"line": line, "code": fault.code(), "message": said}));
        }
        self.bar.suspend(|| {
            let _ = writeln!(io::stderr().lock(), "{said}");
        });
    }
}

impl Tally {
    fn tell(self, output: Output) -> ExitCode {
        let Self {
            made,
            changed,
            same,
            bad,
            named,
        } = self;
        let words = words!(
            "{made} creados, {changed} modificados, {same} sin cambios, {bad} con errores",
            "{made} made, {changed} changed, {same} the same, {bad} bad"
        );
        output.result(
            &json!({"made": made, "changed": changed, "same": same, "bad": bad, "errors": named}),
            words.say(output.language),
        );
        match bad {
            0 => ExitCode::SUCCESS,
            _ => ExitCode::FAILURE,
        }
    }
}

/// Why a row is bad, with the column where it is one.
fn reason(bad: BadRow) -> Fault {
    let fault = Fault::from(bad);
    match bad {
        BadRow::Details(BadDetails {
            field: Some(field), ..
        }) => fault.at(field),
        _ => fault,
    }
}

fn problem(problem: RowProblem) -> Fault {
    match problem {
        RowProblem::NotUtf8 => faults::import_row_not_utf8(),
        RowProblem::OpenQuote => faults::import_row_quote(),
        RowProblem::TooLong => faults::import_row_too_long(),
        RowProblem::TooManyColumns => faults::import_row_too_many_columns(),
    }
}

/// The file and its size; standard input has none.
fn open(path: &Path) -> Result<(Box<dyn Read + Send>, Option<u64>), Fault> {
    if path.as_os_str() == "-" {
        return Ok((Box::new(io::stdin()), None));
    }
    let opened = File::open(path).and_then(|file| {
        let about = file.metadata()?;
        if about.is_dir() {
            return Err(io::Error::from(io::ErrorKind::IsADirectory));
        }
        Ok((file, about.is_file().then_some(about.len())))
    });
    match opened {
        Ok((file, bytes)) => Ok((Box::new(file), bytes)),
        Err(error) => Err(unreadable(path, &error)),
    }
}

fn unreadable(path: &Path, error: &io::Error) -> Fault {
    faults::import_unreadable(path.display()).because(error)
}

/// A bar over the bytes of the file. It hides itself where standard error is no terminal.
fn progress(bytes: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
