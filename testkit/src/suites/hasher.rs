use super::{
    HasherFixture,
    run::{Outcome, on_a_fixture, suite},
    support::CROWD,
};
use ba360_core::{
    access::{Password, PasswordHash},
    store::{StoreError, StoreResult},
};
use std::{future::poll_fn, pin::Pin, sync::Arc, task::Poll, time::Duration};

suite! {
    /// The contract of [`HashPassword`](ba360_core::access::HashPassword).
    hasher(dyn HasherFixture) through on_a_fixture, RULES:
    the_right_password_verifies,
    two_hashes_of_one_password_differ,
    nobodys_password_takes_the_same_work,
    a_damaged_hash_verifies_nothing,
    more_work_than_fits_is_refused_at_once,
}

fn password(typed: &str) -> Password {
    Password::new(typed).expect("a good password")
}

async fn the_right_password_verifies(fixture: Arc<dyn HasherFixture>) -> Outcome {
    let hasher = fixture.hasher();
    let right = "Contraseña  larga 😀 %$";
    let hash = hasher.hash(&password(right)).await?;
    assert!(hasher.verify(&password(right), Some(&hash)).await?);
    assert!(
        hasher
            .verify(&password("Contrasen\u{303}a  larga 😀 %$"), Some(&hash))
            .await?,
        "decomposed"
    );
    for wrong in [
        "contraseña  larga 😀 %$",
        "Contraseña larga 😀 %$",
        "Contraseña  larga 😀 %",
        "x",
        hash.expose(),
    ] {
        assert!(!hasher.verify(&password(wrong), Some(&hash)).await?);
    }
    // Nothing is cut off: not behind the 72nd byte, and not at a NUL.
    let longest = "ñ".repeat(Password::MAX_BYTES / 2);
    let shorter = "ñ".repeat(Password::MAX_BYTES / 2 - 1);
    let hash = hasher.hash(&password(&longest)).await?;
    assert!(hasher.verify(&password(&longest), Some(&hash)).await?);
    assert!(!hasher.verify(&password(&shorter), Some(&hash)).await?);
    let hash = hasher.hash(&password("nul\0one")).await?;
    assert!(!hasher.verify(&password("nul\0two"), Some(&hash)).await?);
    // A kept hash is verified by any hasher of the kind, so also after a new start.
    assert!(
        fixture
            .hasher()
            .verify(&password("nul\0one"), Some(&hash))
            .await?
    );
    Ok(())
}

async fn two_hashes_of_one_password_differ(fixture: Arc<dyn HasherFixture>) -> Outcome {
    let hasher = fixture.hasher();
    let one = hasher.hash(&password("la misma")).await?;
    let two = hasher.hash(&password("la misma")).await?;
    let three = fixture.hasher().hash(&password("la misma")).await?;
    assert!(one.expose() != two.expose() && one.expose() != three.expose() && two.expose() != three.expose());
    for hash in [one, two, three] {
        assert!(
            !hash.expose().contains("la misma"),
            "the password stands in its hash"
        );
    }
    Ok(())
}

async fn nobodys_password_takes_the_same_work(fixture: Arc<dyn HasherFixture>) -> Outcome {
    let hasher = fixture.hasher();
    for typed in ["la misma", "x", "password"] {
        assert!(!hasher.verify(&password(typed), None).await?);
    }
    // Work that takes up room is work that is done: as much for nobody as for somebody.
    let typed = password("la misma");
    let hash = fixture.hasher().hash(&typed).await?;
    for against in [None, Some(&hash)] {
        let hasher = fixture.narrow_hasher();
        let answers = side_by_side((0..CROWD).map(|_| hasher.verify(&typed, against))).await;
        let done = refused_apart(answers)?;
        assert!(done.iter().all(|&right| right == against.is_some()));
        assert!(!done.is_empty(), "nothing was done at all");
        assert!(
            done.len() < CROWD,
            "{CROWD} verifications found room in a narrow hasher"
        );
    }
    Ok(())
}

