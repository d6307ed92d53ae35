//! The plot: how long searches take over the number of contacts, both on scales of powers of ten.
//!
//! It is drawn by hand, since the colours have to follow the reader's light or dark page, which takes a style sheet in
//! the picture; the crates for plots write the colours into each line.

use super::{figures::Figures, tables};
use crate::Backend;
use std::fmt::Write as _;

/// A line: the case, what it is called, and its style.
const LINES: [(&str, &str, &str); 8] = [
    ("floor_bare", "primary key, bare", "floor"),
    ("floor_hop", "primary key, through the port", "floor dashed"),
    ("exact_phone", "whole field", "a"),
    ("miss_phone", "nothing found", "b"),
    ("surname_first_page", "common surname", "c"),
    ("prefix_common", "beginning of a word", "d"),
    ("substring_rare", "part of a field", "e"),
    ("naive_like", "LIKE '%…%' over five columns", "naive"),
];
/// The picture.
const SIZE: (f64, f64) = (940.0, 480.0);
/// Above the panels, left of each, and behind the last.
const TOP: f64 = 44.0;
const LEFT: f64 = 72.0;
const RIGHT: f64 = 36.0;
/// The height of the panels.
const HEIGHT: f64 = 320.0;

const STYLE: &str = "\
    text { font: 13px system-ui, sans-serif; fill: #333 }
    .title { font-weight: 600; font-size: 15px }
    .grid { stroke: #ddd; stroke-width: 1 }
    .line { fill: none; stroke-width: 2; stroke: currentColor }
    .reach { fill: none; stroke-width: 1.2; stroke: currentColor; opacity: .6 }
    .dot { fill: currentColor }
    .dashed .line { stroke-dasharray: 5 4 }
    .floor { color: #777 } .a { color: #0b63c4 } .b { color: #0a8f86 } .c { color: #7a3fc0 } .d { color: #2e8b2e }
    .e { color: #b35c00 } .naive { color: #c4212f }
    @media (prefers-color-scheme: dark) {
      text { fill: #ddd } .grid { stroke: #3a3f47 }
      .floor { color: #9aa0a8 } .a { color: #5aa9ff } .b { color: #35c9bd } .c { color: #b98cff } .d { color: #6cc46c }
      .e { color: #f0a050 } .naive { color: #ff6b78 }
    }";

/// Where a backend's lines are drawn, and on which scales.
struct Panel<'a> {
    left: f64,
    width: f64,
    across: &'a Axis,
    up: &'a Axis,
}

impl Panel<'_> {
    fn at(&self, size: u64, ns: u64) -> (f64, f64) {
        (
            self.left + self.across.share(size) * self.width,
            TOP + (1.0 - self.up.share(ns)) * HEIGHT,
        )
    }
}

/// Powers of ten that an axis goes over.
struct Axis {
    from: i32,
    to: i32,
}

impl Axis {
    fn over(values: impl Iterator<Item = u64>) -> Self {
        let (mut least, mut most) = (f64::MAX, 1.0_f64);
        for value in values {
            least = least.min(value.max(1) as f64);
            most = most.max(value as f64);
        }
        let from = least.min(most).log10().floor() as i32;
        Self {
            from,
            to: (most.log10().ceil() as i32).max(from + 1),
        }
    }

    /// Where a value stands, from 0 to 1.
    fn share(&self, value: u64) -> f64 {
        let span = f64::from(self.to - self.from);
        ((value.max(1) as f64).log10() - f64::from(self.from)) / span
    }

    fn powers(&self) -> impl Iterator<Item = u64> {
        (self.from..=self.to).map(|power| 10_u64.pow(power.unsigned_abs()))
    }
}

/// The picture: a panel for each backend that was measured; a point is a median, and the line above it reaches up to
/// the p99.
pub(super) fn svg(figures: &Figures) -> String {
    let (width, height) = SIZE;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" \
         height=\"{height}\" role=\"img\" aria-label=\"How long searches take over the number of contacts\">\n\
         <style>\n{STYLE}\n</style>\n"
    );
    let shown: Vec<Backend> = Backend::ALL
        .into_iter()
        .filter(|&backend| !figures.sizes(backend).is_empty())
        .collect();
    let sizes = shown.iter().flat_map(|&backend| figures.sizes(backend));
    let across = Axis::over(sizes);
    let times = shown.iter().flat_map(|&backend| {
        figures
            .sizes(backend)
            .into_iter()
            .flat_map(move |size| {
                LINES
                    .iter()
                    .filter_map(move |(case, ..)| figures.latency(backend, size, case))
            })
            .flat_map(|it| [it.p50_ns, it.p99_ns])
    });
    let up = Axis::over(times);
    let width = (SIZE.0 - RIGHT) / shown.len().max(1) as f64;
    for (n, &backend) in (0_u32..).zip(&shown) {
        let panel = Panel {
            left: f64::from(n) * width + LEFT,
            width: width - LEFT,
            across: &across,
            up: &up,
        };
        frame(&mut svg, &panel, backend.name());
        for (n, (case, _, style)) in (0_u32..).zip(LINES) {
            // The lines up to the p99 stand side by side.
            let aside = f64::from(n) * 3.0 - 10.0;
            line(&mut svg, figures, (backend, case, style), &panel, aside);
        }
    }
    legend(&mut svg);
    svg.push_str("</svg>\n");
    svg
}

fn frame(svg: &mut String, panel: &Panel<'_>, title: &str) {
    let (left, right, bottom) = (panel.left, panel.left + panel.width, TOP + HEIGHT);
    let _ = writeln!(
        svg,
        "<text class=\"title\" x=\"{left}\" y=\"{}\">{title}</text>",
        TOP - 18.0
    );
    for size in panel.across.powers() {
        let (x, _) = panel.at(size, 1);
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{x:.1} {TOP}V{bottom}\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{}</text>",
            bottom + 22.0,
            tables::number(size)
        );
    }
    for ns in panel.up.powers() {
        let (_, y) = panel.at(1, ns);
        let _ = writeln!(svg, "<path class=\"grid\" d=\"M{left} {y:.1}H{right}\"/>");
        let _ = writeln!(
            svg,
            "<text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{}</text>",
            left - 14.0,
            y + 4.0,
            power(ns)
        );
    }
}

fn line(
    svg: &mut String,
    figures: &Figures,
    (backend, case, style): (Backend, &str, &str),
    panel: &Panel<'_>,
    aside: f64,
) {
    let points: Vec<_> = figures
        .sizes(backend)
        .into_iter()
        .filter_map(|size| Some((size, figures.latency(backend, size, case)?)))
        .map(|(size, it)| (panel.at(size, it.p50_ns), panel.at(size, it.p99_ns).1))
        .collect();
    if points.is_empty() {
        return;
    }
    let path: Vec<String> = points
        .iter()
        .map(|((x, y), _)| format!("{x:.1} {y:.1}"))
        .collect();
    let _ = writeln!(
        svg,
        "<g class=\"{style}\"><path class=\"line\" d=\"M{}\"/>",
        path.join("L")
    );
    for ((x, y), reach) in points {
        let _ = writeln!(
            svg,
            "<circle class=\"dot\" cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"3.5\"/>\
             <path class=\"reach\" d=\"M{:.1} {y:.1}V{reach:.1}m-2 0h4\"/>",
            x + aside
        );
    }
    svg.push_str("</g>\n");
}

fn legend(svg: &mut String) {
    let bottom = TOP + HEIGHT;
    for (n, (_, name, style)) in (0_u32..).zip(LINES) {
        let x = LEFT + f64::from(n % 3) * 290.0;
        let y = bottom + 56.0 + f64::from(n / 3) * 22.0;
        let _ = writeln!(
            svg,
            "<g class=\"{style}\"><path class=\"line\" d=\"M{x} {}h22\"/></g><text x=\"{}\" y=\"{y}\">{name}</text>",
            y - 4.0,
            x + 29.0
        );
    }
    let _ = writeln!(
        svg,
        "<text x=\"{}\" y=\"{}\">point: p50, reaching up to p99</text>",
        LEFT + 2.0 * 290.0,
        bottom + 100.0
    );
}

/// A power of ten of nanoseconds, in the unit that suits it.
fn power(ns: u64) -> String {
    match ns {
        ..1_000 => format!("{ns} ns"),
        1_000..1_000_000 => format!("{} µs", ns / 1_000),
        1_000_000..1_000_000_000 => format!("{} ms", ns / 1_000_000),
        _ => format!("{} s", ns / 1_000_000_000),
    }
}
