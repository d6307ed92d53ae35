use crate::{
    Limits, SystemRandom,
    argon::{self, Memory, SaltBytes},
};
use async_trait::async_trait;
use ba360_core::{
    access::{HashPassword, Password, PasswordHash},
    ambient::Random,
    store::{StoreError, StoreResult},
};
use crossbeam_channel::{Receiver, RecvTimeoutError, Sender};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
    thread,
    time::Duration,
};
use tokio::sync::{Semaphore, oneshot};

/// The hashing of passwords on threads of its own, so many at once, so many waiting.
///
/// The threads are its own because each keeps the memory that its hashes take for as long as more come: on the
/// runtime's blocking threads, of which there may be hundreds, a burst of logins would take the memory of all of them.
///
/// A thread that has finished takes the next work by itself: to be told of it by whoever waits would leave a core idle
/// until that one is awake. Who stops waiting gives up the place when it comes to its turn; what has begun to run is
/// finished, and counts until then.
pub(crate) struct Passwords {
    /// Places for all who wait or run.
    places: Arc<Semaphore>,
    /// What the threads take their work from, in order; they end with it.
    jobs: Sender<Job>,
}

type Job = Box<dyn FnOnce(&mut Memory) + Send>;

/// More threads than any machine has cores.
const MOST_THREADS: usize = 1_024;
/// After how long without work a thread gives its memory back.
const IDLE: Duration = Duration::from_secs(1);

impl Passwords {
    pub(crate) fn new(limits: Limits) -> Self {
        let at_once = limits.hash_at_once.clamp(1, MOST_THREADS);
        let places = at_once
            .saturating_add(limits.hash_waiting)
            .min(Semaphore::MAX_PERMITS);
        let (jobs, work) = crossbeam_channel::unbounded();
        for _ in 0..at_once {
            let work = work.clone();
            thread::spawn(move || work_off(&work));
        }
        Self {
            places: Arc::new(Semaphore::new(places)),
            jobs,
        }
    }

    async fn compute<T: Send + 'static>(
        &self,
        job: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> StoreResult<T> {
        let place = self
            .places
            .clone()
            .try_acquire_owned()
            .map_err(|_| StoreError::unavailable("too many passwords wait to be hashed"))?;
        let (answer, answered) = oneshot::channel();
        let work: Job = Box::new(move |memory| {
            if answer.is_closed() {
                return; // nobody waits for it any more, and the place goes with it
            }
            let done = catch_unwind(AssertUnwindSafe(|| job(memory)));
            // Before the answer: whoever has it may come again at once.
            drop(place);
            // A panic ends the one computation, and is told by the answer that does not come.
            if let Ok(value) = done {
                let _ = answer.send(value);
            }
        });
        let cut_short = || StoreError::failed("the hashing of a password was cut short");
        self.jobs.send(work).map_err(|_| cut_short())?;
        answered.await.map_err(|_| cut_short())
    }
}

/// Does one job after the other until nobody can send any more.
fn work_off(jobs: &Receiver<Job>) {
    let mut memory = Memory::default();
    loop {
        match jobs.recv_timeout(IDLE) {
            Ok(job) => job(&mut memory),
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => {
                memory.release();
                match jobs.recv() {
                    Ok(job) => job(&mut memory),
                    Err(_) => return,
                }
            }
        }
    }
}

#[async_trait]
impl HashPassword for Passwords {
    async fn hash(&self, password: &Password) -> StoreResult<PasswordHash> {
        let password = password.clone();
        let mut salt = SaltBytes::default();
        SystemRandom.fill(&mut salt);
        self.compute(move |memory| argon::hash(memory, password.expose(), &salt))
            .await?
            .map(PasswordHash::new)
            .map_err(StoreError::failed)
    }

    async fn verify(&self, password: &Password, against: Option<&PasswordHash>) -> StoreResult<bool> {
        let (password, against) = (password.clone(), against.cloned());
        self.compute(move |memory| {
            argon::verify(
                memory,
                password.expose(),
                against.as_ref().map(PasswordHash::expose),
            )
        })
        .await
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{
        future::Future,
        pin::pin,
        task::{Context, Waker},
    };

    fn one_at_once(waiting: usize) -> Passwords {
        Passwords::new(Limits {
            hash_at_once: 1,
            hash_waiting: waiting,
        })
    }

    fn password() -> Password {
        Password::new("secreta").unwrap()
    }

    fn run<T>(future: impl Future<Output = T>) -> T {
        tokio::runtime::Builder::new_multi_thread()
            .worker_threads(1)
            .build()
            .unwrap()
            .block_on(future)
    }

    /// Keeps a thread at work until the sender goes.
    fn hold(hasher: &Passwords) -> (Sender<()>, impl Future<Output = StoreResult<bool>> + '_) {
        let (held, holding) = crossbeam_channel::bounded(0);
        (held, hasher.compute(move |_| holding.recv().is_err()))
    }

    fn is_pending(future: std::pin::Pin<&mut impl Future>) -> bool {
        future.poll(&mut Context::from_waker(Waker::noop())).is_pending()
    }

    #[test]
    fn who_comes_on_top_is_refused_at_once_and_who_waits_is_served() {
        run(async {
            let (hasher, password) = (one_at_once(2), password());
            let (held, holding) = hold(&hasher);
            let mut holding = pin!(holding);
            let (mut first, mut second) = (
                pin!(hasher.verify(&password, None)),
                pin!(hasher.verify(&password, None)),
            );
            assert!(is_pending(holding.as_mut()));
            assert!(is_pending(first.as_mut()));
            assert!(is_pending(second.as_mut()));
            let third = hasher.verify(&password, None).await;
            assert!(
                matches!(third, Err(StoreError::Unavailable(Some(_)))),
                "{third:?}"
            );
            drop(held);
            assert!(holding.await.unwrap());
            assert!(!first.await.unwrap());
            assert!(!second.await.unwrap());
        });
    }

    #[test]
    fn who_stops_waiting_gives_up_the_place() {
        run(async {
            let (hasher, password) = (one_at_once(1), password());
            let (held, holding) = hold(&hasher);
            let mut holding = pin!(holding);
            assert!(is_pending(holding.as_mut()));
            {
                let mut first = pin!(hasher.hash(&password));
                assert!(is_pending(first.as_mut()));
                assert!(hasher.hash(&password).await.is_err());
            }
            drop(held);
            assert!(holding.await.unwrap());
            // It stands behind the one that was given up.
            let hash = hasher.hash(&password).await.unwrap();
            assert_eq!(hasher.places.available_permits(), 2);
            assert!(hasher.verify(&password, Some(&hash)).await.unwrap());
        });
    }

    #[test]
    fn limits_of_nothing_still_let_one_run() {
        let hasher = Passwords::new(Limits {
            hash_at_once: 0,
            hash_waiting: 0,
        });
        assert!(!run(hasher.verify(&password(), None)).unwrap());
    }

    #[test]
    fn a_panic_ends_the_one_computation_alone() {
        let hasher = one_at_once(0);
        run(async {
            assert!(
                hasher
                    .compute(|_| -> bool { panic!("on purpose") })
                    .await
                    .is_err()
            );
            assert!(hasher.compute(|_| true).await.unwrap());
        });
    }
}
