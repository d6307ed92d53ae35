//! Reads what the small benchmarks print: divan's tables, of which the medians count. A function `floor_x` is the floor of
//! `x`, and of every `x_y` that has none that is named more closely; what both are called with is the same.

use crate::{Figure, Micro, Outcome};
use std::{fs, path::Path};

/// What a floor's name begins with.
const FLOOR: &str = "floor_";

/// The figures of a file.
pub(super) fn read(path: &Path) -> Outcome<Vec<Figure>> {
    let text = fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let micros = micros(&text).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(micros.into_iter().map(Figure::Micro).collect())
}

/// A row with times: the names that lead to it, and the median in nanoseconds.
#[derive(Debug, PartialEq)]
struct Row {
    path: Vec<String>,
    median_ns: f64,
}

impl Row {
    fn is_floor(&self) -> bool {
        self.path.iter().any(|name| name.starts_with(FLOOR))
    }
}

/// Every case beside its floor, in the order of the text.
fn micros(text: &str) -> Outcome<Vec<Micro>> {
    let (floors, cases): (Vec<Row>, Vec<Row>) = rows(text)?.into_iter().partition(Row::is_floor);
    if cases.is_empty() {
        return Err("it has no table of divan's".into());
    }
    let mut is_used = vec![false; floors.len()];
    let micros = cases
        .into_iter()
        .map(|case| {
            let floor = (0..floors.len())
                .filter_map(|n| Some((closeness(&floors[n].path, &case.path)?, n)))
                .max()
                .map(|(_, n)| n);
            if let Some(n) = floor {
                is_used[n] = true;
            }
            let floor_ns = floor.map(|n| floors[n].median_ns);
            Micro {
                ratio: floor_ns.map(|floor| case.median_ns / floor),
                path: case.path,
                median_ns: case.median_ns,
                floor_ns,
            }
        })
        .collect();
    // A name that does not fit any more would leave a case without its floor, and its goal without a line.
    match is_used.iter().position(|is_used| !is_used) {
        Some(n) => Err(format!("nothing is the case of the floor {}", floors[n].path.join(": ")).into()),
        None => Ok(micros),
    }
}

/// How much of the name a floor says of a case that it is the floor of.
fn closeness(floor: &[String], case: &[String]) -> Option<usize> {
    if floor.len() != case.len() {
        return None;
    }
    let mut different = floor.iter().zip(case).filter(|(floor, case)| floor != case);
    let (floor, case) = different.next()?;
    let name = floor.strip_prefix(FLOOR)?;
    let rest = case.strip_prefix(name)?;
    (different.next().is_none() && (rest.is_empty() || rest.starts_with('_'))).then_some(name.len())
}

/// The rows of all tables of a text.
fn rows(text: &str) -> Outcome<Vec<Row>> {
    let (mut rows, mut path, mut median_at) = (Vec::new(), Vec::new(), 0);
    for line in text.lines() {
        if let Some((name, column)) = heading(line) {
            (path, median_at) = (vec![name.to_owned()], column);
            continue;
        }
        let Some((depth, row)) = branch(line) else {
            continue;
        };
        if path.is_empty() {
            return Err(format!("the line has no heading above it: {line}").into());
        }
        path.truncate(depth);
        let cells: Vec<&str> = row.split('│').map(str::trim).collect();
        match cells.get(median_at) {
            Some(median) if !median.is_empty() => {
                // The first cell has the name too, at least two blanks before the time.
                let (name, _) = cells[0].rsplit_once("  ").unwrap_or((cells[0], ""));
                path.push(name.trim_end().to_owned());
                rows.push(Row {
                    path: path.clone(),
                    median_ns: nanoseconds(median).ok_or_else(|| format!("the median is no time: {line}"))?,
                });
            }
            _ => path.push(cells[0].to_owned()),
        }
    }
    Ok(rows)
}

/// The name of the benchmark that a table is of, and which column has the medians, when the line heads a table.
fn heading(line: &str) -> Option<(&str, usize)> {
    let mut columns = line.split('│').map(str::trim);
    let name = columns.next()?.strip_suffix("fastest")?.trim_end();
    let column = columns.position(|column| column == "median")?;
    Some((name, column + 1))
}

/// How deep a row stands, and the row without the tree's lines. Other lines have none: what a benchmark tells beside its
/// times stands below it without a name.
fn branch(line: &str) -> Option<(usize, &str)> {
    let row = line.trim_start_matches([' ', '│']);
    let deep = line.chars().count() - row.chars().count();
    let row = row.strip_prefix("├─ ").or_else(|| row.strip_prefix("╰─ "))?;
    Some((1 + deep / 3, row))
}

