//! The span around each use case: how it ended, and nothing personal.

mod support;

use ba360_core::record::{PageRequest, PageSize, SearchRequest};
use std::{
    collections::BTreeMap,
    io,
    sync::{Arc, Mutex, PoisonError},
};
use support::House;
use tracing_subscriber::fmt::{MakeWriter, format::FmtSpan};

/// A log that is kept in memory.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Log {
    fn text(&self) -> String {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// The spans that have ended, by their names.
    fn spans(&self) -> BTreeMap<String, serde_json::Value> {
        self.text()
            .lines()
            .map(|line| serde_json::from_str::<serde_json::Value>(line).expect("a line of JSON"))
            .map(|line| line["span"].clone())
            .map(|span| (span["name"].as_str().expect("a name").to_owned(), span))
            .collect()
    }
}

impl io::Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

/// What is logged on this thread as long as the guard lives. Whoever comes first on any thread decides whether a
/// span is ever made, so every test of this program listens before it does anything else.
fn listen() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .json()
        .with_span_events(FmtSpan::CLOSE)
        .with_writer(log.clone())
        .finish();
    (log, tracing::subscriber::set_default(subscriber))
}

#[tokio::test]
async fn a_refused_search_tells_its_code_and_correlation_and_no_value() {
    let (log, _guard) = listen();
    let house = House::new().await;
    let searched = "Ana Soto ".repeat(40);
    let request = SearchRequest::Accounts(searched);
    let page = PageRequest::first(PageSize::default());
    let refused = house.app.search.run(&house.agent, &request, page).await;
    assert!(refused.is_err());
    let correlation = house.agent.visit().correlation.as_str();
    assert_eq!(
        log.spans()["search"],
        serde_json::json!({ "name": "search", "correlation": correlation, "outcome": "value_too_long" })
    );
    assert!(!log.text().contains("Ana"), "{}", log.text());
}

#[tokio::test]
async fn what_went_well_is_ok_also_within_another_use_case() {
    let (log, _guard) = listen();
    let house = House::new().await;
    house.open_search(r#"{"contacto":"998874563"}"#).await;
    let spans = log.spans();
    let names: Vec<&str> = spans.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "create_admin",
            "create_instance",
            "open_link",
            "search",
            "sign_in"
        ]
    );
    for span in spans.values() {
        let fields = span.as_object().expect("fields").keys().collect::<Vec<_>>();
        assert_eq!(fields, ["correlation", "name", "outcome"]);
        assert_eq!(span["outcome"], "ok");
    }
    assert!(!log.text().contains("998874563"), "{}", log.text());
}
