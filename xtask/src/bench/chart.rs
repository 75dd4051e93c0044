//! Charts of lines, as SVG that is readable on light and on dark pages.
//!
//! An image cannot see whether the page around it is light or dark, only what the system prefers,
//! so each chart has a background of its own.

use std::fmt::Write;

/// One chart.
pub(super) struct Chart {
    /// The name of its file.
    pub(super) file: &'static str,
    pub(super) title: String,
    /// What is on the axes.
    pub(super) x: &'static str,
    pub(super) y: &'static str,
    pub(super) x_scale: Scale,
    pub(super) lines: Vec<Line>,
}

/// How an axis grows; both begin at nothing or, if they grow by factors, at one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scale {
    Linear,
    Logarithmic,
}

/// One line with a name.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) style: Style,
    pub(super) points: Vec<(f64, f64)>,
}

/// Lines of one colour belong together; the dashed one is what the other is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Style {
    pub(super) colour: usize,
    pub(super) dashed: bool,
}

const WIDTH: f64 = 720.0;
const HEIGHT: f64 = 400.0;
/// The area of the lines.
const LEFT: f64 = 72.0;
const RIGHT: f64 = 530.0;
const TOP: f64 = 56.0;
const BOTTOM: f64 = 340.0;
/// How far apart names of lines are at least.
const LEADING: f64 = 18.0;

