use crate::{
    Limits, SystemRandom,
    argon::{self, SaltBytes},
};
use async_trait::async_trait;
use ba360_core::{
    access::{HashPassword, Password, PasswordHash},
    ambient::Random,
    store::{StoreError, StoreResult},
};
use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, PoisonError, mpsc},
    thread,
};
use tokio::sync::{Semaphore, oneshot};

/// The hashing of passwords on threads of its own, so many at once, so many waiting.
///
/// The threads are its own because each keeps the memory that its hashes took: on the runtime's blocking threads,
/// of which there may be hundreds, a burst of logins would be remembered by the process for ever.
///
/// Who stops waiting gives up the place; what has begun to run is finished, and counts until then.
pub(crate) struct Passwords {
    /// Places for all who wait or run.
    places: Arc<Semaphore>,
    /// Turns for those who run: as many as there are threads.
    turns: Arc<Semaphore>,
    /// What the threads take their work from; they end with it.
    jobs: mpsc::Sender<Job>,
}

type Job = Box<dyn FnOnce() + Send>;

/// More threads than any machine has cores.
const MOST_THREADS: usize = 1_024;

impl Passwords {
    pub(crate) fn new(limits: Limits) -> Self {
        let at_once = limits.hash_at_once.clamp(1, MOST_THREADS);
        let places = at_once
            .saturating_add(limits.hash_waiting)
            .min(Semaphore::MAX_PERMITS);
        let (jobs, work) = mpsc::channel::<Job>();
        let work = Arc::new(Mutex::new(work));
        for _ in 0..at_once {
            let work = work.clone();
            thread::spawn(move || {
                // The lock is held while a thread waits, not while it works.
                let next = || work.lock().unwrap_or_else(PoisonError::into_inner).recv();
                while let Ok(job) = next() {
                    job();
                }
            });
        }
        Self {
            places: Arc::new(Semaphore::new(places)),
            turns: Arc::new(Semaphore::new(at_once)),
            jobs,
        }
    }

    async fn compute<T: Send + 'static>(&self, job: impl FnOnce() -> T + Send + 'static) -> StoreResult<T> {
        let place = self
            .places
            .clone()
            .try_acquire_owned()
            .map_err(|_| StoreError::unavailable("too many passwords wait to be hashed"))?;
        let turn = self
            .turns
            .clone()
            .acquire_owned()
            .await
            .map_err(StoreError::failed)?;
        let (answer, answered) = oneshot::channel();
        let work: Job = Box::new(move || {
            let done = catch_unwind(AssertUnwindSafe(job));
            // Before the answer: whoever has it may come again at once.
            drop((place, turn));
            // A panic ends the one computation, and is told by the answer that does not come.
            if let Ok(value) = done {
                // Nobody may wait for it any more.
                let _ = answer.send(value);
            }
        });
        let cut_short = || StoreError::failed("the hashing of a password was cut short");
        self.jobs.send(work).map_err(|_| cut_short())?;
        answered.await.map_err(|_| cut_short())
    }
}

#[async_trait]
impl HashPassword for Passwords {
    async fn hash(&self, password: &Password) -> StoreResult<PasswordHash> {
        let password = password.clone();
        let mut salt = SaltBytes::default();
        SystemRandom.fill(&mut salt);
        self.compute(move || argon::hash(password.expose(), &salt))
            .await?
            .map(PasswordHash::new)
            .map_err(StoreError::failed)
    }

    async fn verify(&self, password: &Password, against: Option<&PasswordHash>) -> StoreResult<bool> {
        let (password, against) = (password.clone(), against.cloned());
        self.compute(move || argon::verify(password.expose(), against.as_ref().map(PasswordHash::expose)))
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

    #[test]
    fn who_comes_on_top_is_refused_at_once_and_who_waits_is_served() {
        run(async {
            let (hasher, password) = (one_at_once(1), password());
            let held = hasher.turns.clone().acquire_owned().await.unwrap();
            let (mut first, mut second) = (
                pin!(hasher.verify(&password, None)),
                pin!(hasher.verify(&password, None)),
            );
            let mut context = Context::from_waker(Waker::noop());
            assert!(first.as_mut().poll(&mut context).is_pending());
            assert!(second.as_mut().poll(&mut context).is_pending());
            let third = hasher.verify(&password, None).await;
            assert!(
                matches!(third, Err(StoreError::Unavailable(Some(_)))),
                "{third:?}"
            );
            drop(held);
            assert!(!first.await.unwrap());
            assert!(!second.await.unwrap());
        });
    }

    #[test]
    fn who_stops_waiting_gives_up_the_place() {
        run(async {
            let (hasher, password) = (one_at_once(0), password());
            let held = hasher.turns.clone().acquire_owned().await.unwrap();
            {
                let mut first = pin!(hasher.hash(&password));
                assert!(
                    first
                        .as_mut()
                        .poll(&mut Context::from_waker(Waker::noop()))
                        .is_pending()
                );
                assert!(hasher.hash(&password).await.is_err());
            }
            drop(held);
            let hash = hasher.hash(&password).await.unwrap();
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
            assert!(hasher.compute(|| -> bool { panic!("on purpose") }).await.is_err());
            assert!(hasher.compute(|| true).await.unwrap());
        });
    }
}
