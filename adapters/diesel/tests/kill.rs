//! A process that is killed while it writes: what it acknowledged is there, and nothing by halves.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::{
    instance::InstanceId,
    record::{Field, SearchPlan},
};
use ba360_diesel::{Database, Options};
use common::{Folder, NATIONAL, first_page, instance, make_contact};
use diesel::{
    RunQueryDsl as _,
    sql_types::{BigInt, Text},
};
use libtest_mimic::{Arguments, Failed, Trial};
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
    let trial = Trial::test("what_was_acknowledged_outlives_the_process", || {
        (0..ROUNDS).try_for_each(kill_one)
    });
    libtest_mimic::run(&Arguments::from_args(), vec![trial]).exit_code()
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

fn kill_one(round: u64) -> Result<(), Failed> {
    let folder = Folder::new();
    let runtime = tokio::runtime::Runtime::new()?;
    let one = {
        let database = folder.migrated();
        runtime.block_on(instance(&database.stores(), "one"))
    };
    let url = format!("sqlite:{}", folder.file().display());
    let mut victim = Command::new(env::current_exe()?)
        .args([VICTIM, &url, &one.0.to_string()])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let mut lines = BufReader::new(victim.stdout.take().ok_or("no output")?).lines();
    let mut acknowledged = vec![lines.next().ok_or("the process wrote nothing")??];
    thread::sleep(Duration::from_millis(5 + 7 * round));
    victim.kill()?;
    victim.wait()?;
    acknowledged.extend(lines.map_while(Result::ok));
    // The last line may have been cut by the kill.
    acknowledged.pop();

    let database = folder.open();
    let records = database.stores().records;
    let found = |identifier: String| {
        let plan = SearchPlan::each_field([(Field::Identifier, identifier.as_str())], NATIONAL);
        let found = runtime
            .block_on(records.find_contacts(one, &plan, first_page()))
            .unwrap();
        found.total.count
    };
    for pair in &acknowledged {
        assert_eq!(found(format!("{pair}a")), 1, "{pair} was acknowledged");
        assert_eq!(found(format!("{pair}b")), 1, "{pair} was acknowledged");
    }
    let kept =
        diesel::dsl::sql::<BigInt>("select count(*) from contacts").get_result::<i64>(&mut folder.raw())?;
    assert_eq!(kept % 2, 0, "half a call was kept");
    let sound = diesel::dsl::sql::<Text>("pragma integrity_check").get_result::<String>(&mut folder.raw())?;
    assert_eq!(sound, "ok");
    Ok(())
}
