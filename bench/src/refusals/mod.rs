//! Whether the time of a refused login tells anything (the attacks M1 and M2): at the sign-in form an unknown user
//! beside a wrong password, at the door of external systems an unknown company beside a wrong key. At that door an
//! unknown user is made, not refused, and whoever has no keys gets no further.
//!
//! All goes through the whole server, over one connection. Of each pair of kinds one is asked right after the other, so
//! that whatever else the machine does hits both alike; which comes first alternates, and with which of the two a round
//! of four requests begins is drawn, so that nothing that comes back every few requests, a thread's turn say, always
//! meets the same kind.
//!
//! What is told of a pair is the difference of the medians, and Welch's t of the times without the slowest 5 % of each
//! kind: they are the machine's, and their spread would hide a small difference. The t of all times is told too. As a
//! rule of thumb a t beyond 4.5 on either side is no chance; what chance does in this run, the control shows, one kind
//! beside itself. A t grows with the number of samples, so read it with the difference.

mod forgiving;
mod kinds;

use crate::{
    Outcome,
    data::Mix,
    site::Site,
    timing::{self, Times},
    wire::Wire,
};
use forgiving::Forgiving;
use kinds::{NAMES, Pair};
use serde::Serialize;
use std::{sync::Arc, time::Duration};

/// How many of each kind are not counted at the beginning: one a name, so that none that is counted is a name's first.
const WARM_UP: usize = NAMES;
/// Of how many in a thousand [`Refusals::t_trimmed`] is.
const KEPT: usize = 950;

/// What was found of two kinds of refusal.
#[derive(Clone, Debug, Serialize)]
pub struct Refusals {
    /// The attack, by its id in `docs/attacks.md`; `control` for one kind beside itself.
    pub attack: &'static str,
    /// Where they are refused.
    pub path: &'static str,
    /// What is wrong in the first kind.
    pub first: &'static str,
    /// What is wrong in the second.
    pub second: &'static str,
    /// How many of each were counted.
    pub samples: usize,
    /// The median time of the first, in microseconds.
    pub first_median_us: f64,
    /// The median time of the second, in microseconds.
    pub second_median_us: f64,
    /// By how much the second median is above the first, in hundredths of the first.
    pub difference_percent: f64,
    /// Welch's t without the slowest 5 % of each kind, positive where the second is slower; `None` where the times have
    /// no spread.
    pub t_trimmed: Option<f64>,
    /// Welch's t of all times.
    pub t_untrimmed: Option<f64>,
}

/// Measures every pair, on a SQLite database of its own, with so many samples of each kind; tells of each as soon as it
/// is known.
///
/// # Errors
/// When the server cannot be made, a login is answered otherwise than it should be, or `tell` fails.
pub fn run(samples: usize, tell: &mut dyn FnMut(&Refusals) -> Outcome<()>) -> Outcome<()> {
    let site = Site::open(|ports| {
        ports.stores.throttles = Arc::new(Forgiving(Arc::clone(&ports.stores.throttles)));
    })?;
    let mut wire = site.connect()?;
    let mut order = Mix::new(1);
    for pair in kinds::pairs(&site, &mut wire)? {
        let times = measure(&mut wire, &pair, samples, &mut order)?;
        tell(&found(&pair, times))?;
    }
    Ok(())
}

/// The times of both kinds of a pair.
fn measure(wire: &mut Wire, pair: &Pair, samples: usize, order: &mut Mix) -> Outcome<[Times; 2]> {
    let warm_up = WARM_UP.min(samples);
    let mut times = [Times::default(), Times::default()];
    let mut turned = false;
    for n in 0..warm_up + samples {
        turned = if n % 2 == 0 { order.percent(50) } else { !turned };
        for kind in if turned { [1, 0] } else { [0, 1] } {
            let time = refused(wire, &pair.kinds[kind].requests[n % NAMES])?;
            if n >= warm_up {
                times[kind].add(time);
            }
        }
    }
    Ok(times)
}

/// How long a refusal takes, from the first byte of the request to the last of the answer.
fn refused(wire: &mut Wire, request: &str) -> Outcome<Duration> {
    let start = timing::now();
    let answer = wire.exchange(request)?;
    let time = start.elapsed();
    match answer.status {
        401 => Ok(time),
        status => Err(format!("a login that should be refused was answered {status}").into()),
    }
}

fn found(pair: &Pair, [mut first, mut second]: [Times; 2]) -> Refusals {
    let ([one], [other]) = (first.at([500]), second.at([500]));
    let (one, other) = (one as f64, other as f64);
    let mut t = |kept| timing::welch_t(first.fastest(kept), second.fastest(kept));
    let (t_trimmed, t_untrimmed) = (t(KEPT), t(1_000));
    Refusals {
        attack: pair.attack,
        path: pair.path,
        first: pair.kinds[0].name,
        second: pair.kinds[1].name,
        samples: first.count(),
        first_median_us: one / 1e3,
        second_median_us: other / 1e3,
        difference_percent: (other - one) / one * 100.0,
        t_trimmed,
        t_untrimmed,
    }
}
