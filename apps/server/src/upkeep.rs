//! What a server does beside answering.

use ba360_core::{App, access::Operator, instance::CheckMasterKeyError, store::StoreError, text::Coded as _};
use std::{convert::Infallible, time::Duration};
use tokio::time::sleep;

/// How often a database that is away is asked whether the master key is its own.
const AGAIN: Duration = Duration::from_millis(200);

/// Works until it is dropped. A database that was away at the start may be another installation's when it comes: its
/// secrets are sealed under another master key, and nothing must be sealed there under ours.
///
/// # Errors
/// [`CheckMasterKeyError::Another`], as soon as that is known.
pub(crate) async fn run(app: App, operator: Operator) -> Result<Infallible, CheckMasterKeyError> {
    loop {
        match app.check_master_key.run(&operator).await {
            Ok(()) => break,
            Err(CheckMasterKeyError::Store(StoreError::Unavailable(_))) => sleep(AGAIN).await,
            Err(CheckMasterKeyError::Store(error)) => {
                tracing::warn!(
                    outcome = error.code().as_str(),
                    "the master key is not checked yet"
                );
                sleep(AGAIN).await;
            }
            Err(another) => return Err(another),
        }
    }
    std::future::pending().await
}
