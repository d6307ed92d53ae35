//! Bringing records in (contract section 6).

mod support;

use async_trait::async_trait;
use ba360_core::{
    App,
    access::{NewUser, Password, UserName},
    instance::InstanceId,
    record::{
        Account, AccountFile, AccountId, BadRow, CaseForm, Contact, ContactFile, ContactId, DetailsProblem,
        Found, ImportError, ImportKey, ImportRow, Imported, PageRequest, PageSize, RecordChange, Records,
        Saved, SearchPlan,
    },
    store::StoreResult,
    text::Coded,
};
use jiff::SignedDuration;
use std::sync::{Arc, Mutex};
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
async fn each_row_names_records_of_its_own_and_of_several_the_oldest() {
    let house = House::new().await;
    let contacts = ["1-9", "2-7", "1.9"].map(|identifier| house.contact([identifier, "Ana", "", "", ""]));
    let mut made = Vec::new();
    for contact in contacts {
        made.push(contact.await);
    }
    let accounts = [
        house.account(["3-5", "", "Panes", "", ""]).await,
        house.account(["1-9", "", "Tortas", "", ""]).await,
    ];
    let rows = vec![
        ImportRow::Membership(row(["19", "19"])),
        ImportRow::Membership(row(["2-7", "3-5"])),
        ImportRow::Membership(row(["2-7", "2-7"])),
        ImportRow::Membership(row(["8-8", ""])),
        ImportRow::Membership(row(["", "8-8"])),
        ImportRow::Membership(row(["1/9", "1.9"])),
    ];
    let outcomes = house.app.import.run(&house.agent, rows).await.unwrap();
    let expected = [
        Ok(Imported::Made(made[0].0.clone())),
        Ok(Imported::Made(made[1].0.clone())),
        Err(BadRow::UnknownAccount),
        Err(BadRow::UnknownContact),
        Err(BadRow::NoIdentifier),
        Ok(Imported::Same(made[0].0.clone())),
    ];
    assert_eq!(outcomes, expected);
    for (contact, account) in made.iter().zip([Some(&accounts[1]), Some(&accounts[0]), None]) {
        let file =
            house
                .ports
                .stores
                .records
                .contact(house.instance.id, contact, PageRequest::first(PageSize::Ten));
        let tied = file.await.unwrap().unwrap().accounts.items;
        assert!(tied.iter().map(|it| &it.id).eq(account));
    }
}

#[tokio::test]
async fn what_the_rows_of_a_batch_name_is_looked_up_at_once() {
    let house = House::new().await;
    let lookups = Arc::new(Lookups {
        records: house.ports.stores.records.clone(),
        sizes: Mutex::default(),
    });
    let mut ports = house.ports.clone();
    ports.stores.records = lookups.clone();
    let import = App::new(ports).import;
    let made = |n: u32| ImportRow::Contact(row([&format!("{n}-k"), "Ana", "", "", ""]));
    import
        .run(&house.agent, (0..100).map(made).collect())
        .await
        .unwrap();
    assert_eq!(*lookups.sizes.lock().unwrap(), [] as [usize; 0]);
    let named = |n: u32| {
        ImportRow::Case(row([
            &format!("210112-{n:06}"),
            &format!("{}-K", n % 100),
            "",
            "",
            "",
        ]))
    };
    let outcomes = import
        .run(&house.agent, (0..500).map(named).collect())
        .await
        .unwrap();
    assert!(
        outcomes
            .iter()
            .all(|outcome| matches!(outcome, Ok(Imported::Made(_))))
    );
    assert_eq!(*lookups.sizes.lock().unwrap(), [100]);
}

/// Records that tell of how many identifiers they were asked at once, and are not searched.
struct Lookups {
    records: Arc<dyn Records>,
    sizes: Mutex<Vec<usize>>,
}

impl Lookups {
    fn asked(&self, identifiers: &[String]) {
        self.sizes
            .lock()
            .expect("nobody panicked")
            .push(identifiers.len());
    }
}

#[async_trait]
impl Records for Lookups {
    async fn find_contacts(
        &self,
        _: InstanceId,
        _: &SearchPlan,
        _: PageRequest,
    ) -> StoreResult<Found<Contact>> {
        panic!("an import searches nothing")
    }

    async fn find_accounts(
        &self,
        _: InstanceId,
        _: &SearchPlan,
        _: PageRequest,
    ) -> StoreResult<Found<Account>> {
        panic!("an import searches nothing")
    }

    async fn identified_contacts(
        &self,
        instance: InstanceId,
        identifiers: Vec<String>,
    ) -> StoreResult<Vec<Option<ContactId>>> {
        self.asked(&identifiers);
        self.records.identified_contacts(instance, identifiers).await
    }

    async fn identified_accounts(
        &self,
        instance: InstanceId,
        identifiers: Vec<String>,
    ) -> StoreResult<Vec<Option<AccountId>>> {
        self.asked(&identifiers);
        self.records.identified_accounts(instance, identifiers).await
    }

    async fn contact(
        &self,
        _: InstanceId,
        _: &ContactId,
        _: PageRequest,
    ) -> StoreResult<Option<ContactFile>> {
        panic!("an import opens nothing")
    }

    async fn account(
        &self,
        _: InstanceId,
        _: &AccountId,
        _: PageRequest,
    ) -> StoreResult<Option<AccountFile>> {
        panic!("an import opens nothing")
    }

    async fn save(&self, instance: InstanceId, changes: Vec<RecordChange>) -> StoreResult<Vec<Saved>> {
        self.records.save(instance, changes).await
    }

    async fn contacts_after(&self, _: InstanceId, _: Option<ContactId>, _: u32) -> StoreResult<Vec<Contact>> {
        panic!("an import walks through nothing")
    }
}

#[tokio::test]
async fn the_sequence_of_a_day_goes_on_behind_an_import() {
    let house = House::new().await;
    let contact = house.contact(["1-9", "Ana", "", "", ""]).await;
    let today = ba360_core::record::Day::at(house.ports.secrets.clock.now(), &house.instance.time_zone);
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
        password: house.ports.secrets.hasher.hash(&password).await.unwrap(),
        role: None,
        at: house.ports.secrets.clock.now(),
    };
    let users = &house.ports.stores.users;
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
