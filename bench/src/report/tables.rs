//! Tables in Markdown.

use super::figures::Figures;
use crate::Backend;

/// Of fewer calls 99 in a hundred are all of them.
const ENOUGH: usize = 100;

/// A table with a heading.
pub(super) fn table(heading: &str, head: &[&str], rows: &[Vec<String>]) -> String {
    let line = |cells: &[String]| format!("| {} |\n", cells.join(" | "));
    let head: Vec<String> = head.iter().map(|&cell| cell.to_owned()).collect();
    let rule: Vec<String> = head.iter().map(|_| "---".to_owned()).collect();
    let rows: String = rows.iter().map(|row| line(row)).collect();
    format!("### {heading}\n\n{}{}{rows}", line(&head), line(&rule))
}

/// Every case of every backend: p50 and p99 of each size, and the p99 in p99s of its floor.
pub(super) fn latencies(figures: &Figures) -> String {
    let tables: Vec<String> = Backend::ALL
        .into_iter()
        .filter(|&backend| !figures.sizes(backend).is_empty())
        .map(|backend| {
            let sizes = figures.sizes(backend);
            let heads: Vec<String> = sizes.iter().map(|&size| number(size)).collect();
            let mut head = vec!["p50 / p99 / × floor"];
            head.extend(heads.iter().map(String::as_str));
            let rows: Vec<Vec<String>> = figures
                .cases(backend)
                .into_iter()
                .map(|case| {
                    let mut row = vec![format!("`{}`", case.case)];
                    row.extend(sizes.iter().map(|&size| {
                        figures
                            .latency(backend, size, &case.case)
                            .map(|it| {
                                let ratio = it.p99_ratio.map(|ratio| format!(" / {ratio:.1}"));
                                format!(
                                    "{} / {}{}{}",
                                    time(it.p50_ns),
                                    time(it.p99_ns),
                                    if it.count < ENOUGH { "*" } else { "" },
                                    ratio.unwrap_or_default()
                                )
                            })
                            .unwrap_or_default()
                    }));
                    row
                })
                .collect();
            table(&format!("Searches, one at a time: {backend}"), &head, &rows)
        })
        .collect();
    let mut tables = tables.join("\n");
    if tables.contains('*') {
        tables.push_str(&format!("\n*: the slowest of fewer than {ENOUGH} calls.\n"));
    }
    tables
}

/// Calls a second.
pub(super) fn throughputs(figures: &Figures) -> String {
    let rows: Vec<Vec<String>> = figures
        .throughputs()
        .map(|it| {
            vec![
                it.backend.to_string(),
                number(it.size),
                format!("`{}`", it.case),
                it.callers.to_string(),
                format!("{:.0}", it.per_second),
                it.p99_ns.map(time).unwrap_or_default(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = ["", "contacts", "calls", "callers", "a second", "p99"];
    table("Many at a time", &head, &rows)
}

/// Contacts a second, and what comes behind them.
pub(super) fn fills(figures: &Figures) -> String {
    let rate = |rate: Option<f64>| rate.map(|rate| format!("{rate:.0}")).unwrap_or_default();
    let rows: Vec<Vec<String>> = figures
        .fills
        .values()
        .map(|it| {
            vec![
                it.backend.to_string(),
                number(it.size),
                rate(Some(it.per_second)),
                rate(Some(it.per_second_at_the_end)),
                rate(it.accounts_per_second),
                rate(it.memberships_per_second),
                rate(it.cases_per_second),
                it.peak_mib.map(|mib| format!("{mib:.0} MiB")).unwrap_or_default(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = [
        "",
        "contacts",
        "a second",
        "of the last tenth",
        "accounts a second",
        "memberships a second",
        "cases a second",
        "peak memory",
    ];
    table("Import", &head, &rows)
}

/// What no database has a part in, beside its floors.
pub(super) fn micros(figures: &Figures) -> String {
    let rows: Vec<Vec<String>> = figures
        .micros
        .iter()
        .map(|it| {
            vec![
                it.path.join(": "),
                fine(it.median_ns),
                it.floor_ns.map(fine).unwrap_or_default(),
                it.ratio.map(|ratio| format!("{ratio:.2}")).unwrap_or_default(),
            ]
        })
        .collect();
    if rows.is_empty() {
        return String::new();
    }
    let head = ["", "median", "of the floor", "× floor"];
    table("Links, keys, passwords and tokens", &head, &rows)
}

/// Where and how it was measured.
pub(super) fn machine(figures: &Figures) -> String {
    let told: Vec<String> = figures
        .machines
        .iter()
        .map(|it| {
            format!(
                "- {}, `{}`, seed {}: {} cores of {}, {} GiB, {}; {}; {}{}\n",
                it.at,
                it.command,
                it.seed,
                it.cores,
                if it.cpu.is_empty() {
                    "an unnamed processor"
                } else {
                    &it.cpu
                },
                it.memory_mib.div_ceil(1_024),
                it.os,
                it.databases.join(", "),
                it.rustc,
                if it.optimised {
                    ""
                } else {
                    ", **without optimisations**"
                },
            )
        })
        .collect();
    if told.is_empty() {
        return String::new();
    }
    format!("### Runs\n\n{}", told.concat())
}

/// A number with its thousands apart.
pub(super) fn number(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (n, digit) in digits.chars().enumerate() {
        if n > 0 && (digits.len() - n).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// A time that can be below a microsecond.
pub(super) fn fine(ns: f64) -> String {
    match ns {
        ..999.5 => format!("{ns:.0} ns"),
        _ => time(ns.round() as u64),
    }
}

/// A time in the unit that suits it.
pub(super) fn time(ns: u64) -> String {
    let ns = ns as f64;
    match ns {
        ..100_000.0 => format!("{:.1} µs", ns / 1e3),
        ..1_000_000.0 => format!("{:.0} µs", ns / 1e3),
        ..100_000_000.0 => format!("{:.1} ms", ns / 1e6),
        _ => format!("{:.0} ms", ns / 1e6),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_times_are_readable() {
        assert_eq!(
            [1, 999, 1_000, 10_000_000].map(number),
            ["1", "999", "1,000", "10,000,000"]
        );
        assert_eq!(
            [8_140, 412_000, 25_000_000, 3_600_000_000].map(time),
            ["8.1 µs", "412 µs", "25.0 ms", "3600 ms"]
        );
        assert_eq!(
            [312.4, 999.6, 15_480_000.0].map(fine),
            ["312 ns", "1.0 µs", "15.5 ms"]
        );
    }
}
