//! The goals, and whether they are met.

mod links;

use super::{
    figures::Figures,
    tables::{self, number, time},
};
use crate::{Backend, Latency};

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

/// What no search may take, in nanoseconds.
const SLOW: u64 = 50_000_000;
/// Searches that are allowed to be slow, up to that.
const BOUNDED: [(&str, &[&str]); 4] = [
    (
        "the slowest part of a field",
        &["substring_rare", "substring_common", "substring_digits"],
    ),
    ("what nobody has", &["miss_phone"]),
    ("two common surnames", &["two_common_surnames"]),
    ("words of a company's name", &["account_words"]),
];

/// A goal and what was measured.
struct Line {
    what: String,
    goal: String,
    measured: String,
    is_met: bool,
}

/// The table of the goals; those that nothing was measured of are not in it.
pub(super) fn table(figures: &Figures) -> String {
    let lines = all(figures);
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

fn all(figures: &Figures) -> Vec<Line> {
    let backends = Backend::ALL.into_iter().flat_map(|backend| of(figures, backend));
    links::goals(figures).into_iter().chain(backends).collect()
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

/// The slowest of some cases.
fn worst<'f>(figures: &'f Figures, backend: Backend, size: u64, cases: &[&str]) -> Option<&'f Latency> {
    cases
        .iter()
        .filter_map(|case| figures.latency(backend, size, case))
        .max_by_key(|it| it.p99_ns)
}

fn times(one: u64, other: u64) -> f64 {
    one as f64 / other.max(1) as f64
}

/// A p99 that may be so many times another; the medians tell more of the program and less of the machine.
fn ratio(what: String, goal: String, it: &Latency, beside: &Latency, most: f64) -> Line {
    let ratio = times(it.p99_ns, beside.p99_ns);
    Line {
        what,
        goal,
        measured: format!(
            "{ratio:.2} × ({} beside {}; medians {:.2} ×; `{}`)",
            time(it.p99_ns),
            time(beside.p99_ns),
            times(it.p50_ns, beside.p50_ns),
            it.case,
        ),
        is_met: ratio <= most,
    }
}

/// Beside the cheapest call of the port, and beside a look-up with nothing between.
fn exact(figures: &Figures, backend: Backend, size: u64) -> Vec<Line> {
    // What a look-up costs on PostgreSQL is told by the rate, since a round trip is most of it.
    if backend != Backend::Sqlite {
        return Vec::new();
    }
    let Some(slowest) = worst(figures, backend, size, &EXACT) else {
        return Vec::new();
    };
    let beside = |floor: &str| {
        let what = format!("{backend}, {}: the slowest whole field", number(size));
        let goal = format!("p99 ≤ 2.5 × `{floor}`");
        let floor = figures.latency(backend, size, floor)?;
        Some(ratio(what, goal, slowest, floor, 2.5))
    };
    ["floor_hop", "floor_bare"]
        .into_iter()
        .filter_map(beside)
        .collect()
}