async fn a_damaged_hash_verifies_nothing(fixture: Arc<dyn HasherFixture>) -> Outcome {
    let hasher = fixture.hasher();
    let typed = password("la misma");
    let hash = hasher.hash(&typed).await?;
    let whole = hash.expose();
    let mut damaged = vec![
        String::new(),
        "la misma".to_owned(),
        "$".to_owned(),
        "$$$$$".to_owned(),
        "$argon2id$v=19$m=0,t=0,p=0$$".to_owned(),
        "$argon2id$v=19$m=4294967295,t=1,p=1$c2FsdHNhbHQ$aGFzaGhhc2g".to_owned(),
        "\0 ñ 😀".to_owned(),
        whole.to_uppercase(),
        whole.replace('$', ""),
    ];
    let cuts = [
        1,
        whole.len() / 4,
        whole.len() / 2,
        whole.len() * 3 / 4,
        whole.len() - 4,
    ];
    damaged.extend(cuts.iter().filter_map(|&cut| whole.get(..cut)).map(str::to_owned));
    // The first character of the last part: the last one may carry bits that mean nothing.
    let last_part = whole.rfind('$').map_or(0, |at| at + 1);
    for (at, c) in whole.char_indices().filter(|&(at, _)| at == 1 || at == last_part) {
        let other = if c == 'A' { 'B' } else { 'A' };
        damaged.push(format!("{}{other}{}", &whole[..at], &whole[at + c.len_utf8()..]));
    }
    for text in damaged {
        let damaged = PasswordHash::new(text.clone());
        assert!(!hasher.verify(&typed, Some(&damaged)).await?, "{text:?} verified");
    }
    assert!(hasher.verify(&typed, Some(&hash)).await?);
    Ok(())
}

async fn more_work_than_fits_is_refused_at_once(fixture: Arc<dyn HasherFixture>) -> Outcome {
    let hasher = fixture.narrow_hasher();
    let typed = password("la misma");
    let done = refused_apart(side_by_side((0..CROWD).map(|_| hasher.hash(&typed))).await)?;
    assert!(!done.is_empty(), "nothing was done at all");
    assert!(
        done.len() < CROWD,
        "{CROWD} computations found room in a narrow hasher"
    );
    for hash in done {
        assert!(
            hasher.verify(&typed, Some(&hash)).await?,
            "there is room again when the work is done"
        );
    }
    // Whoever goes away leaves the room to others, as soon as what was begun has ended.
    let mut left: Vec<_> = (0..CROWD).map(|_| hasher.hash(&typed)).collect();
    poll_fn(|cx| {
        for call in &mut left {
            let _ = call.as_mut().poll(cx);
        }
        Poll::Ready(())
    })
    .await;
    drop(left);
    for _ in 0..30_000 {
        match hasher.hash(&typed).await {
            Err(StoreError::Unavailable(_)) => tokio::time::sleep(Duration::from_millis(1)).await,
            answer => return answer.map(drop).map_err(Into::into),
        }
    }
    panic!("the calls that were left never gave their room back");
}

/// Runs calls side by side in one task, each begun before the first can have been answered.
async fn side_by_side<T>(
    calls: impl Iterator<Item = Pin<Box<dyn Future<Output = T> + Send + '_>>>,
) -> Vec<T> {
    let mut calls: Vec<_> = calls.map(|call| (call, None)).collect();
    poll_fn(|cx| {
        for (call, answer) in calls.iter_mut().filter(|(_, answer)| answer.is_none()) {
            if let Poll::Ready(ready) = call.as_mut().poll(cx) {
                *answer = Some(ready);
            }
        }
        match calls.iter().all(|(_, answer)| answer.is_some()) {
            true => Poll::Ready(()),
            false => Poll::Pending,
        }
    })
    .await;
    calls.into_iter().filter_map(|(_, answer)| answer).collect()
}

/// The answers of the calls that were not refused for want of room.
fn refused_apart<T>(answers: Vec<StoreResult<T>>) -> StoreResult<Vec<T>> {
    answers
        .into_iter()
        .filter(|answer| !matches!(answer, Err(StoreError::Unavailable(_))))
        .collect()
}
