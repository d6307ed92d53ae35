//! The chart of *Actividad*: how many links were opened and refused each day, by platform.

use crate::{
    chrome::Chrome,
    pages::{ActivityWords, Bar, Chart, Series},
};
use ba360_core::{instance::DayOfOpenings, text::Language};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// The units of the picture: a day's slot and its bar, and the height of the fullest day.
const SLOT: u32 = 12;
const BAR: u32 = 9;
const HEIGHT: u32 = 120;

/// The platforms that have a colour of their own; the others share one.
const PLATFORMS: [&str; 4] = ["s1", "s2", "s3", "s4"];
const OTHERS: &str = "s5";
const REFUSED: &str = "s-bad";

/// The chart of some days.
pub(super) fn chart(chrome: &Chrome<'_>, days: &[DayOfOpenings]) -> Chart {
    let t = chrome.activity();
    let series = series(t, days);
    let table: Vec<(String, Vec<u32>)> = days
        .iter()
        .map(|day| (day_of(t.language, day.day), counts(&series, day)))
        .collect();
    let totals = table.iter().map(|(_, counts)| counts.iter().sum::<u32>());
    let most = totals.clone().max().unwrap_or_default();
    let total: u32 = totals.sum();
    let links = |count: u32| match count {
        1 => format!("1 {}", t.link_lower),
        count => format!("{count} {}", t.links_lower),
    };
    let series: Vec<Series> = series
        .into_iter()
        .enumerate()
        .map(|(n, (class, _, name))| Series {
            class,
            name,
            total: table.iter().map(|(_, counts)| counts[n]).sum(),
        })
        .collect();
    let told = series.iter().map(|each| format!("{}: {}", each.name, each.total));
    let most_words = t.chart_most.replace("{}", &links(most));
    let told = told.collect::<Vec<_>>().join("; ");
    Chart {
        width: SLOT * days.len() as u32,
        height: HEIGHT,
        bars: bars(&series, &table, most),
        first: table.first().map_or(String::new(), |(day, _)| day.clone()),
        last: table.last().map_or(String::new(), |(day, _)| day.clone()),
        description: format!("{told}. {most_words}."),
        total: links(total),
        most: most_words,
        series,
        table,
    }
}

/// A class, the platform (none for what has no platform of its own), and what it is called.
type Of = (&'static str, Which, String);

/// What a series counts.
enum Which {
    Platform(String),
    /// Every platform but these.
    Others(Vec<String>),
    Refused,
}

/// The platforms with the most links first, at most four and what is left; then what was refused.
fn series(t: &ActivityWords, days: &[DayOfOpenings]) -> Vec<Of> {
    let mut totals = BTreeMap::<&str, u32>::new();
    for (platform, count) in days.iter().flat_map(|day| &day.opened) {
        *totals.entry(platform).or_default() += count;
    }
    let mut platforms: Vec<(&str, u32)> = totals.into_iter().collect();
    platforms.sort_by_key(|&(platform, count)| (std::cmp::Reverse(count), platform));
    let (first, rest) = platforms.split_at(platforms.len().min(PLATFORMS.len()));
    let mut series: Vec<Of> = first
        .iter()
        .zip(PLATFORMS)
        .map(|(&(platform, _), class)| {
            let name = if platform.is_empty() {
                t.no_platform
            } else {
                platform
            };
            (class, Which::Platform(platform.to_owned()), name.to_owned())
        })
        .collect();
    if !rest.is_empty() {
        let named = first.iter().map(|(platform, _)| (*platform).to_owned()).collect();
        series.push((OTHERS, Which::Others(named), t.other_platforms.to_owned()));
    }
    if days.iter().any(|day| day.refused > 0) {
        series.push((REFUSED, Which::Refused, t.refused.to_owned()));
    }
    series
}

fn counts(series: &[Of], day: &DayOfOpenings) -> Vec<u32> {
    let count = |which: &Which| match which {
        Which::Platform(platform) => day.opened.get(platform).copied().unwrap_or_default(),
        Which::Others(named) => {
            let others = day
                .opened
                .iter()
                .filter(|(platform, _)| !named.contains(platform));
            others.map(|(_, count)| count).sum()
        }
        Which::Refused => day.refused,
    };
    series.iter().map(|(_, which, _)| count(which)).collect()
}

/// Each day's parts one over the other. What there is at all is seen, however little it is.
fn bars(series: &[Series], table: &[(String, Vec<u32>)], most: u32) -> Vec<Bar> {
    let mut bars = Vec::new();
    for (n, (_, counts)) in table.iter().enumerate() {
        let mut under = 0;
        let mut top = HEIGHT;
        for (series, &count) in series.iter().zip(counts) {
            if count == 0 {
                continue;
            }
            under += count;
            let reach = u64::from(HEIGHT) * u64::from(under) / u64::from(most.max(1));
            let y = HEIGHT.saturating_sub(reach as u32).min(top.saturating_sub(1));
            bars.push(Bar {
                class: series.class,
                x: n as u32 * SLOT + (SLOT - BAR) / 2,
                y,
                width: BAR,
                height: top - y,
            });
            top = y;
        }
    }
    bars
}

fn day_of(language: Language, day: Date) -> String {
    let form = match language {
        Language::Spanish => "%d-%m-%Y",
        Language::English => "%Y-%m-%d",
    };
    day.strftime(form).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::BasePath;

    fn day(n: i8, opened: &[(&str, u32)], refused: u32) -> DayOfOpenings {
        DayOfOpenings {
            day: Date::constant(2026, 3, n),
            opened: opened
                .iter()
                .map(|&(name, count)| (name.to_owned(), count))
                .collect(),
            refused,
        }
    }

    #[test]
    fn the_parts_of_a_day_stand_on_each_other_and_the_fullest_day_is_full() {
        let base = BasePath::default();
        let chrome = Chrome::bare(&base, Language::Spanish, "");
        let chart = chart(
            &chrome,
            &[
                day(1, &[("genesys", 3), ("chattigo", 1)], 2),
                day(2, &[], 0),
                day(3, &[("genesys", 1)], 0),
            ],
        );
        let heights: Vec<(u32, u32, u32)> = chart.bars.iter().map(|bar| (bar.x, bar.y, bar.height)).collect();
        assert_eq!(heights, [(1, 60, 60), (1, 40, 20), (1, 0, 40), (25, 100, 20)]);
        assert_eq!(
            (chart.first.as_str(), chart.last.as_str()),
            ("01-03-2026", "03-03-2026")
        );
        assert_eq!(chart.total, "7 enlaces");
        assert!(
            chart
                .description
                .contains("genesys: 4; chattigo: 1; Rechazados: 2")
        );
    }

    #[test]
    fn the_smaller_platforms_are_counted_together() {
        let t = ActivityWords::of(Language::English);
        let days = [day(
            1,
            &[("a", 9), ("b", 8), ("c", 7), ("d", 6), ("e", 2), ("f", 1)],
            0,
        )];
        let series = series(t, &days);
        assert_eq!(counts(&series, &days[0]), [9, 8, 7, 6, 3]);
        assert_eq!(series[4].2, "Other platforms");
    }

    #[test]
    fn nothing_is_no_bar() {
        let base = BasePath::default();
        let chrome = Chrome::bare(&base, Language::Spanish, "");
        assert!(chart(&chrome, &[day(1, &[], 0)]).bars.is_empty());
    }
}
