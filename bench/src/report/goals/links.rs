//! The goals of reading a link.

use super::Line;
use crate::report::{figures::Figures, tables::fine};

/// The benchmark of links and its function that reads them.
const PARSE: [&str; 2] = ["link", "parse"];

/// To read a link, beside what anybody's reading of it takes: the dearest of the plain ones and of those that something
/// is found about.
pub(super) fn goals(figures: &Figures) -> Vec<Line> {
    let goals = [("plain links", false, 1.0), ("links with findings", true, 1.5)];
    let dearest = |with_findings: bool| {
        let of = figures.micros.iter().filter(|it| {
            it.path.iter().take(PARSE.len()).eq(&PARSE)
                && it.path.iter().any(|name| name.contains("findings")) == with_findings
        });
        of.filter_map(|it| Some((it, it.floor_ns?, it.ratio?)))
            .max_by(|(.., one), (.., other)| one.total_cmp(other))
    };
    goals
        .into_iter()
        .filter_map(|(what, with_findings, most)| {
            let (it, floor_ns, ratio) = dearest(with_findings)?;
            Some(Line {
                what: format!("to read {what}, the dearest"),
                goal: format!("median ≤ {most:.1} × percent-decoding, splitting and `serde_json`"),
                measured: format!(
                    "{ratio:.2} × ({} beside {}; {})",
                    fine(it.median_ns),
                    fine(floor_ns),
                    it.path[PARSE.len()..].join(": "),
                ),
                is_met: ratio <= most,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Figure, Micro};

    #[test]
    fn the_dearest_link_of_either_kind_is_judged() {
        let micro = |path: [&str; 3], ratio: f64| {
            Figure::Micro(Micro {
                path: path.map(str::to_owned).to_vec(),
                median_ns: 100.0 * ratio,
                floor_ns: Some(100.0),
                ratio: Some(ratio),
            })
        };
        let links = |plain, found| {
            let mut all = Figures::default();
            for figure in [
                micro(["link", "parse", "1 new"], 0.5),
                micro(["link", "parse", "2 legacy"], plain),
                micro(["link", "parse", "3 findings"], found),
                micro(["link", "other", "4 new"], 9.0),
                micro(["keys", "parse", "5 new"], 9.0),
            ] {
                all.add(figure);
            }
            goals(&all).iter().map(|line| line.is_met).collect::<Vec<bool>>()
        };
        assert_eq!(links(1.0, 1.5), [true, true]);
        assert_eq!(links(1.01, 1.5), [false, true]);
        assert_eq!(links(1.0, 1.51), [true, false]);
    }
}
