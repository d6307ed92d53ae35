//! A process that is killed while it writes: what it acknowledged is there, and nothing by halves.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::{
    instance::InstanceId,
    record::{Field, Records},
};
use ba360_diesel::{Database, Options};
use common::{Engine, Place, cases, each, first_page, instance, make_contact, run};
use std::{
    env,
    io::{BufRead as _, BufReader, Write as _},
    process::{Command, ExitCode, Stdio},
    thread,
    time::Duration,
};

/// The first argument of this program where it is the process to be killed.
const VICTIM: &str = "--write-until-killed";
const ROUNDS: u64 = 12;

fn main() -> ExitCode {
    let arguments: Vec<String> = env::args().collect();
    if let [_, first, url, instance] = &arguments[..]
        && first == VICTIM
    {
        write_until_killed(url, InstanceId(instance.parse().unwrap()));
        return ExitCode::SUCCESS;
    }
    run(cases![what_was_acknowledged_outlives_the_process])
}

/// Writes contacts from several tasks, two in a call, and says which were acknowledged.
fn write_until_killed(url: &str, instance: InstanceId) {
    let stores = Database::open(&url.parse().unwrap(), Options::default())
        .unwrap()
        .stores();
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let tasks = (0..8).map(|task| {
            let records = stores.records.clone();
            tokio::spawn(async move {
                for n in 0.. {
                    let pair = ["a", "b"].map(|half| {
                        let identifier = format!("{task}x{n}{half}");
                        make_contact([&identifier, "Ana María Soto", "", "", ""])
                    });
                    records.save(instance, pair.to_vec()).await.unwrap();
                    std::io::stdout()
                        .write_all(format!("{task}x{n}\n").as_bytes())
                        .unwrap();
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}

async fn what_was_acknowledged_outlives_the_process(engine: Engine) {
    for round in 0..ROUNDS {
        let place = engine.migrated();
        let one = instance(&place.open().stores(), "one").await;
        let acknowledged = killed(&place, one, Duration::from_millis(5 + 7 * round));
        let database = place.open();
        let records = database.stores().records;
        for pair in &acknowledged {
            for half in ["a", "b"] {
                assert_eq!(
                    found(&*records, one, &format!("{pair}{half}")).await,
                    1,
                    "{pair} was acknowledged"
                );
            }
        }
        assert_nothing_by_halves(&place);
        place.assert_sound();
    }
}

/// Kills a process at work, so long after its first writing; answers which pairs it was told are kept.
fn killed(place: &Place, instance: InstanceId, after: Duration) -> Vec<String> {
    let mut victim = Command::new(env::current_exe().unwrap())
        .args([VICTIM, &url(place), &instance.0.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    let first = lines.next().expect("the process wrote nothing");
    let mut acknowledged = vec![first.unwrap()];
    thread::sleep(after);
    victim.kill().unwrap();
    victim.wait().unwrap();
    acknowledged.extend(lines.map_while(Result::ok));
    // The last line may have been cut by the kill.
    acknowledged.pop();
    acknowledged
}

fn url(place: &Place) -> String {
    match place {
        Place::Sqlite(folder) => format!("sqlite:{}", folder.file().display()),
        Place::Postgres(database) => database.url(),
    }
}

async fn found(records: &dyn Records, instance: InstanceId, identifier: &str) -> u32 {
    let plan = each(&[(Field::Identifier, identifier)]);
    let found = records.find_contacts(instance, &plan, first_page()).await;
    found.unwrap().total.count
}

/// By one statement, since a server may still be at work at what it was told last.
fn assert_nothing_by_halves(place: &Place) {
    // The identifier and the name are found as a whole, and the name by its three words.
    let kept = place.value(
        "select (select count(*) % 2 from contacts) || ' ' ||
           (select count(*) from (select 1 from match_keys group by record_id having count(*) <> 5) as odd) || ' ' ||
           ((select count(*) from match_keys) - 5 * (select count(*) from contacts))",
    );
    assert_eq!(kept, "0 0 0", "half a call was kept");
}
