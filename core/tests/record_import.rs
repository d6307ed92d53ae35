//! Bringing records in (contract section 6).

mod support;

use ba360_core::{
    access::{NewUser, Password, UserName},
    record::{BadRow, CaseForm, DetailsProblem, ImportError, ImportKey, ImportRow, Imported},
    text::Coded,
};
use jiff::SignedDuration;
use support::House;

fn row<const N: usize>(texts: [&str; N]) -> [String; N] {
    texts.map(str::to_owned)
}

#[tokio::test]
async fn a_row_is_made_then_the_same_then_changed() {
    let house = House::new().await;
    let import = async |row| {
        house
            .app
            .import
            .run(&house.agent, vec![row])
            .await
            .unwrap()
            .remove(0)
            .unwrap()
    };
    let Imported::Made(id) = import(ImportRow::Contact(row(["1-9", "Ana", "", "", ""]))).await else {
        panic!("not made")
    };
    assert_eq!(
        import(ImportRow::Contact(row(["1-9", "Ana", "", "", ""]))).await,
        Imported::Same(id.clone())
    );
    assert_eq!(
        import(ImportRow::Contact(row(["19", "Ana Soto", "", "", ""]))).await,
        Imported::Changed(id)
    );
    let account = ImportRow::Account(row(["2-7", "", "Áridos", "", ""]));
    assert!(matches!(import(account.clone()).await, Imported::Made(_)));
    assert!(matches!(import(account).await, Imported::Same(_)));
    let membership = ImportRow::Membership(row(["1-9", "27"]));
    assert!(matches!(
        import(membership.clone()).await,
        Imported::Made(_) | Imported::Changed(_)
    ));
    assert!(matches!(import(membership).await, Imported::Same(_)));
    let case = ImportRow::Case(row(["210112-000004", "1-9", "2-7", "Call", "Consulta"]));
    assert!(matches!(import(case.clone()).await, Imported::Made(_)));
    assert!(matches!(import(case).await, Imported::Same(_)));
}

#[tokio::test]
async fn a_bad_row_hinders_no_other() {
    let house = House::new().await;
    let rows = vec![
        ImportRow::Contact(row(["1-9", "Ana", "", "", ""])),
        ImportRow::Contact(row(["", "Eva", "", "", ""])),
        ImportRow::Contact(row(["2-7", "a\0b", "", "", ""])),
        ImportRow::Contact(row(["3-5", "Eva", "", "", ""])),
    ];
    let outcomes = house.app.import.run(&house.agent, rows).await.unwrap();
    assert!(matches!(outcomes[0], Ok(Imported::Made(_))) && matches!(outcomes[3], Ok(Imported::Made(_))));
    assert_eq!(outcomes[1], Err(BadRow::NoIdentifier));
    assert!(
        matches!(outcomes[2], Err(BadRow::Details(bad)) if bad.problem == DetailsProblem::ControlCharacter)
    );
    let rows = vec![
        ImportRow::Membership(row(["1-9", "9-9"])),
        ImportRow::Case(row(["210112-000000", "8-8", "", "Voz", ""])),
        ImportRow::Case(row(["210112", "1-9", "", "Voz", ""])),
        ImportRow::Case(row(["210112-000000", "1-9", "", "Paloma", ""])),
        ImportRow::Case(row(["210112-000000", "", "", "Voz", ""])),
        ImportRow::Case(row(["210112-000001", "1-9", "", "", "Sin canal"])),
    ];
    let outcomes = house.app.import.run(&house.agent, rows).await.unwrap();
    let errors: Vec<_> = outcomes
        .iter()
        .map(|outcome| outcome.as_ref().err().copied())
        .collect();
    let expected = [
        Some(BadRow::UnknownAccount),
        Some(BadRow::UnknownContact),
        Some(BadRow::CaseNumber),
        Some(BadRow::Channel),
        Some(BadRow::NoIdentifier),
        None,
    ];
    assert_eq!(errors, expected);
    assert!(errors.iter().flatten().all(|bad| bad.code().as_str().len() > 4));
}

