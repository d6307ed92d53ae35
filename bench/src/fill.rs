//! Fills a database the way that an import does: core's own use cases, a batch a transaction, and a note of each batch.

use crate::{Backend, Figure, Fill, Outcome, Places, Sink, data::Dataset, machine, place::Place, timing};
use ba360_core::{
    App, Ports,
    access::{Actor, Operator},
    instance::{Country, Instance, NationalLength, NewInstance},
    record::{ImportBatch, ImportKey, ImportRow, Imported, RowOutcome},
    text::Language,
};
use ba360_crypto::{Limits, MasterKey, SystemRandom};
use jiff::tz::TimeZone;
use std::{sync::Arc, time::Duration};
use tokio::runtime::Runtime;

/// How many rows a transaction brings in, as in `ba360-server import`.
const BATCH: u64 = 1_000;
/// How long others get a turn between two batches, as there.
const OTHERS_TURN: Duration = Duration::from_millis(3);
/// How often the progress is told.
const TOLD_EVERY: Duration = Duration::from_secs(10);

/// What the journal knows the four imports by.
const CONTACTS: ImportKey = ImportKey([1; 32]);
const ACCOUNTS: ImportKey = ImportKey([2; 32]);
const MEMBERSHIPS: ImportKey = ImportKey([3; 32]);
const CASES: ImportKey = ImportKey([4; 32]);

/// The name of the instance.
pub(crate) const INSTANCE: &str = "bench";

/// Fills a database where it is not complete, and measures nothing but that.
///
/// # Errors
/// When the database cannot be had, or does not take what it is filled with.
pub fn run(
    places: &Places,
    backend: Backend,
    set: &Dataset,
    sink: &mut Sink,
    say: &dyn Fn(&str),
) -> Outcome<()> {
    let say = about(backend, set, say);
    ensure(&Runtime::new()?, places, backend, set, sink, &say)?.leave()
}

/// Tells what is told with the database that it is about.
pub(crate) fn about<'s>(backend: Backend, set: &Dataset, say: &'s dyn Fn(&str)) -> impl Fn(&str) + use<'s> {
    let contacts = set.contacts();
    move |text| say(&format!("{backend}, {contacts} contacts: {text}"))
}

/// Makes sure that there is a complete database of that data, and keeps how fast it was filled, unless it was there.
pub(crate) fn ensure(
    runtime: &Runtime,
    places: &Places,
    backend: Backend,
    set: &Dataset,
    sink: &mut Sink,
    say: &dyn Fn(&str),
) -> Outcome<Place> {
    let place = places.of(backend, set.contacts())?;
    if place.is_there() && place.direct()?.is_filled_with(set) {
        say("complete already");
        return Ok(place);
    }
    place.make()?;
    let fill = fill(runtime, &place, backend, set, say)?;
    place.direct()?.mark_filled(set)?;
    say(&format!("filled, {:.0} contacts a second", fill.per_second));
    sink.keep(&Figure::Fill(fill))?;
    Ok(place)
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
    machine::forget_peak();
    let bringing = Bringing {
        runtime,
        app: &app,
        actor: &actor,
        say,
    };
    let contacts = bringing.all("contacts", CONTACTS, set.contacts(), |n| set.contact(n).import())?;
    let accounts = bringing.all("accounts", ACCOUNTS, set.accounts(), |n| set.account(n).import())?;
    let membership = |n| ImportRow::Membership(set.membership(n));
    let memberships = bringing.all("memberships", MEMBERSHIPS, set.memberships(), membership)?;
    let case = |n| ImportRow::Case(set.case(n).row());
    let cases = bringing.all("cases", CASES, set.cases(), case)?;
    let fill = Fill {
        backend,
        size: set.contacts(),
        per_second: contacts.all,
        per_second_at_the_end: contacts.last_tenth,
        accounts_per_second: Some(accounts.all),
        memberships_per_second: Some(memberships.all),
        cases_per_second: Some(cases.all),
        peak_mib: machine::peak_mib(),
    };
    drop(app);
    database.close();
    if backend == Backend::Postgres {
        // What the server does by itself a little later.
        place.direct()?.run("vacuum (analyze)")?;
    }
    Ok(fill)
}

