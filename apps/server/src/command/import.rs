//! `import`: a file's rows through the use case, batch by batch.

use crate::{
    args::ImportFile,
    fault::Fault,
    import::{Header, HeaderProblem, RowProblem},
    installation::Installation,
    output::Output,
    settings::Settings,
    words,
    words::Words,
};
use ba360_core::{
    access::Actor,
    record::{BadRow, ImportRow, Imported, RowOutcome},
};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde_json::{Value, json};
use std::{
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
    let (header, mut rows) = Header::read(wanted.kind, file)
        .map_err(|error| unreadable(&wanted.file, &error))?
        .map_err(|HeaderProblem(words)| Fault::new("import_header_bad", words))?;
    let mut import = Import {
        installation: &installation,
        actor,
        output,
        bar,
        lines: Vec::with_capacity(BATCH),
        batch: Vec::with_capacity(BATCH),
        tally: Tally::default(),
    };
    while let Some(row) = rows.next().map_err(|error| unreadable(&wanted.file, &error))? {
        match row
            .values
            .map_err(problem)
            .and_then(|values| header.row(values).map_err(|words| ("import_row_columns", words)))
        {
            Ok(ready) => import.add(row.line, ready).await?,
            Err((code, words)) => import.bad(row.line, code, &words),
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
    async fn add(&mut self, line: u64, row: ImportRow) -> Result<(), Fault> {
        self.lines.push(line);
        self.batch.push(row);
        if self.batch.len() == BATCH {
            self.flush().await?;
        }
        Ok(())
    }

    async fn flush(&mut self) -> Result<(), Fault> {
        if self.batch.is_empty() {
            return Ok(());
        }
        let batch = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        let outcomes = self.installation.app.import.run(&self.actor, batch).await?;
        let lines = std::mem::take(&mut self.lines);
        for (line, outcome) in lines.into_iter().zip(outcomes) {
            self.count(line, &outcome);
        }
        Ok(())
    }

    fn count(&mut self, line: u64, outcome: &RowOutcome) {
        let (code, words) = match outcome {
            Ok(Imported::Made(_)) => return self.tally.made += 1,
            Ok(Imported::Changed(_)) => return self.tally.changed += 1,
            Ok(Imported::Same(_)) => return self.tally.same += 1,
            Err(bad) => reason(*bad),
        };
        self.bad(line, code, &words);
    }

    fn bad(&mut self, line: u64, code: &str, words: &Words) {
        self.tally.bad += 1;
        let words = words!("línea {line}: {}", "line {line}: {}"; words.es, words.en);
        let said = words.say(self.output.language);
        if self.tally.named.len() < NAMED {
            self.tally
                .named
                .push(json!({"line": line, "code": code, "message": said}));
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

/// Why a row is bad: its code's words, and the column where it is one.
fn reason(bad: BadRow) -> (&'static str, Words) {
    let mut words = Words::of(&bad);
    if let BadRow::Details(details) = bad
        && let Some(field) = details.field
    {
        words = words!("{field}: {}", "{field}: {}"; words.es, words.en);
    }
    (ba360_core::text::Coded::code(&bad).as_str(), words)
}

fn problem(problem: RowProblem) -> (&'static str, Words) {
    match problem {
        RowProblem::NotUtf8 => (
            "import_row_not_utf8",
            words!("La fila no es UTF-8.", "The row is not UTF-8."),
        ),
        RowProblem::OpenQuote => (
            "import_row_quote",
            words!(
                "La fila tiene una comilla sin cerrar o un salto de línea suelto.",
                "The row has a quote that is not closed or a stray line break."
            ),
        ),
        RowProblem::TooLong => (
            "import_row_too_long",
            words!("La fila es demasiado larga.", "The row is too long."),
        ),
        RowProblem::TooManyColumns => (
            "import_row_columns",
            words!(
                "La fila tiene demasiadas columnas.",
                "The row has too many columns."
            ),
        ),
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
    let shown = path.display();
    Fault::new(
        "import_unreadable",
        words!("No se puede leer {shown}.", "{shown} cannot be read."),
    )
    .because(error)
}

/// A bar over the bytes of the file. It hides itself where standard error is no terminal.
fn progress(bytes: Option<u64>) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(bytes, ProgressDrawTarget::stderr());
    match ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {eta}") {
        Ok(style) => bar.with_style(style),
        Err(_) => bar,
    }
}