#[tokio::test]
async fn an_identifier_that_is_only_contained_in_another_is_not_it() {
    let house = House::new().await;
    house.contact(["12.345.678-5", "Ana", "", "", ""]).await;
    let rows = vec![ImportRow::Case(row(["210112-000000", "345678", "", "Voz", ""]))];
    let outcomes = house.app.import.run(&house.agent, rows).await.unwrap();
    assert_eq!(outcomes[0], Err(BadRow::UnknownContact));
}

#[tokio::test]
async fn the_sequence_of_a_day_goes_on_behind_an_import() {
    let house = House::new().await;
    let contact = house.contact(["1-9", "Ana", "", "", ""]).await;
    let today = ba360_core::record::Day::at(house.ports.clock.now(), &house.instance.time_zone);
    let number = format!("{:06}-000041", today.number());
    let rows = vec![ImportRow::Case(row([&number, "1-9", "", "Voz", ""]))];
    house.app.import.run(&house.agent, rows).await.unwrap();
    let form = CaseForm {
        contact,
        account: None,
        interaction: None,
        channel: Some(ba360_core::link::Channel::Voice),
        subject: String::new(),
    };
    let made = house.app.create_case.run(&house.agent, form).await.unwrap();
    assert_eq!(made.case.number.sequence(), 42);
    let file = house
        .app
        .view_case
        .run(&house.agent, made.case.number)
        .await
        .unwrap();
    assert_eq!(file.case, made.case);
}

#[tokio::test]
async fn an_import_can_be_gone_on_with_for_thirty_days_after_its_last_batch() {
    let house = House::new().await;
    let progress = &house.app.import_progress;
    let (day, key) = (SignedDuration::from_hours(24), ImportKey([7; 32]));
    assert_eq!(progress.begin(&house.agent, key).await.unwrap(), 0);
    house.doubles.clock.advance(20 * day);
    progress.note(&house.agent, key, 500).await.unwrap();
    house.doubles.clock.advance(30 * day);
    assert_eq!(progress.begin(&house.agent, key).await.unwrap(), 500);
    let neighbour = house.neighbour().await;
    assert_eq!(progress.begin(&neighbour, key).await.unwrap(), 0);
    house.doubles.clock.advance(SignedDuration::from_millis(1));
    assert_eq!(progress.begin(&house.agent, key).await.unwrap(), 0);
    progress.note(&house.agent, key, 1_000).await.unwrap();
    progress.forget(&house.agent, key).await.unwrap();
    assert_eq!(progress.begin(&house.agent, key).await.unwrap(), 0);
}

#[tokio::test]
async fn who_may_not_bring_records_in_neither_begins_nor_notes_nor_forgets_an_import() {
    let house = House::new().await;
    let password = Password::new("secreta").unwrap();
    let new = NewUser {
        name: UserName::new("nadie").unwrap(),
        password: house.ports.hasher.hash(&password).await.unwrap(),
        role: None,
        at: house.ports.clock.now(),
    };
    let users = &house.ports.users;
    users.insert_if_absent(house.instance.id, new).await.unwrap();
    let (_, nobody) = house
        .app
        .sign_in
        .run(&house.visit(), "nadie", "secreta", None)
        .await
        .unwrap();
    let (progress, key) = (&house.app.import_progress, ImportKey([7; 32]));
    progress.begin(&house.agent, key).await.unwrap();
    progress.note(&house.agent, key, 5).await.unwrap();
    let refused = [
        progress.begin(&nobody, key).await.map(drop),
        progress.note(&nobody, key, 9).await,
        progress.forget(&nobody, key).await,
        house.app.import.run(&nobody, Vec::new()).await.map(drop),
    ];
    assert!(
        refused.iter().all(|it| matches!(it, Err(ImportError::Denied(_)))),
        "{refused:?}"
    );
    assert_eq!(progress.begin(&house.agent, key).await.unwrap(), 5);
}
