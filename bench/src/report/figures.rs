//! Figures, found by what they are of.

use crate::{Backend, Figure, Fill, Latency, Machine, Micro, Throughput};
use std::collections::BTreeMap;

/// All figures that a page is made of.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    pub(super) machines: Vec<Machine>,
    pub(super) fills: BTreeMap<(Backend, u64), Fill>,
    pub(super) micros: Vec<Micro>,
    latencies: BTreeMap<(Backend, u64), Vec<Latency>>,
    throughputs: BTreeMap<(Backend, u64), Vec<Throughput>>,
}

impl Figures {
    /// Adds one; what is of the same replaces it.
    pub fn add(&mut self, figure: Figure) {
        match figure {
            Figure::Machine(machine) => self.machines.push(machine),
            Figure::Fill(fill) => {
                self.fills.insert((fill.backend, fill.size), fill);
            }
            Figure::Latency(new) => {
                let all = self.latencies.entry((new.backend, new.size)).or_default();
                match all.iter_mut().find(|old| old.case == new.case) {
                    Some(old) => *old = new,
                    None => all.push(new),
                }
            }
            Figure::Throughput(new) => {
                let all = self.throughputs.entry((new.backend, new.size)).or_default();
                match all
                    .iter_mut()
                    .find(|old| (&old.case, old.callers) == (&new.case, new.callers))
                {
                    Some(old) => *old = new,
                    None => all.push(new),
                }
            }
            Figure::Micro(new) => match self.micros.iter_mut().find(|old| old.path == new.path) {
                Some(old) => *old = new,
                None => self.micros.push(new),
            },
        }
    }

    /// The sizes of a backend, the smallest first.
    pub(super) fn sizes(&self, backend: Backend) -> Vec<u64> {
        let of = self.latencies.keys().filter(|(it, _)| *it == backend);
        of.map(|(_, size)| *size).collect()
    }

    /// The cases of a backend, in the order in which they were measured.
    pub(super) fn cases(&self, backend: Backend) -> Vec<&Latency> {
        let last = self.sizes(backend).into_iter().next_back();
        last.and_then(|size| self.latencies.get(&(backend, size)))
            .map(|all| all.iter().collect())
            .unwrap_or_default()
    }

    pub(super) fn latency(&self, backend: Backend, size: u64, case: &str) -> Option<&Latency> {
        let all = self.latencies.get(&(backend, size))?;
        all.iter().find(|it| it.case == case)
    }

    pub(super) fn throughput(
        &self,
        backend: Backend,
        size: u64,
        case: &str,
        callers: usize,
    ) -> Option<&Throughput> {
        let all = self.throughputs.get(&(backend, size))?;
        all.iter().find(|it| it.case == case && it.callers == callers)
    }

    pub(super) fn throughputs(&self) -> impl Iterator<Item = &Throughput> {
        self.throughputs.values().flatten()
    }
}
