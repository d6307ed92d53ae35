//! What is kept or handed out so that a copy of it tells nothing.

use crate::{instance::InstanceId, redacted::redacted};

/// Seals texts under the installation's master key. It computes and waits for nothing, so it is not
/// asynchronous.
///
/// # Contract
/// - `what_was_sealed_is_opened`: at the same place, whatever the text and however long.
/// - `two_seals_of_one_text_differ`.
/// - `at_another_place_it_does_not_open`: another instance, or another purpose.
/// - `a_changed_seal_does_not_open`: one bit flipped, cut short, or no seal at all.
/// - `under_another_key_it_does_not_open`.
pub trait Seal: Send + Sync {
    /// Seals a text for a place.
    fn seal(&self, place: &SealPlace, text: &str) -> SealedText;
    /// Opens what was sealed for that place; `None` when it was not, or not here.
    fn open(&self, place: &SealPlace, sealed: &SealedText) -> Option<String>;
}

/// Where a sealed text belongs: moved elsewhere, it does not open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SealPlace {
    /// Whose it is.
    pub instance: InstanceId,
    /// What it is for: the field, or the kind of thing.
    pub purpose: &'static str,
}

/// A sealed text: URL-safe, and it tells under which version and key it was sealed.
#[derive(Clone, PartialEq, Eq)]
pub struct SealedText(String);

impl SealedText {
    /// Wraps what was sealed, or what somebody says was.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(text)
    }

    /// The text, to keep or to hand out.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

redacted!(SealedText);
