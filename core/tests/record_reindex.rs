//! What becomes of the keys of phone numbers when the national length changes.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use async_trait::async_trait;
use ba360_core::{
    App,
    instance::{Instance, InstanceId, InstanceSettings, Instances, NationalLength, SettingsOutcome},
    record::{
        Account, AccountFile, AccountId, Contact, ContactFile, ContactId, ContactQuery, Found, PageRequest,
        RecordChange, Records, Saved, SearchPlan, SearchRequest,
    },
    store::StoreResult,
};
use std::sync::{
    Arc,
    atomic::{AtomicU32, Ordering::SeqCst},
};
use support::{House, keys};

async fn set_length(instances: &dyn Instances, instance: &Instance, digits: u8) {
    let settings = InstanceSettings {
        national_length: NationalLength::new(digits).unwrap(),
        ..InstanceSettings::of(instance)
    };
    let changed = instances
        .change(instance.id, instance.version, settings, true)
        .await;
    assert_eq!(changed.unwrap(), SettingsOutcome::Done);
}

/// Records that another server goes through for a newer length just before some of them are saved.
struct Overtaken {
    records: Arc<dyn Records>,
    other: App,
    house: House,
    saves: AtomicU32,
}

#[async_trait]
impl Records for Overtaken {
    async fn find_contacts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Contact>> {
        self.records.find_contacts(instance, plan, page).await
    }

    async fn find_accounts(
        &self,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<Account>> {
        self.records.find_accounts(instance, plan, page).await
    }

    async fn contact(
        &self,
        instance: InstanceId,
        id: &ContactId,
        accounts: PageRequest,
    ) -> StoreResult<Option<ContactFile>> {
        self.records.contact(instance, id, accounts).await
    }

    async fn account(
        &self,
        instance: InstanceId,
        id: &AccountId,
        contacts: PageRequest,
    ) -> StoreResult<Option<AccountFile>> {
        self.records.account(instance, id, contacts).await
    }

    async fn save(&self, instance: InstanceId, changes: Vec<RecordChange>) -> StoreResult<Vec<Saved>> {
        if self.saves.fetch_add(1, SeqCst) == 0 {
            let instances = &self.house.ports.stores.instances;
            let now = instances.all().await?.remove(0);
            set_length(&**instances, &now, 9).await;
            self.other.reindex.run(&self.house.operator).await?;
        }
        self.records.save(instance, changes).await
    }

    async fn contacts_after(
        &self,
        instance: InstanceId,
        after: Option<ContactId>,
        most: u32,
    ) -> StoreResult<Vec<Contact>> {
        self.records.contacts_after(instance, after, most).await
    }
}

#[tokio::test]
async fn whoever_is_overtaken_by_a_newer_length_leaves_no_key_of_the_older() {
    let house = House::new().await;
    let ana = house.contact(["1-9", "Ana", "", "", "2 2123 4567"]).await;
    let instances = house.ports.stores.instances.clone();
    set_length(&*instances, &house.instance, 8).await;
    let (app, operator, agent) = (house.app.clone(), house.operator.clone(), house.agent.clone());
    let mut ports = house.ports.clone();
    ports.stores.records = Arc::new(Overtaken {
        records: house.ports.stores.records.clone(),
        other: app.clone(),
        house,
        saves: AtomicU32::new(0),
    });
    App::new(ports).reindex.run(&operator).await.unwrap();
    let now = instances.all().await.unwrap().remove(0);
    assert_eq!(now.national_length.digits(), 9);
    let request = SearchRequest::Contacts(ContactQuery::any("+56 2 2123 4567"));
    let found = app
        .search
        .run(&agent, &request, PageRequest::default())
        .await
        .unwrap();
    assert_eq!(keys(&found), [ana.0]);
}
