//! The goals, and whether they are met.

use super::{
    figures::Figures,
    tables::{self, number, time},
};
use crate::Backend;

/// The size that the goals are about.
const SIZE: u64 = 1_000_000;
/// The searches for a whole field.
const EXACT: [&str; 5] = [
    "exact_identifier",
    "exact_phone",
    "exact_email",
    "exact_social_id",
    "exact_name",
];
/// What a single hit costs.
const HIT: &str = "exact_phone";

/// A goal and what was measured.
struct Line {
    what: String,
    goal: String,
    measured: String,
    is_met: bool,
}

/// The table of the goals; those that nothing was measured of are not in it.
pub(super) fn table(figures: &Figures) -> String {
    let lines: Vec<Line> = Backend::ALL
        .into_iter()
        .flat_map(|backend| of(figures, backend))
        .collect();
    if lines.is_empty() {
        return String::new();
    }
    let rows: Vec<Vec<String>> = lines
        .into_iter()
        .map(|line| {
            let met = if line.is_met { "yes" } else { "**no**" };
            vec![line.what, line.goal, line.measured, met.to_owned()]
        })
        .collect();
    tables::table("Goals", &["", "goal", "measured", "met"], &rows)
}

fn of(figures: &Figures, backend: Backend) -> Vec<Line> {
    let sizes = figures.sizes(backend);
    let size = if sizes.contains(&SIZE) {
        Some(SIZE)
    } else {
        sizes.last().copied()
    };
    let mut lines = Vec::new();
    if let Some(size) = size {
        lines.extend(exact(figures, backend, size));
        lines.extend(growth(figures, backend, &sizes));
        lines.extend(throughput(figures, backend, size));
        lines.extend(searches(figures, backend, size));
    }
    lines.extend(fills(figures, backend));
    lines
}

/// The slowest of some cases: its name and its p99.
fn worst<'c>(figures: &Figures, backend: Backend, size: u64, cases: &[&'c str]) -> Option<(&'c str, u64)> {
    cases
        .iter()
        .filter_map(|case| Some((*case, figures.latency(backend, size, case)?.p99_ns)))
        .max_by_key(|(_, p99)| *p99)
}

/// A p99 that may be so many times another.
fn ratio(
    (backend, size, what): (Backend, u64, &str),
    (case, p99): (&str, u64),
    (beside, floor): (&str, u64),
    most: f64,
) -> Line {
    let ratio = p99 as f64 / floor.max(1) as f64;
    Line {
        what: format!("{backend}, {}: {what}", number(size)),
        goal: format!("p99 ≤ {most} × `{beside}`"),
        measured: format!("{ratio:.2} × ({} beside {}; `{case}`)", time(p99), time(floor)),
        is_met: ratio <= most,
    }
}

fn exact(figures: &Figures, backend: Backend, size: u64) -> Option<Line> {
    // What a look-up costs on PostgreSQL is told by the rate, since a round trip is most of it.
    if backend != Backend::Sqlite {
        return None;
    }
    let floor = figures.latency(backend, size, "floor_hop")?.p99_ns;
    let slowest = worst(figures, backend, size, &EXACT)?;
    Some(ratio(
        (backend, size, "the slowest whole field"),
        slowest,
        ("floor_hop", floor),
        2.5,
    ))
}

fn growth(figures: &Figures, backend: Backend, sizes: &[u64]) -> Option<Line> {
    let (&small, &large) = (sizes.first()?, sizes.last()?);
    if backend != Backend::Sqlite || small == large {
        return None;
    }
    let least = figures.latency(backend, small, HIT)?.p99_ns;
    let most = figures.latency(backend, large, HIT)?.p99_ns;
    let ratio = most as f64 / least.max(1) as f64;
    Some(Line {
        what: format!(
            "{backend}, {} beside {}: a whole field",
            number(large),
            number(small)
        ),
        goal: "p99 ≤ 4 × that of the smaller".to_owned(),
        measured: format!("{ratio:.2} × ({} beside {}; `{HIT}`)", time(most), time(least)),
        is_met: ratio <= 4.0,
    })
}

fn throughput(figures: &Figures, backend: Backend, size: u64) -> Option<Line> {
    if backend != Backend::Postgres {
        return None;
    }
    let ours = figures.throughput(backend, size, HIT, 4)?;
    let floor = figures
        .throughput(backend, size, "floor_pgbench", 4)
        .or_else(|| figures.throughput(backend, size, "floor_bare", 4))?;
    let ratio = ours.per_second / floor.per_second.max(f64::EPSILON);
    Some(Line {
        what: format!("{backend}, {}: whole fields, 4 callers", number(size)),
        goal: format!("≥ 0.85 × `{}`", floor.case),
        measured: format!(
            "{ratio:.2} × ({:.0} beside {:.0} a second)",
            ours.per_second, floor.per_second
        ),
        is_met: ratio >= 0.85,
    })
}

fn searches(figures: &Figures, backend: Backend, size: u64) -> Vec<Line> {
    let mut lines = Vec::new();
    let Some(hit) = figures.latency(backend, size, HIT).map(|it| it.p99_ns) else {
        return lines;
    };
    if let Some(slowest) = worst(figures, backend, size, &["surname_first_page"]) {
        lines.push(ratio(
            (backend, size, "a common surname"),
            slowest,
            (HIT, hit),
            2.0,
        ));
    }
    if let Some(slowest) = worst(figures, backend, size, &["prefix_rare", "prefix_common"]) {
        lines.push(ratio(
            (backend, size, "the beginning of a word"),
            slowest,
            (HIT, hit),
            10.0,
        ));
    }
    let parts = ["substring_rare", "substring_common", "substring_digits"];
    if let Some((case, p99)) = worst(figures, backend, size, &parts) {
        lines.push(Line {
            what: format!("{backend}, {}: the slowest part of a field", number(size)),
            goal: "p99 < 50 ms".to_owned(),
            measured: format!("{} (`{case}`)", time(p99)),
            is_met: p99 < 50_000_000,
        });
    }
    lines
}

fn fills(figures: &Figures, backend: Backend) -> Vec<Line> {
    let least = match backend {
        Backend::Sqlite => 20_000,
        Backend::Postgres => 10_000,
    };
    let of = figures.fills.values().filter(|fill| fill.backend == backend);
    // Of a small file the rate says little.
    let fills: Vec<_> = of.collect();
    let Some(largest) = fills.last() else {
        return Vec::new();
    };
    let mut lines = vec![Line {
        what: format!("{backend}, {}: import", number(largest.size)),
        goal: format!("≥ {} contacts a second", number(least)),
        measured: format!(
            "{:.0}, at the end {:.0}",
            largest.per_second, largest.per_second_at_the_end
        ),
        is_met: largest.per_second >= least as f64,
    }];
    if let Some(peak) = largest.peak_mib {
        lines.push(Line {
            what: format!("{backend}, {}: memory of an import", number(largest.size)),
            goal: "< 100 MB".to_owned(),
            measured: format!("{:.0} MB", peak * 1.048_576),
            is_met: peak * 1.048_576 < 100.0,
        });
    }
    lines
}
