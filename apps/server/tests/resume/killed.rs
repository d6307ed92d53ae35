//! A process that is killed at any moment: the next one completes what it began.

use crate::{
    rows::{BATCH, IMPORT, at_work, contacts, named, number, place, range, tally},
    support::{Engine, Place, cases},
};
use libtest_mimic::Trial;
use serde_json::json;
use std::{
    os::unix::process::ExitStatusExt as _,
    process::{Child, Stdio},
    thread::sleep,
    time::Duration,
};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![
        a_killed_import_goes_on_and_leaves_what_an_uninterrupted_one_leaves,
        an_import_that_is_killed_again_and_again_loses_and_doubles_no_row,
        f16_a_killed_migration_is_completed_by_the_next,
    ]
}

fn a_killed_import_goes_on_and_leaves_what_an_uninterrupted_one_leaves(engine: Engine) {
    let rows = 8_000;
    let killed = place(engine, rows);
    let (mut child, _err) = at_work(&killed, &IMPORT);
    child.kill().unwrap();
    assert_eq!(child.wait().unwrap().signal(), Some(9), "it had ended");

    let ran = killed.run(&IMPORT);
    let object = ran.object();
    let (from, to) = range(&object);
    // The batch of row 2,400 is the third; at least the two before it are noted.
    assert!(from > 2 * BATCH && (from - 1) % BATCH == 0, "{object}");
    assert_eq!((number(&object, "rows"), to), (rows, rows));
    assert!(
        ran.err
            .starts_with(&format!("Going on behind row {} of {rows}", from - 1))
    );
    let [made, changed, same, bad] = tally(&object);
    assert!(made > 0 && changed == 0 && same <= BATCH, "{object}");
    // What is repeated stands in the part that was skipped, and is known all the same.
    assert_eq!(named(&object).last(), Some(&(rows + 1, "row_repeated")));
    assert_eq!((ran.code, bad), (1, if from > 2_400 { 1 } else { 2 }));

    let whole = place(engine, rows);
    let object = whole.run(&IMPORT).object();
    assert_eq!((tally(&object), range(&object)), ([rows - 2, 0, 0, 2], (1, rows)));
    let kept = contacts(engine, &killed);
    assert_eq!(kept.all.len() as u64, rows - 2);
    assert!(kept == contacts(engine, &whole), "the two differ");
    // It has ended, so the next import looks at every row again.
    let object = killed.run(&IMPORT).object();
    assert_eq!((tally(&object), range(&object)), ([0, 0, rows - 2, 2], (1, rows)));
}

/// How many times each case begins anew.
const ROUNDS: u32 = 6;
/// How often an import is killed before it may end, at most.
const KILLS: u32 = 3;

fn an_import_that_is_killed_again_and_again_loses_and_doubles_no_row(engine: Engine) {
    let rows = 6_000;
    let whole = place(engine, rows);
    let ticks = worked(&mut begun(&whole, &IMPORT));
    let expected = contacts(engine, &whole);
    assert_eq!(expected.all.len() as u64, rows - 2);
    let mut moments = Moments::of(ticks);
    let mut went_on = 0;
    for round in 0..ROUNDS {
        let place = place(engine, rows);
        let mut after = moments.of_round(round);
        for _ in 0..KILLS {
            if !was_killed(&mut begun(&place, &IMPORT), after) {
                break;
            }
            // What goes on has less to do.
            after = moments.any() / 2;
        }
        let noted = place.value("select coalesce(max(rows_done), 0) from imports");
        let ran = place.run(&IMPORT);
        let object = ran.object();
        let (from, to) = range(&object);
        assert_eq!((ran.code, to), (1, rows), "round {round}: {}", ran.err);
        assert!(from > noted.parse().unwrap(), "round {round}: {noted} {object}");
        assert_eq!(tally(&object)[1], 0, "round {round}: {object}");
        went_on += u32::from(from > 1);
        let kept = contacts(engine, &place);
        assert_eq!(kept.all.len() as u64, rows - 2, "round {round}");
        assert!(kept == expected, "round {round}: the two differ");
        assert_sound(engine, &place);
    }
    assert!(went_on > 0, "no import was met at work");
}

fn f16_a_killed_migration_is_completed_by_the_next(engine: Engine) {
    let migrate = ["migrate", "--json"];
    let whole = engine.empty();
    let mut moments = Moments::of(worked(&mut begun(&whole, &migrate)));
    let expected = schema(engine, &whole);
    let mut killed = 0;
    for round in 0..2 * ROUNDS {
        let place = engine.empty();
        killed += u32::from(was_killed(
            &mut begun(&place, &migrate),
            moments.of_round(round / 2),
        ));
        place.json(&["migrate"]);
        assert_eq!(schema(engine, &place), expected, "round {round}");
        assert_eq!(place.json(&["migrate"]), json!({"applied": []}), "round {round}");
        place.json(&["instance", "create", "acme"]);
        assert_sound(engine, &place);
    }
    assert!(killed > 0, "no migration was met at work");
}

/// Everything that a migrated database is made of.
fn schema(engine: Engine, place: &Place) -> String {
    place.value(match engine {
        Engine::Sqlite => "select group_concat(sql, ';') from (select sql from sqlite_schema order by type, name)",
        Engine::Postgres => {
            "select (select string_agg(concat_ws(' ', table_name, column_name, data_type, is_nullable, column_default), ';'
               order by table_name, ordinal_position) from information_schema.columns where table_schema = 'public')
             || (select string_agg(indexdef, ';' order by indexdef) from pg_indexes where schemaname = 'public')"
        }
    })
}

/// SQLite's own check of its file. PostgreSQL's is not in its core.
fn assert_sound(engine: Engine, place: &Place) {
    if engine == Engine::Sqlite {
        let told = place.value("select group_concat(integrity_check) from pragma_integrity_check");
        assert_eq!(told, "ok");
    }
}

/// What time is told in here: a moment of sleep.
const TICK: Duration = Duration::from_micros(200);

fn begun(place: &Place, args: &[&str]) -> Child {
    place
        .command(args)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap()
}

/// How many ticks it takes to end.
fn worked(child: &mut Child) -> u32 {
    let mut ticks = 0;
    while child.try_wait().unwrap().is_none() {
        sleep(TICK);
        ticks += 1;
    }
    ticks
}

/// Kills it after so many ticks; answers whether it was at work until then.
fn was_killed(child: &mut Child, ticks: u32) -> bool {
    for _ in 0..ticks {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
        sleep(TICK);
    }
    child.kill().unwrap();
    child.wait().unwrap().signal() == Some(9)
}

/// Moments of a process's life, in ticks: by chance, but the same ones in each run of the tests.
struct Moments {
    life: u32,
    state: u64,
}

impl Moments {
    fn of(life: u32) -> Self {
        Self { life, state: 360 }
    }

    /// A moment in that round's share of the life: no part of it is left out.
    fn of_round(&mut self, round: u32) -> u32 {
        (self.life * round + self.any()) / ROUNDS
    }

    fn any(&mut self) -> u32 {
        // Knuth's MMIX generator.
        self.state = self
            .state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        ((self.state >> 33) % u64::from(self.life.max(1))) as u32
    }
}
