//! Random records and random searches, against the plan's own scores.

use super::{
    super::support::{NATIONAL, account_details, contact_details, made, page, two_instances},
    Outcome, World,
    dice::Dice,
};
use ba360_core::{
    instance::InstanceId,
    record::{
        AccountDetails, AccountId, ContactDetails, ContactId, Field, FieldSet, Found, PageRequest, PageSize,
        RecordChange, Saved, SearchIndex, SearchPlan, Stage, Total,
    },
    store::StoreResult,
};
use std::{cmp::Reverse, sync::Arc};

/// How many records of each kind there are.
const RECORDS: usize = 300;
/// How often they are searched and then changed.
const ROUNDS: usize = 3;
/// How many searches a round has.
const SEARCHES: usize = 150;
/// How many changes a round has.
const CHANGES: usize = 60;

pub(super) async fn a_search_finds_what_the_plan_scores(world: Arc<World>) -> Outcome {
    let [instance, other] = two_instances(&world).await?;
    for kind in [Kind::Contacts, Kind::Accounts] {
        // Another instance's records are in nobody's way.
        let mut dice = Dice::new(1);
        let noise = (0..50).map(|_| kind.make(&dice.record(kind.fields()))).collect();
        made(&world, other, noise).await?;

        let mut dice = Dice::new(2);
        let all: Vec<_> = (0..RECORDS).map(|_| dice.record(kind.fields())).collect();
        let ids = made(
            &world,
            instance,
            all.iter().map(|texts| kind.make(texts)).collect(),
        )
        .await?;
        let mut model: Vec<_> = ids
            .into_iter()
            .zip(all)
            .map(|(id, texts)| kind.row(id, texts))
            .collect();
        let mut searched = Tally::default();
        for _ in 0..ROUNDS {
            for _ in 0..SEARCHES {
                let plan = plan(kind, &mut dice, &model);
                let size = *dice.one_of(&PageSize::ALL);
                compare(&world, instance, kind, &plan, size, &model, &mut searched).await?;
            }
            for _ in 0..CHANGES {
                change(&world, instance, kind, &mut dice, &mut model).await?;
            }
        }
        let fewest = searched.exact.min(searched.partial).min(searched.nothing);
        assert!(fewest >= SEARCHES / 5, "{kind:?}: {searched:?}");
    }
    Ok(())
}

/// What the searches were about: so many of each kind that the case is worth something.
#[derive(Debug, Default)]
struct Tally {
    exact: usize,
    partial: usize,
    nothing: usize,
}

type Texts = [String; 5];

/// What the port should know of a record.
struct Row {
    id: String,
    texts: Texts,
    index: SearchIndex,
}

#[derive(Clone, Copy, Debug)]
enum Kind {
    Contacts,
    Accounts,
}

impl Kind {
    fn fields(self) -> [Field; 5] {
        match self {
            Self::Contacts => ContactDetails::FIELDS,
            Self::Accounts => AccountDetails::FIELDS,
        }
    }

    fn index(self, texts: &Texts) -> SearchIndex {
        let texts = texts.each_ref().map(String::as_str);
        match self {
            Self::Contacts => SearchIndex::of_contact(&contact_details(texts), NATIONAL),
            Self::Accounts => SearchIndex::of_account(&account_details(texts), NATIONAL),
        }
    }

    fn row(self, id: String, texts: Texts) -> Row {
        let index = self.index(&texts);
        Row { id, texts, index }
    }

    fn make(self, texts: &Texts) -> RecordChange {
        let (index, texts) = (self.index(texts), texts.each_ref().map(String::as_str));
        match self {
            Self::Contacts => RecordChange::MakeContact(contact_details(texts), index),
            Self::Accounts => RecordChange::MakeAccount(account_details(texts), index),
        }
    }

    fn upsert(self, texts: &Texts) -> RecordChange {
        let (index, texts) = (self.index(texts), texts.each_ref().map(String::as_str));
        match self {
            Self::Contacts => RecordChange::UpsertContact(contact_details(texts), index),
            Self::Accounts => RecordChange::UpsertAccount(account_details(texts), index),
        }
    }

    fn edit(self, id: &str, version: i64, texts: &Texts) -> RecordChange {
        let (index, texts) = (self.index(texts), texts.each_ref().map(String::as_str));
        match self {
            Self::Contacts => {
                RecordChange::EditContact(ContactId(id.to_owned()), version, contact_details(texts), index)
            }
            Self::Accounts => {
                RecordChange::EditAccount(AccountId(id.to_owned()), version, account_details(texts), index)
            }
        }
    }

    /// A page of what the port finds: each record's key, version and texts.
    async fn find(
        self,
        world: &World,
        instance: InstanceId,
        plan: &SearchPlan,
        page: PageRequest,
    ) -> StoreResult<Found<(String, i64, Texts)>> {
        let records = &world.stores.records;
        let text = |value: Option<&str>| value.unwrap_or_default().to_owned();
        Ok(match self {
            Self::Contacts => records.find_contacts(instance, plan, page).await?.map(|it| {
                let texts = self.fields().map(|field| text(it.details.get(field)));
                (it.id.0, it.version, texts)
            }),
            Self::Accounts => records.find_accounts(instance, plan, page).await?.map(|it| {
                let texts = self.fields().map(|field| text(it.details.get(field)));
                (it.id.0, it.version, texts)
            }),
        })
    }

