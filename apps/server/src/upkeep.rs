//! What a server does beside answering: it checks the master key where the database came later, forgets old activity, and
//! goes through records after a change that asks for it. Any number of servers may do it at once.

use ba360_core::{App, access::Operator, instance::CheckMasterKeyError, store::StoreError, text::Coded as _};
use std::{convert::Infallible, future::Future, time::Duration};
use tokio::time::{MissedTickBehavior, interval, sleep};

/// How often a database that is away is asked whether the master key is its own.
const AGAIN: Duration = Duration::from_millis(200);
/// How often it is looked whether records have to be gone through.
const LOOK: Duration = Duration::from_secs(15);
/// After how many looks old activity is forgotten: once an hour.
const LOOKS_AN_HOUR: u32 = 240;

/// Works until it is dropped. A database that was away at the start may be another installation's when it comes: its
/// secrets are sealed under another master key, and nothing must be sealed there under ours.
///
/// # Errors
/// [`CheckMasterKeyError::Another`], as soon as that is known.
pub(crate) async fn run(app: App, operator: Operator) -> Result<Infallible, CheckMasterKeyError> {
    check_master_key(&app, &operator).await?;
    let mut looks = interval(LOOK);
    looks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    let mut number = 0;
    loop {
        looks.tick().await;
        told("reindex", app.reindex.run(&operator)).await;
        if number % LOOKS_AN_HOUR == 0 {
            told("forget_activity", app.forget_activity.run(&operator)).await;
        }
        number += 1;
    }
}

async fn check_master_key(app: &App, operator: &Operator) -> Result<(), CheckMasterKeyError> {
    loop {
        match app.check_master_key.run(operator).await {
            Err(CheckMasterKeyError::Store(error)) => {
                if !matches!(error, StoreError::Unavailable(_)) {
                    tracing::warn!(
                        outcome = error.code().as_str(),
                        "the master key is not checked yet"
                    );
                }
                sleep(AGAIN).await;
            }
            checked => return checked,
        }
    }
}

/// Tells the log how it went; what did not succeed is tried again at the next look.
async fn told(what: &'static str, work: impl Future<Output = Result<u64, StoreError>>) {
    match work.await {
        Ok(0) => {}
        Ok(count) => tracing::info!(what, count, "upkeep"),
        Err(error) => tracing::warn!(what, outcome = error.code().as_str(), "upkeep"),
    }
}
