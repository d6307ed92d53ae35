//! More than there is room for.

use crate::{
    external::{PASS, acme},
    support::{Engine, LOGIN, cases},
};
use libtest_mimic::Trial;
use std::{
    sync::{Arc, Barrier},
    thread,
    time::{Duration, Instant},
};

pub(crate) fn trials() -> impl Iterator<Item = Trial> {
    cases![x8_of_five_hundred_logins_at_once_the_surplus_is_told_when_to_come_again]
}

fn x8_of_five_hundred_logins_at_once_the_surplus_is_told_when_to_come_again(engine: Engine) {
    let (place, server, company) = acme(engine);
    company.token(&server, "ana", PASS);
    let barrier = Arc::new(Barrier::new(500));
    let askers: Vec<_> = (0..500)
        .map(|_| {
            let (mut client, barrier) = (server.client(), barrier.clone());
            let sent = company.credentials("ana", PASS);
            thread::spawn(move || {
                barrier.wait();
                let asked_at = now();
                (client.post_json(LOGIN, &sent), asked_at.elapsed())
            })
        })
        .collect();
    let (mut good, mut surplus) = (0, 0);
    for asker in askers {
        let (answer, took) = asker.join().unwrap();
        match answer.status {
            200 => good += 1,
            429 | 503 => {
                assert!(answer.header("retry-after").is_some(), "{}", answer.body);
                assert!(took < NOT_QUEUED, "{took:?} until {}", answer.body);
                surplus += 1;
            }
            status => panic!("{status}: {}", answer.body),
        }
    }
    assert!(
        good > 0 && good + surplus == 500,
        "{good} good, {surplus} surplus"
    );
    // As many hashes at once as there are cores take the memory of as many: 19 MiB each.
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let peak = status.lines().find(|line| line.starts_with("VmHWM")).unwrap();
    let kib: u64 = peak.split_whitespace().nth(1).unwrap().parse().unwrap();
    let cores = thread::available_parallelism().unwrap().get() as u64;
    assert!(kib < (300 + 40 * cores) * 1024, "{peak}");
    // And afterwards all is as before.
    assert_eq!(company.log_in(&server, "ana", PASS).status, 200);
    assert_eq!(place.value("select count(*) from users"), "1");
}

/// What is refused is refused at once, and not when it comes to its turn behind the others. This is a bound against such
/// queuing, far above what it takes on a machine that is busy with a build without optimisation, and no speed.
const NOT_QUEUED: Duration = Duration::from_secs(5);

#[expect(
    clippy::disallowed_methods,
    reason = "whoever waits looks at the clock on the wall"
)]
fn now() -> Instant {
    Instant::now()
}
