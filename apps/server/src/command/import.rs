//! `import`: a file's rows through the use case, batch by batch, from where an earlier run was interrupted.

use crate::{
    args::ImportFile,
    fault::Fault,
    faults,
    import::{Header, Row, RowProblem, Source, Survey, Tally, bytes_bar, rows_bar},
    installation::Installation,
    output::Output,
    settings::Settings,
    signals::{self, Signal},
    words,
};
use ba360_core::{
    access::Actor,
    record::{BadDetails, BadRow, ImportBatch, ImportError, ImportRow, RowOutcome},
};
use indicatif::ProgressBar;
use std::{
    io::{self, BufReader, Write as _},
    process::ExitCode,
    time::Duration,
};
use tokio::task::JoinHandle;

/// How many rows are brought in by one transaction.
const BATCH: usize = 1_000;
/// Between two batches whoever else writes gets a turn: on SQLite one asks for the lock every two milliseconds.
const OTHERS_TURN: Duration = Duration::from_millis(3);

/// Brings a file in.
pub(crate) async fn run(settings: &Settings, wanted: &ImportFile, output: Output) -> Result<ExitCode, Fault> {
    let installation = Installation::open_to_import(settings).await?;
    let actor = installation.operator_at(&wanted.instance).await?;
    let (source, survey) = look(settings, wanted, output)?;
    // A signal ended the process up to here. From here on it waits for the batch that is under way.
    let asked = tokio::spawn(signals::end_asked()?);
    let progress = &installation.app.import_progress;
    if wanted.from_start {
        progress.forget(&actor, survey.key).await?;
    }
    let done = progress.begin(&actor, survey.key).await?.min(survey.rows);
    let rows = survey.rows;
    if done > 0 {
        output.aside(&words!(
            "Continúa detrás de la fila {done} de {rows}, donde se interrumpió. Con --from-start empieza de nuevo.",
            "Going on behind row {done} of {rows}, where it was interrupted. --from-start begins anew."
        ));
    }
    let mut import = Import {
        installation: &installation,
        actor,
        output,
        bar: rows_bar(rows, done, &words!("Importando", "Bringing in"), output.language),
        survey,
        begun: done,
        brought: done,
        noted: done,
        batch: Vec::with_capacity(BATCH),
        lines: Vec::with_capacity(BATCH),
        refused: Vec::new(),
        ready: None,
        tally: Tally::default(),
    };
    let ended = import.all(&source, wanted, asked).await;
    import.bar.finish_and_clear();
    let brought = import.brought;
    if matches!(ended, Err(_) | Ok(End::Asked(_))) && import.noted > 0 {
        let noted = import.noted;
        output.aside(&words!(
            "Interrumpido detrás de la fila {noted} de {rows}. El mismo comando continúa desde ahí.",
            "Interrupted behind row {noted} of {rows}. The same command goes on from there."
        ));
    }
    let tally = import.tally;
    match ended? {
        End::Whole => Ok(tally.tell(done + 1..=rows, rows, output)),
        End::Changed => Err(source.changed()),
        End::Asked(signal) => {
            tally.tell(done + 1..=brought, rows, output);
            Ok(signal.status())
        }
    }
}

/// How an import ended.
enum End {
    /// Every row was looked at.
    Whole,
    /// So it was, but the file is not what it was when it was read through.
    Changed,
    /// A signal came.
    Asked(Signal),
}

/// Opens the file and reads it through, before anything is brought in.
fn look(settings: &Settings, wanted: &ImportFile, output: Output) -> Result<(Source, Survey), Fault> {
    // It is the owner's alone, and has room for records.
    let scratch = &settings.data_dir;
    let words = words!("Leyendo", "Reading");
    let bar = bytes_bar(None, &words, output.language);
    let source = Source::open(&wanted.file, scratch, |bytes| bar.set_position(bytes))?;
    bar.finish_and_clear();
    let bar = bytes_bar(Some(source.bytes()), &words, output.language);
    let survey = Survey::of(&source, wanted.kind, scratch, &bar)?;
    bar.finish_and_clear();
    Ok((source, survey))
}

/// An import at work. Rows are counted from the file's first.
struct Import<'i> {
    installation: &'i Installation,
    actor: Actor,
    output: Output,
    bar: ProgressBar,
    survey: Survey,
    /// How many rows were brought in when it began.
    begun: u64,
    /// How many are brought in by now.
    brought: u64,
    /// How many are noted.
    noted: u64,
    batch: Vec<ImportRow>,
    /// The lines of the batch's rows.
    lines: Vec<u64>,
    /// The rows since the last batch that could not even be asked for.
    refused: Vec<(u64, Fault)>,
    /// The batch before, which is brought in while the next is made ready.
    ready: Option<Ready>,
    tally: Tally,
}

