//! The searches of a database, beside their floors.

mod cases;
mod job;
mod throughput;
mod world;

use crate::{
    Backend, Figure, Latency, Outcome, Places, Sink,
    data::{Dataset, Mix},
    fill,
    timing::Times,
};
use cases::{CASES, Case};
use job::Job;
use std::time::Duration;
use tokio::runtime::Runtime;
use world::World;

/// How long a case may take, and how often it is called.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// The calls of one case that are counted, together.
    pub time: Duration,
    /// The most calls of one case.
    pub calls: usize,
}

impl Default for Budget {
    fn default() -> Self {
        Self {
            time: Duration::from_secs(2),
            calls: 10_000,
        }
    }
}

/// How long a case is called before it is another's turn.
const TURN: Duration = Duration::from_millis(20);
/// How long a case is called at the beginning of each turn without being counted: the calls of the others have driven
/// its data out of the processor.
const LEAD_IN: Duration = Duration::from_millis(1);
/// How many calls are prepared at once. They follow one another without a pause, in which a thread of the store would
/// go to sleep in one case more deeply than in another.
const PREPARED: usize = 50;
/// How many calls of a case are not counted at the beginning, and how long they may take together.
const WARM_UP: (usize, Duration) = (200, Duration::from_millis(500));
/// A case that is too slow for its budget is called so often all the same.
const LEAST: usize = 5;

/// Measures one database: fills it where it is not complete, and keeps every figure.
///
/// # Errors
/// When the database cannot be had, or a search does not find what is there.
pub fn run(
    places: &Places,
    backend: Backend,
    set: &Dataset,
    budget: Budget,
    sink: &mut Sink,
    say: &dyn Fn(&str),
) -> Outcome<()> {
    let runtime = Runtime::new()?;
    let say = fill::about(backend, set, say);
    let place = fill::ensure(&runtime, places, backend, set, sink, &say)?;
    let mut world = World::new(&runtime, &place, set)?;
    place.warm()?;
    say("measuring");
    for latency in latencies(&mut world, budget)? {
        sink.keep(&Figure::Latency(latency))?;
    }
    say("measuring many callers at once");
    for throughput in throughput::measure(&mut world, &place, budget)? {
        sink.keep(&Figure::Throughput(throughput))?;
    }
    drop(world);
    place.leave()
}

/// A case and what was measured of it.
struct Running {
    case: &'static Case,
    /// What it draws its targets by.
    mix: Mix,
    warm_up: Times,
    times: Times,
}

impl Running {
    fn is_done(&self, budget: Budget) -> bool {
        let count = self.times.count();
        count >= budget.calls || (count >= LEAST.min(budget.calls) && self.times.sum() >= budget.time)
    }

    /// Calls for a while.
    fn turn(&mut self, world: &mut World<'_>, budget: Budget) -> Outcome<()> {
        let is_warm = self.warm_up.count() >= WARM_UP.0.min(budget.calls) || self.warm_up.sum() >= WARM_UP.1;
        let left = budget.calls - self.times.count();
        let (mut lead_in, mut turn) = (Times::default(), Times::default());
        while turn.sum() < TURN && turn.count() < left {
            let count = PREPARED.min(left - turn.count());
            let jobs = (0..count)
                .map(|_| (self.case.job)(world, &mut self.mix))
                .collect::<Outcome<Vec<Job>>>()?;
            for job in jobs {
                let time = world.perform(job);
                let time = time.map_err(|error| format!("{}: {error}", self.case.name))?;
                if lead_in.sum() + time < LEAD_IN {
                    lead_in.add(time);
                } else {
                    turn.add(time);
                }
                if turn.sum() >= TURN {
                    break;
                }
            }
        }
        if is_warm {
            &mut self.times
        } else {
            &mut self.warm_up
        }
        .append(turn);
        Ok(())
    }
}

/// Measures every case in turns.
fn latencies(world: &mut World<'_>, budget: Budget) -> Outcome<Vec<Latency>> {
    let mut all: Vec<Running> = (0..)
        .zip(CASES)
        .map(|(n, case)| Running {
            case,
            mix: Mix::new(world.set.seed() ^ n),
            warm_up: Times::default(),
            times: Times::default(),
        })
        .collect();
    while all.iter().any(|running| !running.is_done(budget)) {
        for running in all.iter_mut().filter(|running| !running.is_done(budget)) {
            running.turn(world, budget)?;
        }
    }
    let mut told: Vec<Latency> = all
        .into_iter()
        .map(|mut running| {
            let [p50_ns, p99_ns, max_ns] = running.times.at([500, 990, 1_000]);
            Latency {
                backend: world.backend,
                size: world.set.contacts(),
                case: running.case.name.to_owned(),
                floor: running.case.floor.to_owned(),
                count: running.times.count(),
                p50_ns,
                p99_ns,
                max_ns,
                p50_ratio: None,
                p99_ratio: None,
            }
        })
        .collect();
    let floors = told.clone();
    for latency in &mut told {
        let floor = floors.iter().find(|floor| floor.case == latency.floor);
        latency.p50_ratio = floor.map(|floor| latency.p50_ns as f64 / floor.p50_ns.max(1) as f64);
        latency.p99_ratio = floor.map(|floor| latency.p99_ns as f64 / floor.p99_ns.max(1) as f64);
    }
    Ok(told)
}