/// A time as divan writes it.
fn nanoseconds(text: &str) -> Option<f64> {
    let (number, unit) = text.split_once(' ')?;
    let unit = match unit {
        "ps" => 1e-3,
        "ns" => 1.0,
        // The micro sign, and the Greek letter that looks like it.
        "\u{b5}s" | "\u{3bc}s" => 1e3,
        "ms" => 1e6,
        "s" => 1e9,
        _ => return None,
    };
    Some(number.parse::<f64>().ok()? * unit)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// As divan prints it, shortened: with arguments, with modules, with what it tells of allocations, and with a floor
    /// of several.
    const TOLD: &str = "\
Timer precision: 20 ns
link                            fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ floor_parse                                │               │               │               │         │
│  ├─ 1 new, raw                310.4 ns      │ 1.101 µs      │ 318.2 ns      │ 320 ns        │ 1000    │ 16000
│  │                            max alloc:    │               │               │               │         │
│  │                              2           │ 2             │ 2             │ 2             │         │
│  ╰─ 2 findings, raw           0.4 µs        │ 1.101 µs      │ 0.5 µs        │ 0.5 µs        │ 1000    │ 16000
├─ hostile                                    │               │               │               │         │
│  ╰─ unknown keys, encoded     9.87 µs       │ 20.02 µs      │ 10.5 µs       │ 10.71 µs      │ 100     │ 100
╰─ parse                                      │               │               │               │         │
   ├─ 1 new, raw                300 ns        │ 1.2 µs        │ 159.1 ns      │ 312 ns        │ 1000    │ 16000
   ╰─ 2 findings, raw           0.9 µs        │ 1.2 µs        │ 1 µs          │ 1.1 µs        │ 1000    │ 16000

Timer precision: 20 ns
secrets                         fastest       │ slowest       │ median        │ mean          │ samples │ iters
├─ passwords                                  │               │               │               │         │
│  ├─ floor_verify              15.1 ms       │ 16 ms         │ 15 ms         │ 15.4 ms       │ 50      │ 50
│  ├─ floor_verify_16           120 ms        │ 130 ms        │ 120 ms        │ 125 ms        │ 20      │ 20
│  ├─ verify                    15.2 ms       │ 16 ms         │ 15.3 ms       │ 15.5 ms       │ 50      │ 50
│  ├─ verify_16                 121 ms        │ 131 ms        │ 126 ms        │ 126 ms        │ 20      │ 20
│  ╰─ verify_nobodys            15.2 ms       │ 16 ms         │ 15.6 ms       │ 15.5 ms       │ 50      │ 50
╰─ seals                                      │               │               │               │         │
   ╰─ verify                    800 ns        │ 1.9 µs        │ 1.08 s        │ 910 ns        │ 100     │ 6400
";

    fn told(text: &str) -> Vec<(String, f64, Option<f64>, Option<f64>)> {
        let rounded = |number: f64| (number * 1e3).round() / 1e3;
        micros(text)
            .unwrap()
            .into_iter()
            .map(|it| {
                (
                    it.path.join("/"),
                    rounded(it.median_ns),
                    it.floor_ns.map(rounded),
                    it.ratio.map(rounded),
                )
            })
            .collect()
    }

    #[test]
    fn medians_stand_beside_those_of_their_floors() {
        let case = |path: &str, median, floor, ratio| (path.to_owned(), median, floor, ratio);
        assert_eq!(
            told(TOLD),
            [
                case("link/hostile/unknown keys, encoded", 10_500.0, None, None),
                case("link/parse/1 new, raw", 159.1, Some(318.2), Some(0.5)),
                case("link/parse/2 findings, raw", 1_000.0, Some(500.0), Some(2.0)),
                case("secrets/passwords/verify", 15.3e6, Some(15e6), Some(1.02)),
                case("secrets/passwords/verify_16", 126e6, Some(120e6), Some(1.05)),
                case("secrets/passwords/verify_nobodys", 15.6e6, Some(15e6), Some(1.04)),
                case("secrets/seals/verify", 1.08e9, None, None),
            ]
        );
    }

    #[test]
    fn a_floor_that_belongs_to_nothing_is_told() {
        let renamed = TOLD.replace("╰─ parse ", "╰─ reads ");
        let error = micros(&renamed).unwrap_err().to_string();
        assert!(error.contains("link: floor_parse: 1 new, raw"), "{error}");
    }

    #[test]
    fn what_is_no_table_is_refused() {
        for (text, wanted) in [
            ("", "no table"),
            ("Timer precision: 20 ns\n", "no table"),
            (
                &TOLD[TOLD.find("├─").unwrap()..][..200],
                "the line has no heading above it",
            ),
            (&TOLD.replace("1.08 s", "1.08 x"), "the median is no time"),
        ] {
            let error = micros(text).unwrap_err().to_string();
            assert!(error.contains(wanted), "{error}");
        }
    }
}
