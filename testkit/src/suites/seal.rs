use super::{
    SealFixture,
    run::{Outcome, on_a_fixture, suite},
};
use ba360_core::{
    instance::InstanceId,
    seal::{SealPlace, SealedText},
};
use std::sync::Arc;

suite! {
    /// The contract of [`Seal`](ba360_core::seal::Seal).
    seal(dyn SealFixture) through on_a_fixture, RULES:
    what_was_sealed_is_opened,
    two_seals_of_one_text_differ,
    at_another_place_it_does_not_open,
    a_changed_seal_does_not_open,
    under_another_key_it_does_not_open,
}

const HERE: SealPlace = SealPlace {
    instance: InstanceId(1),
    purpose: "suite.text",
};
const TEXT: &str = "Un secreto: ñ 😀 \"\\";

async fn what_was_sealed_is_opened(fixture: Arc<dyn SealFixture>) -> Outcome {
    let seal = fixture.seal();
    let long = "ñ".repeat(20_000);
    for text in ["", " ", TEXT, "\0", &long] {
        let sealed = seal.seal(&HERE, text);
        let kept = SealedText::new(sealed.as_str().to_owned());
        assert!(
            seal.open(&HERE, &kept).as_deref() == Some(text),
            "it did not open as it was"
        );
        let url_safe = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.' | b'~');
        assert!(sealed.as_str().bytes().all(url_safe), "a sealed text is URL-safe");
        assert!(text.trim().is_empty() || !sealed.as_str().contains(text));
    }
    Ok(())
}

async fn two_seals_of_one_text_differ(fixture: Arc<dyn SealFixture>) -> Outcome {
    let seal = fixture.seal();
    let sealed: std::collections::BTreeSet<_> = (0..100)
        .map(|_| seal.seal(&HERE, TEXT).as_str().to_owned())
        .collect();
    assert_eq!(sealed.len(), 100);
    Ok(())
}

async fn at_another_place_it_does_not_open(fixture: Arc<dyn SealFixture>) -> Outcome {
    let seal = fixture.seal();
    let sealed = seal.seal(&HERE, TEXT);
    // Neither another instance nor another purpose, also where the two run into each other.
    for (instance, purpose) in [
        (2, "suite.text"),
        (11, "suite.text"),
        (-1, "suite.text"),
        (256, "suite.text"),
        (1, "suite.texts"),
        (1, "suite.tex"),
        (1, "Suite.text"),
        (1, ""),
    ] {
        let place = SealPlace {
            instance: InstanceId(instance),
            purpose,
        };
        assert_eq!(seal.open(&place, &sealed), None, "{place:?}");
    }
    let sealed = seal.seal(
        &SealPlace {
            instance: InstanceId(1),
            purpose: "1x",
        },
        TEXT,
    );
    let place = SealPlace {
        instance: InstanceId(11),
        purpose: "x",
    };
    assert_eq!(seal.open(&place, &sealed), None, "{place:?}");
    Ok(())
}

async fn a_changed_seal_does_not_open(fixture: Arc<dyn SealFixture>) -> Outcome {
    let seal = fixture.seal();
    let opens = |text: String| seal.open(&HERE, &SealedText::new(text)).is_some();
    let sealed = seal.seal(&HERE, "corto").as_str().to_owned();
    assert!(opens(sealed.clone()));
    for (at, c) in sealed.char_indices() {
        for bit in 0..8 {
            let other = char::from(c as u8 ^ (1 << bit));
            let changed = format!("{}{other}{}", &sealed[..at], &sealed[at + 1..]);
            assert!(!opens(changed), "bit {bit} of character {at} flipped");
        }
        assert!(!opens(sealed[..at].to_owned()), "cut to {at} characters");
        assert!(
            !opens(sealed[at + 1..].to_owned()),
            "without its first {} characters",
            at + 1
        );
    }
    for more in ["A", "=", " ", "\n", "\0", ".", &sealed] {
        assert!(!opens(format!("{sealed}{more}")), "with {more:?} behind it");
        assert!(!opens(format!("{more}{sealed}")), "with {more:?} before it");
    }
    for nothing in ["", " ", "corto", "a.b.c", "😀", "%00", "null"] {
        assert!(!opens(nothing.to_owned()), "{nothing:?}");
    }
    Ok(())
}

async fn under_another_key_it_does_not_open(fixture: Arc<dyn SealFixture>) -> Outcome {
    let (one, two) = (fixture.seal(), fixture.seal());
    let sealed = one.seal(&HERE, TEXT);
    assert!(one.open(&HERE, &sealed).is_some());
    assert_eq!(two.open(&HERE, &sealed), None);
    Ok(())
}