/// How many rows a second were brought in.
struct Rates {
    all: f64,
    last_tenth: f64,
}

/// Brings all rows of a kind in.
struct Bringing<'a> {
    runtime: &'a Runtime,
    app: &'a App,
    actor: &'a Actor,
    say: &'a dyn Fn(&str),
}

impl Bringing<'_> {
    fn all(
        &self,
        kind: &str,
        key: ImportKey,
        count: u64,
        row: impl Fn(u64) -> ImportRow + Copy,
    ) -> Outcome<Rates> {
        let began = timing::now();
        let mut import = Import::begin(self.runtime, self.app, self.actor, key)?;
        let (mut told, mut last_tenth) = (began, None);
        for (from, rows) in batches(count, row) {
            if from * 10 >= count * 9 {
                last_tenth.get_or_insert((from, timing::now()));
            }
            import.bring_in(rows)?;
            if told.elapsed() > TOLD_EVERY {
                told = timing::now();
                (self.say)(&format!(
                    "{from} {kind}, {:.0} a second",
                    rate(from, began.elapsed())
                ));
            }
        }
        import.finish()?;
        Ok(Rates {
            all: rate(count, began.elapsed()),
            last_tenth: last_tenth.map_or(0.0, |(from, at)| rate(count - from, at.elapsed())),
        })
    }
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

/// Brings rows in as `ba360-server import` does: a batch is made ready while the one before is brought in, and before that
/// it is noted how far the import has come.
struct Import<'a> {
    runtime: &'a Runtime,
    app: &'a App,
    actor: &'a Actor,
    key: ImportKey,
    /// How many rows are brought in.
    brought: u64,
    ready: Option<ImportBatch>,
}

impl<'a> Import<'a> {
    fn begin(runtime: &'a Runtime, app: &'a App, actor: &'a Actor, key: ImportKey) -> Outcome<Self> {
        let brought = runtime.block_on(app.import_progress.begin(actor, key))?;
        Ok(Self {
            runtime,
            app,
            actor,
            key,
            brought,
            ready: None,
        })
    }

    fn bring_in(&mut self, rows: impl Iterator<Item = ImportRow>) -> Outcome<()> {
        let before = self.ready.take();
        let (before, ready) = self.runtime.block_on(async {
            let next = self.app.import.prepare(self.actor, rows.collect());
            tokio::join!(self.written(before), next)
        });
        self.brought += before?;
        self.ready = Some(ready?);
        Ok(())
    }

    /// Brings in what is left, and forgets how far the import had come.
    fn finish(mut self) -> Outcome<()> {
        let last = self.ready.take();
        self.runtime.block_on(async {
            self.written(last).await?;
            Ok(self.app.import_progress.forget(self.actor, self.key).await?)
        })
    }

    /// Brings a batch in; how many rows it had.
    async fn written(&self, batch: Option<ImportBatch>) -> Outcome<u64> {
        let Some(batch) = batch else { return Ok(0) };
        if self.brought > 0 {
            let progress = &self.app.import_progress;
            progress.note(self.actor, self.key, self.brought).await?;
        }
        tokio::time::sleep(OTHERS_TURN).await;
        all_made(self.app.import.bring_in(self.actor, batch).await?, self.key)
    }
}

/// How many rows there were, all of which made a record. A few memberships are in the data twice.
fn all_made(outcomes: Vec<RowOutcome>, key: ImportKey) -> Outcome<u64> {
    let count = outcomes.len() as u64;
    let made = |outcome| match outcome {
        Ok(Imported::Made(_)) => true,
        Ok(Imported::Same(_)) => key == MEMBERSHIPS,
        _ => false,
    };
    if outcomes.into_iter().all(made) {
        Ok(count)
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
