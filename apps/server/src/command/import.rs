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
    access::{Actor, Operator},
    instance::InstanceName,
    record::{BadDetails, BadRow, ImportBatch, ImportError, ImportRow, RowOutcome},
};
use indicatif::ProgressBar;
use std::{
    cell::Cell,
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
    let operator = installation.operator();
    let instance = installation.app.find_instance.run(&operator, &wanted.instance);
    let actor = operator.at(instance.await?);
    let (source, survey) = look(settings, wanted, output)?;
    // A signal ended the process up to here. From here on it waits for the batch that is under way.
    let asked = tokio::spawn(signals::end_asked()?);
    let progress = &installation.app.import_progress;
    if wanted.from_start {
        for key in survey.keys.each() {
            progress.forget(&actor, key).await?;
        }
    }
    let good = progress.begin(&actor, survey.keys.good).await?;
    let with_bad = progress.begin(&actor, survey.keys.with_bad).await?;
    let bad_before = with_bad > 0;
    let rows = survey.rows;
    let done = good.max(with_bad).min(rows);
    if done > 0 {
        output.aside(&words!(
            "Continúa detrás de la fila {done} de {rows}, donde se interrumpió. Con --from-start empieza de nuevo.",
            "Going on behind row {done} of {rows}, where it was interrupted. --from-start begins anew."
        ));
    }
    let mut import = Import {
        installation: &installation,
        operator,
        name: &wanted.instance,
        actor,
        output,
        bar: rows_bar(rows, done, &words!("Importando", "Bringing in"), output.language),
        survey,
        begun: done,
        brought: done,
        noted: Cell::new(done),
        batch: Vec::with_capacity(BATCH),
        lines: Vec::with_capacity(BATCH),
        refused: Vec::new(),
        ready: None,
        tally: Tally::behind(bad_before),
    };
    let ended = import.all(&source, wanted, asked).await;
    import.bar.finish_and_clear();
    let brought = import.brought;
    if matches!(ended, Err(_) | Ok(End::Asked(_))) && import.noted.get() > 0 {
        let noted = import.noted.get();
        output.aside(&words!(
            "Interrumpido detrás de la fila {noted} de {rows}. El mismo comando continúa desde ahí.",
            "Interrupted behind row {noted} of {rows}. The same command goes on from there."
        ));
    }
    let tally = import.tally;
    match ended? {
        End::Whole => {
            if bad_before {
                output.aside(&words!(
                    "Hasta la fila {done} hubo filas con errores. El mismo comando mira ahora todas las filas de nuevo.",
                    "Up to row {done} there were bad rows. The same command now looks at every row again."
                ));
            }
            Ok(tally.tell(done + 1..=rows, rows, output))
        }
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
    operator: Operator,
    /// The instance's.
    name: &'i InstanceName,
    /// The operator at work in the instance as it was after the last batch.
    actor: Actor,
    output: Output,
    bar: ProgressBar,
    survey: Survey,
    /// How many rows were brought in when it began.
    begun: u64,
    /// How many are brought in by now.
    brought: u64,
    /// How many are noted.
    noted: Cell<u64>,
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
    /// Who has brought it in: at the instance as it was then.
    actor: Actor,
    outcomes: Vec<RowOutcome>,
    lines: Vec<u64>,
    refused: Vec<(u64, Fault)>,
    last: u64,
}

/// A batch that waits to be brought in.
struct Ready {
    /// Who has made it ready.
    actor: Actor,
    /// Its rows as they were read.
    rows: Vec<ImportRow>,
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
        for key in self.survey.keys.each() {
            progress.forget(&self.actor, key).await?;
        }
        Ok(match bytes.keys() == self.survey.keys {
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
        let (before, actor) = (self.ready.take(), self.actor.clone());
        let (before, batch) = tokio::join!(
            self.bring_in(before),
            self.installation.app.import.prepare(&actor, rows.clone())
        );
        self.count(before?);
        self.ready = Some(Ready {
            actor,
            rows,
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
        let outcomes = import.bring_in(&ready.actor, ready.batch).await?;
        Ok(Some(Done {
            actor: self.brought_in_as_of_now(ready.actor, ready.rows).await?,
            outcomes,
            lines: ready.lines,
            refused: ready.refused,
            last: ready.last,
        }))
    }

    /// Lets rows that were brought in be found by the national length that holds by then; answers who is at work where it
    /// does. Where it has changed since they were made ready, whoever goes through the records for it may have passed
    /// them: they are brought in again. They are noted after that, so the run behind a killed one does it too.
    async fn brought_in_as_of_now(&self, by: Actor, rows: Vec<ImportRow>) -> Result<Actor, Fault> {
        let app = &self.installation.app;
        let mut before = by;
        loop {
            let instance = app.find_instance.run(&self.operator, self.name).await?;
            let now = self.operator.at(instance);
            if now.instance().national_length == before.instance().national_length {
                return Ok(now);
            }
            app.import.run(&now, rows.clone()).await?;
            before = now;
        }
    }

    /// Tells what became of a batch, in the order of the lines.
    fn count(&mut self, done: Option<Done>) {
        let Some(done) = done else { return };
        self.actor = done.actor;
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
        if self.noted.get() == self.brought {
            return Ok(());
        }
        let keys = self.survey.keys;
        let key = match self.tally.any_bad() {
            true => keys.with_bad,
            false => keys.good,
        };
        let progress = &self.installation.app.import_progress;
        progress.note(&self.actor, key, self.brought).await?;
        self.noted.set(self.brought);
        Ok(())
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
        RowProblem::LineBreak(last) => faults::import_row_line_break(last),
        RowProblem::TooLong => faults::import_row_too_long(),
        RowProblem::TooManyColumns => faults::import_row_too_many_columns(),
    }
}
