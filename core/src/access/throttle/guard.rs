use super::{Counted, Failure, Limit, ThrottleKey, Throttled, Throttles, Verdict};
use crate::{
    instance::Activity,
    store::{StoreError, StoreResult},
    text::{Code, Coded},
};
use jiff::Timestamp;
use std::sync::Arc;

/// Stands before everything that can be guessed.
#[derive(Clone)]
pub(crate) struct Guard {
    throttles: Arc<dyn Throttles>,
}

/// The leave to try once. It is given back with how the try ended.
#[must_use = "how the try ended has to be told"]
pub(crate) struct Pass {
    /// Keys whose failures cost nothing yet.
    free: Vec<Counted>,
    /// Keys that have failures, which a success forgets.
    forgiven: Vec<ThrottleKey>,
}

/// Why there is no leave.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Refused {
    #[error(transparent)]
    Throttled(#[from] Throttled),
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl Coded for Refused {
    fn code(&self) -> Code {
        match self {
            Self::Throttled(throttled) => throttled.code(),
            Self::Store(error) => error.code(),
        }
    }
}

impl Guard {
    pub(crate) fn new(throttles: Arc<dyn Throttles>) -> Self {
        Self { throttles }
    }

    /// Asks for leave to try. A try that has to be made alone counts as failed from here on.
    pub(crate) async fn enter(
        &self,
        keys: Vec<(ThrottleKey, Limit)>,
        at: Timestamp,
    ) -> Result<Pass, Refused> {
        let mut pass = Pass {
            free: Vec::new(),
            forgiven: Vec::new(),
        };
        if keys.is_empty() {
            return Ok(pass);
        }
        let names: Vec<_> = keys.iter().map(|(key, _)| *key).collect();
        let found = self.throttles.tries(&names).await?;
        let mut turns = Vec::new();
        for ((key, limit), tries) in keys.into_iter().zip(found) {
            let counted = Counted {
                key,
                forgotten_before: limit.forgotten_before(at),
            };
            let Some(tries) = tries else {
                pass.free.push(counted);
                continue;
            };
            if limit.forgiven {
                pass.forgiven.push(key);
            }
            match limit.judge(tries, at) {
                Verdict::Free => pass.free.push(counted),
                Verdict::OneAtATime => turns.push((key, tries)),
                Verdict::Wait(retry_after_secs) => return Err(Throttled { retry_after_secs }.into()),
            }
        }
        for (key, tries) in turns {
            if !self.throttles.take_turn(key, tries, at).await? {
                return Err(Throttled { retry_after_secs: 1 }.into());
            }
        }
        Ok(pass)
    }

    /// The try failed.
    pub(crate) async fn failed(
        &self,
        pass: Pass,
        at: Timestamp,
        activity: Option<Activity>,
    ) -> StoreResult<()> {
        self.throttles
            .failed(Failure {
                keys: pass.free,
                at,
                activity,
            })
            .await
    }

    /// The try was refused for a reason that nobody guesses by.
    pub(crate) async fn ended(&self, _pass: Pass, activity: Activity) -> StoreResult<()> {
        self.throttles
            .failed(Failure {
                keys: Vec::new(),
                at: activity.at,
                activity: Some(activity),
            })
            .await
    }

    /// Writes down what was refused, by what it is counted. What has come too often is not written any more, which is
    /// no reason to answer it otherwise.
    pub(crate) async fn write_down(
        &self,
        counted: Option<(ThrottleKey, Limit)>,
        line: Activity,
    ) -> StoreResult<()> {
        let at = line.at;
        match self.enter(counted.into_iter().collect(), at).await {
            Ok(pass) => self.failed(pass, at, Some(line)).await,
            Err(Refused::Throttled(_)) => Ok(()),
            Err(Refused::Store(error)) => Err(error),
        }
    }

    /// The try succeeded.
    pub(crate) async fn succeeded(&self, pass: Pass) -> StoreResult<()> {
        if pass.forgiven.is_empty() {
            return Ok(());
        }
        self.throttles.forget(&pass.forgiven).await
    }
}
