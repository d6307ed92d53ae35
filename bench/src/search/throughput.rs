//! How many calls are answered when many call at once.

use super::{
    Budget, cases,
    job::{Job, Search},
    world::World,
};
use crate::{
    Outcome, Throughput,
    data::Mix,
    direct::Direct,
    machine,
    place::Place,
    timing::{self, Times},
};
use std::{
    io::Write as _,
    process::Command,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::Duration,
};

/// How many callers of the floors there are, as many as the goal names.
const FLOOR: usize = 4;
/// How many search.
const CALLERS: [usize; 2] = [FLOOR, 64];
/// How often each is measured, in turns; the median is told.
const ROUNDS: usize = 3;
/// How many searches are prepared.
const PREPARED: usize = 4_096;
/// The columns of the floor, for `pgbench`.
const LOOKUP: &str = "select id, version, identifier, name, social_id, email, phone from contacts where instance_id = 1 and id = :id;";

/// Measures floors and searches in turns.
pub(super) fn measure(world: &mut World<'_>, place: &Place, budget: Budget) -> Outcome<Vec<Throughput>> {
    let for_each = budget.time / ROUNDS as u32;
    let mut mix = Mix::new(world.set.seed() ^ 0x7470);
    let prepared = PREPARED.min(budget.calls);
    let lookups = (0..prepared).map(|_| Job::Hop(world.any_user(&mut mix)));
    let lookups: Arc<Vec<Job>> = Arc::new(lookups.collect());
    let searches = (0..prepared)
        .map(|_| cases::exact(world, &mut mix, |it| &it.phone))
        .collect::<Outcome<Vec<Job>>>()?;
    let searches = Arc::new(searches);
    let mut rounds = Vec::new();
    for _ in 0..ROUNDS {
        let mut round = vec![bare(world, place, for_each)?];
        round.extend(pgbench(world, place, for_each)?);
        round.push(port(world, ("floor_hop", &lookups), FLOOR, for_each)?);
        for callers in CALLERS {
            round.push(port(world, ("exact_phone", &searches), callers, for_each)?);
        }
        rounds.push(round);
    }
    let kinds = rounds.iter().map(Vec::len).min().unwrap_or_default();
    Ok((0..kinds)
        .map(|kind| {
            let mut of: Vec<&Throughput> = rounds.iter().map(|round| &round[kind]).collect();
            of.sort_by(|one, other| one.per_second.total_cmp(&other.per_second));
            of[ROUNDS / 2].clone()
        })
        .collect())
}

/// Contacts by their primary key, on connections of our own, a thread each.
fn bare(world: &World<'_>, place: &Place, time: Duration) -> Outcome<Throughput> {
    let connections = (0..FLOOR)
        .map(|_| place.direct())
        .collect::<Outcome<Vec<Direct>>>()?;
    let (seed, greatest) = (world.set.seed(), world.greatest.unsigned_abs());
    let began = timing::now();
    let times = thread::scope(|scope| {
        let callers: Vec<_> = (seed..)
            .zip(connections)
            .map(|(seed, mut direct)| {
                scope.spawn(move || -> Outcome<Times> {
                    let (mut mix, mut times) = (Mix::new(seed), Times::default());
                    while began.elapsed() < time {
                        let call = timing::now();
                        direct.contact((1 + mix.below(greatest)).cast_signed())?;
                        times.add(call.elapsed());
                    }
                    Ok(times)
                })
            })
            .collect();
        callers.into_iter().try_fold(Times::default(), |mut all, caller| {
            all.append(caller.join().map_err(|_| "a caller panicked")??);
            Outcome::Ok(all)
        })
    })?;
    Ok(told(world, "floor_bare", FLOOR, times, began.elapsed()))
}

/// The same by PostgreSQL's own program, where it is installed.
fn pgbench(world: &World<'_>, place: &Place, time: Duration) -> Outcome<Option<Throughput>> {
    let Some(address) = place.address() else {
        return Ok(None);
    };
    let mut script = tempfile::NamedTempFile::new()?;
    writeln!(script, "\\set id random(1, {})\n{LOOKUP}", world.greatest)?;
    let seconds = time.as_secs().max(1).to_string();
    let output = machine::output(
        Command::new("pgbench")
            .args([
                "--no-vacuum",
                "--protocol=prepared",
                "--client=4",
                "--jobs=2",
                "--time",
                &seconds,
            ])
            .arg("--file")
            .arg(script.path())
            .arg(address),
    );
    let rate = output.as_deref().and_then(|output| {
        let line = output.lines().find_map(|line| line.strip_prefix("tps = "))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    });
    Ok(rate.map(|per_second| Throughput {
        backend: world.backend,
        size: world.set.contacts(),
        case: "floor_pgbench".to_owned(),
        callers: FLOOR,
        per_second,
        p99_ns: None,
    }))
}

/// Calls of the port, a task each. Its threads have always more to do and never go to sleep, so that this tells best
/// what a call costs.
fn port(
    world: &World<'_>,
    (case, jobs): (&str, &Arc<Vec<Job>>),
    callers: usize,
    time: Duration,
) -> Outcome<Throughput> {
    let next = Arc::new(AtomicUsize::new(0));
    let began = timing::now();
    let times = world.runtime.block_on(async {
        let tasks: Vec<_> = (0..callers)
            .map(|_| {
                let (stores, instance) = (world.stores.clone(), world.instance);
                let (jobs, next) = (jobs.clone(), next.clone());
                tokio::spawn(async move {
                    let mut times = Times::default();
                    while began.elapsed() < time {
                        let at = next.fetch_add(1, Relaxed) % jobs.len();
                        let call = timing::now();
                        match &jobs[at] {
                            Job::Contacts(Search { plan, page, .. }) => {
                                stores.records.find_contacts(instance, plan, *page).await?;
                            }
                            Job::Hop(user) => {
                                stores.users.by_id(instance, *user).await?;
                            }
                            Job::Bare(_) | Job::Contact(_) | Job::Accounts(_) | Job::Naive(_) => {
                                return Err("these calls are made one at a time".into());
                            }
                        }
                        times.add(call.elapsed());
                    }
                    Outcome::Ok(times)
                })
            })
            .collect();
        let mut all = Times::default();
        for task in tasks {
            all.append(task.await??);
        }
        Outcome::Ok(all)
    })?;
    Ok(told(world, case, callers, times, began.elapsed()))
}

fn told(world: &World<'_>, case: &str, callers: usize, mut times: Times, took: Duration) -> Throughput {
    let [p99] = times.at([990]);
    Throughput {
        backend: world.backend,
        size: world.set.contacts(),
        case: case.to_owned(),
        callers,
        per_second: times.count() as f64 / took.as_secs_f64().max(f64::EPSILON),
        p99_ns: Some(p99),
    }
}