fn growth(figures: &Figures, backend: Backend, sizes: &[u64]) -> Option<Line> {
    let (&small, &large) = (sizes.first()?, sizes.last()?);
    if backend != Backend::Sqlite || small == large {
        return None;
    }
    let least = figures.latency(backend, small, HIT)?;
    let most = figures.latency(backend, large, HIT)?;
    let what = format!(
        "{backend}, {} beside {}: a whole field",
        number(large),
        number(small)
    );
    let mut line = ratio(what, "p99 ≤ 4 × that of the smaller".to_owned(), most, least, 4.0);
    // The two were measured one after the other: each beside its own floor tells what the machine had to do with it.
    if let (Some(small), Some(large)) = (least.p99_ratio, most.p99_ratio) {
        line.measured
            .push_str(&format!("; {small:.1} × and {large:.1} × the floor of each"));
    }
    Some(line)
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
    let hit = figures.latency(backend, size, HIT);
    let beside_a_hit: [(&str, &[&str], f64); 2] = [
        ("a common surname", &["surname_first_page"], 2.0),
        ("the beginning of a word", &["prefix_rare", "prefix_common"], 10.0),
    ];
    for (what, cases, most) in beside_a_hit {
        if let Some((slowest, hit)) = worst(figures, backend, size, cases).zip(hit) {
            let what = format!("{backend}, {}: {what}", number(size));
            lines.push(ratio(what, format!("p99 ≤ {most} × `{HIT}`"), slowest, hit, most));
        }
    }
    lines.extend(BOUNDED.into_iter().filter_map(|(what, cases)| {
        let slowest = worst(figures, backend, size, cases)?;
        Some(Line {
            what: format!("{backend}, {}: {what}", number(size)),
            goal: "p99 < 50 ms".to_owned(),
            measured: format!("{} (`{}`)", time(slowest.p99_ns), slowest.case),
            is_met: slowest.p99_ns < SLOW,
        })
    }));
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Figure, Fill, Throughput};

    fn latency(backend: Backend, size: u64, case: &str, p99_ns: u64) -> Figure {
        Figure::Latency(Latency {
            backend,
            size,
            case: case.to_owned(),
            floor: String::new(),
            count: 100,
            p50_ns: p99_ns / 2,
            p99_ns,
            max_ns: p99_ns,
            p50_ratio: None,
            p99_ratio: None,
        })
    }

    fn lines(figures: impl IntoIterator<Item = Figure>) -> Vec<Line> {
        let mut found = Figures::default();
        figures.into_iter().for_each(|figure| found.add(figure));
        all(&found)
    }

    fn met(figures: impl IntoIterator<Item = Figure>) -> Vec<bool> {
        lines(figures).into_iter().map(|line| line.is_met).collect()
    }

    #[test]
    fn a_goal_is_met_up_to_its_limit() {
        let at = |p99| {
            met([
                latency(Backend::Sqlite, SIZE, "floor_hop", 1_000),
                latency(Backend::Sqlite, SIZE, "exact_name", p99),
                latency(Backend::Sqlite, 10 * SIZE, "exact_name", 1_000_000),
            ])
        };
        assert_eq!(at(2_500), [true]);
        assert_eq!(at(2_501), [false]);
        let parts =
            |p99| met([HIT, "substring_digits"].map(|case| latency(Backend::Postgres, 10, case, p99)));
        assert_eq!((parts(49_999_999), parts(50_000_000)), (vec![true], vec![false]));
    }

    #[test]
    fn whole_fields_are_judged_beside_the_port_and_beside_the_bare_look_up() {
        let lines = lines([
            latency(Backend::Sqlite, SIZE, "floor_bare", 500),
            latency(Backend::Sqlite, SIZE, "floor_hop", 1_000),
            latency(Backend::Sqlite, SIZE, "exact_email", 2_000),
        ]);
        let told = lines.iter().map(|line| (line.is_met, line.goal.as_str()));
        assert_eq!(
            told.collect::<Vec<_>>(),
            [
                (true, "p99 ≤ 2.5 × `floor_hop`"),
                (false, "p99 ≤ 2.5 × `floor_bare`")
            ]
        );
        assert!(lines[1].measured.starts_with("4.00 × ("), "{}", lines[1].measured);
    }

    #[test]
    fn each_slow_search_has_a_line_of_its_own() {
        let slow = |case: &str| {
            let cases = ["miss_phone", "two_common_surnames", "account_words"];
            met(cases.map(|it| {
                latency(
                    Backend::Sqlite,
                    SIZE,
                    it,
                    if it == case { SLOW } else { SLOW - 1 },
                )
            }))
        };
        assert_eq!(slow("miss_phone"), [false, true, true]);
        assert_eq!(slow("two_common_surnames"), [true, false, true]);
        assert_eq!(slow("account_words"), [true, true, false]);
    }

    #[test]
    fn rates_have_their_goals() {
        let rate = |case: &str, per_second| {
            Figure::Throughput(Throughput {
                backend: Backend::Postgres,
                size: 10,
                case: case.to_owned(),
                callers: 4,
                per_second,
                p99_ns: None,
            })
        };
        let beside = |floor: &str| {
            let any = latency(Backend::Postgres, 10, "floor_hop", 1);
            met([any, rate(HIT, 85.0), rate("floor_bare", 90.0), rate(floor, 101.0)])
        };
        assert_eq!(
            (beside("floor_pgbench"), beside("floor_hop")),
            (vec![false], vec![true])
        );
        let fill = |per_second, peak_mib| {
            met([Figure::Fill(Fill {
                backend: Backend::Sqlite,
                size: 10,
                per_second,
                per_second_at_the_end: 0.0,
                accounts_per_second: None,
                memberships_per_second: None,
                cases_per_second: None,
                peak_mib: Some(peak_mib),
            })])
        };
        assert_eq!(
            (fill(20_000.0, 95.0), fill(19_999.0, 96.0)),
            (vec![true, true], vec![false, false])
        );
    }
}