/// Colours of the Okabe-Ito palette, which people with any kind of colour vision tell apart, darker
/// on a light ground and brighter on a dark one.
const STYLE: &str = "\
<style>
  .ground { fill: #ffffff; stroke: #d0d7de; }
  text { font: 13px system-ui, -apple-system, 'Segoe UI', 'DejaVu Sans', sans-serif; fill: #1f2328; }
  .title { font-size: 15px; font-weight: 600; }
  .grid { stroke: #d8dee4; }
  .line { fill: none; stroke-width: 2; }
  .dashed { stroke-dasharray: 6 4; }
  .c0 { stroke: #0060a0; } .n0 { fill: #0060a0; }
  .c1 { stroke: #b84a00; } .n1 { fill: #b84a00; }
  .c2 { stroke: #007052; } .n2 { fill: #007052; }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117; stroke: #30363d; }
    text { fill: #e6edf3; }
    .grid { stroke: #2a313a; }
    .c0 { stroke: #56b4e9; } .n0 { fill: #56b4e9; }
    .c1 { stroke: #f0904a; } .n1 { fill: #f0904a; }
    .c2 { stroke: #2cc79a; } .n2 { fill: #2cc79a; }
  }
</style>
";

impl Chart {
    pub(super) fn svg(&self) -> String {
        let mut out = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" \
             width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\" aria-label=\"{title}\">\n\
             <title>{title}</title>\n{STYLE}<rect class=\"ground\" x=\"0.5\" y=\"0.5\" \
             width=\"{}\" height=\"{}\" rx=\"6\"/>\n<text class=\"title\" x=\"16\" \
             y=\"26\">{title}</text>\n",
            WIDTH - 1.0,
            HEIGHT - 1.0,
            title = escape(&self.title),
        );
        self.draw_axes(&mut out);
        for line in &self.lines {
            self.draw_line(&mut out, line);
        }
        self.draw_names(&mut out);
        out.push_str("</svg>\n");
        out
    }

    fn points(&self) -> impl Iterator<Item = &(f64, f64)> {
        self.lines.iter().flat_map(|line| &line.points)
    }

    fn draw_axes(&self, out: &mut String) {
        for value in ticks(self.greatest_y()) {
            let y = self.y_of(value);
            let label = number(value);
            let _ = writeln!(
                out,
                "<line class=\"grid\" x1=\"{LEFT}\" x2=\"{RIGHT}\" y1=\"{y:.1}\" y2=\"{y:.1}\"/>\n\
                 <text x=\"{}\" y=\"{:.1}\" text-anchor=\"end\">{label}</text>",
                LEFT - 8.0,
                y + 4.5
            );
        }
        for value in self.x_ticks() {
            let x = self.x_of(value);
            let label = number(value);
            let _ = writeln!(
                out,
                "<line class=\"grid\" x1=\"{x:.1}\" x2=\"{x:.1}\" y1=\"{TOP}\" y2=\"{BOTTOM}\"/>\n\
                 <text x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>",
                BOTTOM + 18.0
            );
        }
        let _ = writeln!(
            out,
            "<text x=\"{}\" y=\"{}\" text-anchor=\"middle\">{}</text>\n<text x=\"16\" \
             y=\"46\">{}</text>",
            (LEFT + RIGHT) / 2.0,
            BOTTOM + 42.0,
            escape(self.x),
            escape(self.y)
        );
    }

    fn draw_line(&self, out: &mut String, line: &Line) {
        let points = line.points.iter();
        let points = points.map(|(x, y)| format!("{:.1},{:.1}", self.x_of(*x), self.y_of(*y)));
        let points: Vec<_> = points.collect();
        let Style { colour, dashed } = line.style;
        let dashed = if dashed { " dashed" } else { "" };
        let _ = writeln!(
            out,
            "<polyline class=\"line c{colour}{dashed}\" points=\"{}\"/>",
            points.join(" ")
        );
    }

    /// Writes each line's name at its end, and no two on top of each other.
    fn draw_names(&self, out: &mut String) {
        let mut ends: Vec<_> = self
            .lines
            .iter()
            .filter_map(|line| Some((self.y_of(line.points.last()?.1), line)))
            .collect();
        ends.sort_by(|(a, _), (b, _)| a.total_cmp(b));
        let heights: Vec<_> = ends.iter().map(|(y, _)| *y).collect();
        for (y, (_, line)) in apart(&heights).into_iter().zip(&ends) {
            let _ = writeln!(
                out,
                "<text class=\"n{}\" x=\"{}\" y=\"{:.1}\">{}</text>",
                line.style.colour,
                RIGHT + 8.0,
                y + 4.5,
                escape(&line.name)
            );
        }
    }

    fn greatest_y(&self) -> f64 {
        self.points().map(|(_, y)| *y).fold(0.0, f64::max)
    }

    fn y_of(&self, value: f64) -> f64 {
        let top = ticks(self.greatest_y()).last().copied().unwrap_or(1.0);
        BOTTOM - (BOTTOM - TOP) * value / top
    }

    fn x_of(&self, value: f64) -> f64 {
        let greatest = self.points().map(|(x, _)| *x).fold(1.0, f64::max);
        let share = match self.x_scale {
            Scale::Linear => value / greatest,
            Scale::Logarithmic => value.ln() / greatest.ln(),
        };
        LEFT + (RIGHT - LEFT) * share
    }

    /// On a linear axis round numbers, on the other all that were measured.
    fn x_ticks(&self) -> Vec<f64> {
        let greatest = self.points().map(|(x, _)| *x).fold(1.0, f64::max);
        match self.x_scale {
            Scale::Linear => {
                let ticks = ticks(greatest).into_iter();
                ticks.filter(|tick| *tick <= greatest).collect()
            }
            Scale::Logarithmic => {
                let mut all: Vec<_> = self.points().map(|(x, _)| *x).collect();
                all.sort_by(f64::total_cmp);
                all.dedup();
                all
            }
        }
    }
}

/// Round numbers from nothing to the first that is no less than `greatest`, some five of them.
fn ticks(greatest: f64) -> Vec<f64> {
    let rough = greatest.max(f64::MIN_POSITIVE) / 5.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step = [1.0, 2.0, 2.5, 5.0, 10.0];
    let step = step.map(|factor| factor * power).into_iter();
    let step = step.filter(|step| *step >= rough * 0.999).reduce(f64::min);
    let step = step.unwrap_or(power * 10.0);
    let count = (greatest / step - 1e-9).ceil().max(1.0) as u32;
    (0..=count).map(|at| step * f64::from(at)).collect()
}

/// A number as short as it is told: 65536 is 64 Ki.
fn number(value: f64) -> String {
    match value {
        value if value >= 1024.0 && value % 1024.0 == 0.0 => format!("{} Ki", value / 1024.0),
        value if value.fract().abs() < 1e-9 => format!("{value:.0}"),
        value => {
            let text = format!("{value:.2}");
            text.trim_end_matches('0').to_owned()
        }
    }
}

/// Moves heights, which are sorted, down and then up until neighbours have room.
fn apart(heights: &[f64]) -> Vec<f64> {
    let mut moved = heights.to_vec();
    for at in 1..moved.len() {
        moved[at] = moved[at].max(moved[at - 1] + LEADING);
    }
    let mut floor = BOTTOM;
    for height in moved.iter_mut().rev() {
        *height = height.min(floor);
        floor = *height - LEADING;
    }
    moved
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_reach_far_enough() {
        assert_eq!(ticks(9.0), [0.0, 2.0, 4.0, 6.0, 8.0, 10.0]);
        assert_eq!(ticks(100.0), [0.0, 20.0, 40.0, 60.0, 80.0, 100.0]);
        assert_eq!(ticks(1.3), [0.0, 0.5, 1.0, 1.5]);
    }

    #[test]
    fn names_do_not_overlap() {
        assert_eq!(apart(&[100.0, 101.0, 300.0]), [100.0, 118.0, 300.0]);
        assert_eq!(apart(&[339.0, 340.0]), [322.0, 340.0]);
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!(number(65536.0), "64 Ki");
        assert_eq!(number(1.5), "1.5");
        assert_eq!(number(20.0), "20");
    }

    #[test]
    fn text_is_escaped() {
        let chart = Chart {
            file: "a.svg",
            title: "a < b".into(),
            x: "x",
            y: "y",
            x_scale: Scale::Linear,
            lines: vec![Line {
                name: "a & b".into(),
                style: Style {
                    colour: 0,
                    dashed: true,
                },
                points: vec![(1.0, 1.0), (2.0, 3.0)],
            }],
        };
        let svg = chart.svg();
        assert!(svg.contains("a &lt; b") && svg.contains("a &amp; b"));
        assert!(svg.contains("class=\"line c0 dashed\""));
    }
}
