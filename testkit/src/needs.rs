//! What some cases cannot run without: a browser, a database server, published data.
//!
//! Where it is missing they are listed as ignored, so that nothing that was skipped shows as passed; where a switch
//! says that it is required they fail.

use libtest_mimic::{Failed, Trial};

/// Something that cases need, as it was found when they are listed.
#[derive(Clone, Debug)]
pub struct Need {
    missing: Option<String>,
    required: bool,
}

impl Need {
    /// What is there.
    #[must_use]
    pub fn met() -> Self {
        Self {
            missing: None,
            required: false,
        }
    }

    /// What is not there, by a name that a reader knows it by, and whether cases fail for it.
    #[must_use]
    pub fn missing(what: impl Into<String>, required: bool) -> Self {
        Self {
            missing: Some(what.into()),
            required,
        }
    }

    /// This need, and another one behind it: of two that are missing the first is told.
    #[must_use]
    pub fn and(self, other: impl FnOnce() -> Self) -> Self {
        match self.missing {
            None => other(),
            Some(_) => self,
        }
    }

    /// A case as it stands in the list: run, ignored with the reason as its kind, or failing for that reason. An
    /// ignored case that is run all the same fails too.
    pub fn trial(
        &self,
        name: impl Into<String>,
        case: impl FnOnce() -> Result<(), Failed> + Send + 'static,
    ) -> Trial {
        let Some(reason) = self.reason() else {
            return Trial::test(name, case);
        };
        let told = reason.clone();
        Trial::test(name, move || Err(Failed::from(told)))
            .with_kind(reason)
            .with_ignored_flag(!self.required)
    }

    /// Why cases are ignored, as [`StoreFixture::ignored`](crate::suites::StoreFixture::ignored) says it. `None`
    /// where they run, and where they are to fail.
    #[must_use]
    pub fn ignored(&self) -> Option<String> {
        self.reason().filter(|_| !self.required)
    }

    fn reason(&self) -> Option<String> {
        self.missing.as_ref().map(|what| format!("{what} is missing"))
    }
}

/// Whether the environment says that what a switch is about is required, such as `BA360_REQUIRE_POSTGRES=1`.
#[must_use]
pub fn required(switch: &str) -> bool {
    variable(switch).as_deref() == Some("1")
}

#[expect(clippy::disallowed_methods, reason = "the switches of tests are variables")]
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use libtest_mimic::{Arguments, Conclusion};

    fn run(need: &Need) -> Conclusion {
        let arguments = Arguments {
            // Out of sight: the lines of these cases are no result of this test.
            logfile: Some("/dev/null".to_owned()),
            ..Arguments::default()
        };
        libtest_mimic::run(&arguments, vec![need.trial("case", || Ok(()))])
    }

    #[test]
    fn a_case_runs_where_its_need_is_met() {
        assert_eq!(run(&Need::met()).num_passed, 1);
        assert_eq!(Need::met().ignored(), None);
    }

    #[test]
    fn a_case_whose_need_is_missing_is_listed_as_ignored_with_the_reason() {
        let need = Need::missing("the server", false);
        let trial = need.trial("case", || Ok(()));
        assert_eq!(
            (trial.kind(), trial.has_ignored_flag()),
            ("the server is missing", true)
        );
        assert_eq!(need.ignored().as_deref(), Some("the server is missing"));
        assert_eq!(run(&need).num_ignored, 1);
    }

    #[test]
    fn of_two_needs_the_first_that_is_missing_is_told() {
        let browser = || Need::missing("the browser", false);
        let server = Need::missing("the server", false);
        assert_eq!(Need::met().and(Need::met).ignored(), None);
        assert_eq!(
            Need::met().and(browser).ignored().as_deref(),
            Some("the browser is missing")
        );
        assert_eq!(
            server.and(browser).ignored().as_deref(),
            Some("the server is missing")
        );
    }

    #[test]
    fn a_case_whose_need_is_missing_and_required_fails() {
        let need = Need::missing("the server", true);
        assert_eq!(need.ignored(), None);
        assert_eq!(run(&need).num_failed, 1);
    }
}
