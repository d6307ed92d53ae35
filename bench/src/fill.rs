//! Fills a database the way that an import does: core's own use case, a batch a transaction.

use crate::{Backend, Fill, Outcome, Places, data::Dataset, machine, place::Place, timing};
use ba360_core::{
    App, Ports,
    access::{Actor, Operator},
    instance::{Country, Instance, NationalLength, NewInstance},
    record::{ImportBatch, ImportRow, Imported, RowOutcome},
    text::Language,
};
use ba360_crypto::{Limits, MasterKey, SystemRandom};
use jiff::tz::TimeZone;
use std::{sync::Arc, time::Duration};
use tokio::runtime::Runtime;

/// How many rows a transaction brings in, as in `ba360-server import`.
const BATCH: u64 = 1_000;
/// How often the progress is told.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// The name of the instance.
pub(crate) const INSTANCE: &str = "bench";

/// Makes sure that there is a complete database of that data; how it was filled, unless it was there.
pub(crate) fn ensure(
    runtime: &Runtime,
    places: &Places,
    backend: Backend,
    set: &Dataset,
    say: &dyn Fn(&str),
) -> Outcome<(Place, Option<Fill>)> {
    let place = places.of(backend, set.contacts())?;
    if place.is_there() && place.direct()?.is_filled_with(set) {
        say("complete already");
        return Ok((place, None));
    }
    place.make()?;
    let fill = fill(runtime, &place, backend, set, say)?;
    place.direct()?.mark_filled(set)?;
    Ok((place, Some(fill)))
}

fn fill(
    runtime: &Runtime,
    place: &Place,
    backend: Backend,
    set: &Dataset,
    say: &dyn Fn(&str),
) -> Outcome<Fill> {
    let database = place.store_for_one()?;
    database.migrate()?;
    let secrets = ba360_crypto::secrets(&MasterKey::generate(&SystemRandom), Limits::default());
    let app = App::new(Ports::new(database.stores(), secrets));
    let actor = Operator::of_this_installation(&SystemRandom).at(runtime.block_on(instance(&app))?);
    let mut bringing = Bringing {
        runtime,
        app: &app,
        actor: &actor,
        ready: None,
    };
    machine::forget_peak();
    let began = timing::now();
    let (mut told, mut last_tenth) = (began, None);
    for (from, rows) in batches(set.contacts(), |n| set.contact(n).import()) {
        if from * 10 >= set.contacts() * 9 {
            last_tenth.get_or_insert((from, timing::now()));
        }
        bringing.bring_in(rows)?;
        if told.elapsed() > TOLD_EVERY {
            told = timing::now();
            say(&format!(
                "{from} contacts, {:.0} a second",
                rate(from, began.elapsed())
            ));
        }
    }
    bringing.finish()?;
    let (all, end) = (
        began.elapsed(),
        last_tenth.map(|(from, at)| rate(set.contacts() - from, at.elapsed())),
    );
    let fill = Fill {
        backend,
        size: set.contacts(),
        per_second: rate(set.contacts(), all),
        per_second_at_the_end: end.unwrap_or_default(),
        peak_mib: machine::peak_mib(),
    };
    for (_, rows) in batches(set.accounts(), |n| set.account(n).import()) {
        bringing.bring_in(rows)?;
    }
    bringing.finish()?;
    drop(app);
    database.close();
    if backend == Backend::Postgres {
        // What the server does by itself a little later.
        place.direct()?.run("vacuum (analyze)")?;
    }
    Ok(fill)
}

/// So many rows in batches, each with the number of its first row.
fn batches(
    count: u64,
    row: impl Fn(u64) -> ImportRow + Copy,
) -> impl Iterator<Item = (u64, impl Iterator<Item = ImportRow>)> {
    (0..count.div_ceil(BATCH)).map(move |batch| {
        let from = batch * BATCH;
        (from, (from..count.min(from + BATCH)).map(row))
    })
}

/// Brings rows in as an import does: a batch is made ready while the one before is brought in.
struct Bringing<'a> {
    runtime: &'a Runtime,
    app: &'a App,
    actor: &'a Actor,
    ready: Option<ImportBatch>,
}

impl Bringing<'_> {
    fn bring_in(&mut self, rows: impl Iterator<Item = ImportRow>) -> Outcome<()> {
        let before = self.ready.take();
        let import = &self.app.import;
        let (before, ready) = self.runtime.block_on(async {
            tokio::join!(
                async {
                    match before {
                        Some(batch) => import.bring_in(self.actor, batch).await,
                        None => Ok(Vec::new()),
                    }
                },
                async { import.prepare(self.actor, rows.collect()).await }
            )
        });
        self.ready = Some(ready?);
        all_made(before?)
    }

    fn finish(&mut self) -> Outcome<()> {
        let Some(batch) = self.ready.take() else {
            return Ok(());
        };
        all_made(
            self.runtime
                .block_on(self.app.import.bring_in(self.actor, batch))?,
        )
    }
}

fn all_made(outcomes: Vec<RowOutcome>) -> Outcome<()> {
    let made = |outcome| matches!(outcome, Ok(Imported::Made(_)));
    if outcomes.into_iter().all(made) {
        Ok(())
    } else {
        Err("a row of the data was not brought in as a new record".into())
    }
}

async fn instance(app: &App) -> Outcome<Arc<Instance>> {
    let new = NewInstance {
        name: INSTANCE.parse()?,
        hosts: Vec::new(),
        time_zone: TimeZone::UTC,
        language: Language::Spanish,
        country: Country::CHILE,
        national_length: NationalLength::usual_in(Country::CHILE),
        frame_origins: Vec::new(),
    };
    let operator = Operator::of_this_installation(&SystemRandom);
    Ok(app.create_instance.run(&operator, new).await?)
}

fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64().max(f64::EPSILON)
}