    async fn version(self, world: &World, instance: InstanceId, id: &str) -> StoreResult<i64> {
        let (records, page) = (&world.stores.records, PageRequest::default());
        let version = match self {
            Self::Contacts => {
                let file = records.contact(instance, &ContactId(id.to_owned()), page).await?;
                file.map(|file| file.contact.version)
            }
            Self::Accounts => {
                let file = records.account(instance, &AccountId(id.to_owned()), page).await?;
                file.map(|file| file.account.version)
            }
        };
        Ok(version.expect("the record is there"))
    }
}

/// A search: mostly made of what is there, whole, mangled or cut.
fn plan(kind: Kind, dice: &mut Dice, model: &[Row]) -> SearchPlan {
    let text = |dice: &mut Dice| {
        let row = dice.one_of(model);
        let text = dice.one_of(&row.texts).clone();
        dice.query(&text)
    };
    let mut criteria = Vec::new();
    if dice.chance(60) {
        let fields = match kind {
            Kind::Contacts => FieldSet::CONTACT,
            Kind::Accounts => FieldSet::ACCOUNT,
        };
        criteria.extend(SearchPlan::any_field(&text(dice), fields, NATIONAL).criteria);
    }
    if criteria.is_empty() || dice.chance(20) {
        for field in kind.fields() {
            if dice.chance(40) {
                let at = kind
                    .fields()
                    .iter()
                    .position(|it| *it == field)
                    .unwrap_or_default();
                let own = dice.one_of(model).texts[at].clone();
                let text = if dice.chance(70) {
                    dice.query(&own)
                } else {
                    text(dice)
                };
                criteria.extend(SearchPlan::each_field([(field, text.as_str())], NATIONAL).criteria);
            }
        }
    }
    SearchPlan { criteria }
}

/// Holds every page that the port answers against a look at each record.
async fn compare(
    world: &World,
    instance: InstanceId,
    kind: Kind,
    plan: &SearchPlan,
    size: PageSize,
    model: &[Row],
    searched: &mut Tally,
) -> Outcome {
    let matched = |stage| {
        let scored = model
            .iter()
            .filter_map(|row| Some((plan.score(stage, &row.index)?, row)));
        let mut scored: Vec<_> = scored.collect();
        scored.sort_by_key(|&(score, _)| Reverse(score));
        scored.into_iter().map(|(_, row)| row).collect::<Vec<_>>()
    };
    let exact = matched(Stage::Exact);
    let (stage, expected) = match exact.is_empty() {
        true => (Stage::Partial, matched(Stage::Partial)),
        false => (Stage::Exact, exact),
    };
    let total = Total::counted(expected.len());
    match stage {
        Stage::Exact => searched.exact += 1,
        Stage::Partial if expected.is_empty() => searched.nothing += 1,
        Stage::Partial => searched.partial += 1,
    }
    let mut found = Vec::new();
    for number in 1..=total.count.div_ceil(size.rows()).max(1) {
        let answer = kind.find(world, instance, plan, page(number, size)).await?;
        assert_eq!(
            (answer.total, answer.page),
            (total, page(number, size)),
            "{}",
            told(kind, plan)
        );
        found.extend(answer.items);
    }
    let expected: Vec<_> = expected.iter().map(|row| (&row.id, &row.texts)).collect();
    let found: Vec<_> = found.iter().map(|(id, _, texts)| (id, texts)).collect();
    assert_eq!(found, expected, "{stage:?} of {}", told(kind, plan));
    Ok(())
}

/// Edits, makes or upserts a record in the port and in the model.
async fn change(
    world: &World,
    instance: InstanceId,
    kind: Kind,
    dice: &mut Dice,
    model: &mut Vec<Row>,
) -> Outcome {
    let texts = dice.record(kind.fields());
    let identifier = kind.index(&texts).identifier().map(str::to_owned);
    let edited = dice.below(model.len());
    let (change, target) = match dice.below(3) {
        0 => {
            let id = &model[edited].id;
            let version = kind.version(world, instance, id).await?;
            (kind.edit(id, version, &texts), Some(edited))
        }
        1 if identifier.is_some() => {
            let same = |row: &Row| row.index.identifier() == identifier.as_deref();
            (kind.upsert(&texts), model.iter().position(same))
        }
        _ => (kind.make(&texts), None),
    };
    let saved = world.stores.records.save(instance, vec![change]).await?;
    match (&saved[..], target) {
        ([Saved::Made(id)], None) => model.push(kind.row(id.clone(), texts)),
        ([Saved::Changed(id) | Saved::Same(id)], Some(at)) if *id == model[at].id => {
            model[at] = kind.row(id.clone(), texts);
        }
        _ => panic!("a change of {texts:?} was answered {saved:?}"),
    }
    Ok(())
}

/// A plan with its texts, which its own `Debug` hides; these are nobody's.
fn told(kind: Kind, plan: &SearchPlan) -> String {
    let mut told = format!("{kind:?}:");
    for criterion in &plan.criteria {
        let probes = |probes: &[ba360_core::record::Probe]| {
            probes
                .iter()
                .map(|it| format!("{:?} in {:?}", it.text, it.fields))
                .collect::<Vec<_>>()
                .join(", ")
        };
        told.push_str(&format!(
            " [whole {}; words {:?}; parts {}]",
            probes(&criterion.whole),
            criterion.words,
            probes(&criterion.parts)
        ));
    }
    told
}