/// A batch that was brought in.
struct Done {
    outcomes: Vec<RowOutcome>,
    lines: Vec<u64>,
    refused: Vec<(u64, Fault)>,
    last: u64,
}

/// A batch that waits to be brought in.
struct Ready {
    batch: ImportBatch,
    lines: Vec<u64>,
    refused: Vec<(u64, Fault)>,
    /// The number of its last row in the file.
    last: u64,
}

impl Import<'_> {
    /// Brings in all rows that are not yet, or those up to a signal.
    async fn all(
        &mut self,
        source: &Source,
        wanted: &ImportFile,
        asked: JoinHandle<Signal>,
    ) -> Result<End, Fault> {
        let unreadable = |error: io::Error| source.unreadable(&error);
        let mut bytes = source.read(wanted.kind)?;
        let file = BufReader::with_capacity(64 * 1024, &mut bytes);
        let (header, mut rows) = Header::read(wanted.kind, file).map_err(unreadable)??;
        let mut read = 0;
        while let Some(row) = rows.next().map_err(unreadable)? {
            if read >= self.begun {
                self.add(read, row, &header);
            }
            read += 1;
            if self.batch.len() + self.refused.len() == BATCH {
                self.flush(read).await?;
                if asked.is_finished() && read < self.survey.rows {
                    self.finish().await?;
                    self.note().await?;
                    self.noted = self.brought;
                    return asked
                        .await
                        .map(End::Asked)
                        .map_err(|error| faults::signals().because(&error));
                }
            }
        }
        self.flush(read).await?;
        self.finish().await?;
        drop(rows);
        let progress = &self.installation.app.import_progress;
        progress.forget(&self.actor, self.survey.key).await?;
        Ok(match bytes.key() == self.survey.key {
            true => End::Whole,
            false => End::Changed,
        })
    }

    fn add(&mut self, number: u64, row: Row, header: &Header) {
        let ready = row.values.map_err(problem).and_then(|values| header.row(values));
        match ready {
            // Of two rows for one record the second would undo the first, at every import anew.
            Ok(_) if self.survey.repeated.contains(number) => {
                self.refused.push((row.line, reason(BadRow::Repeated)));
            }
            Ok(ready) => {
                self.lines.push(row.line);
                self.batch.push(ready);
            }
            Err(fault) => self.refused.push((row.line, fault)),
        }
    }

    /// Makes the rows up to that one ready, and meanwhile brings in those that are.
    async fn flush(&mut self, last: u64) -> Result<(), Fault> {
        let rows = std::mem::replace(&mut self.batch, Vec::with_capacity(BATCH));
        let before = self.ready.take();
        let (before, batch) = tokio::join!(
            self.bring_in(before),
            self.installation.app.import.prepare(&self.actor, rows)
        );
        self.count(before?);
        self.ready = Some(Ready {
            batch: batch?,
            lines: std::mem::take(&mut self.lines),
            refused: std::mem::take(&mut self.refused),
            last,
        });
        Ok(())
    }

    /// Brings in the batch that is ready.
    async fn finish(&mut self) -> Result<(), Fault> {
        let ready = self.ready.take();
        let done = self.bring_in(ready).await?;
        self.count(done);
        Ok(())
    }

    async fn bring_in(&self, ready: Option<Ready>) -> Result<Option<Done>, Fault> {
        let Some(ready) = ready else { return Ok(None) };
        // Each batch has its transaction for itself. When the process is killed, the rows of one are brought in again,
        // which changes nothing.
        self.note().await?;
        tokio::time::sleep(OTHERS_TURN).await;
        let import = &self.installation.app.import;
        let outcomes = import.bring_in(&self.actor, ready.batch).await?;
        Ok(Some(Done {
            outcomes,
            lines: ready.lines,
            refused: ready.refused,
            last: ready.last,
        }))
    }

    /// Tells what became of a batch, in the order of the lines.
    fn count(&mut self, done: Option<Done>) {
        let Some(done) = done else { return };
        self.noted = self.brought;
        let mut refused = done.refused;
        for (line, outcome) in done.lines.into_iter().zip(done.outcomes) {
            match outcome {
                Ok(imported) => self.tally.good(&imported),
                Err(bad) => refused.push((line, reason(bad))),
            }
        }
        refused.sort_by_key(|(line, _)| *line);
        for (line, fault) in refused {
            let said = self.tally.bad(line, &fault, self.output);
            self.bar.suspend(|| {
                let _ = writeln!(io::stderr().lock(), "{said}");
            });
        }
        self.brought = done.last;
        self.bar.set_position(done.last);
    }

    /// Notes what is brought in, unless it is noted already.
    async fn note(&self) -> Result<(), ImportError> {
        if self.noted == self.brought {
            return Ok(());
        }
        let progress = &self.installation.app.import_progress;
        progress.note(&self.actor, self.survey.key, self.brought).await
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
