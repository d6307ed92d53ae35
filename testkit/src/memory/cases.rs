use super::{Kept, Memory};
use async_trait::async_trait;
use ba360_core::{
    instance::InstanceId,
    record::{
        Case, CaseCreation, CaseImport, CaseNumber, Cases, CasesOf, Day, Found, NewCase, PageRequest, Saved,
    },
    store::{StoreError, StoreResult},
};

/// A case.
pub(super) struct CaseRow {
    instance: InstanceId,
    case: Case,
}

impl Kept {
    fn cases_of(&self, instance: InstanceId) -> impl Iterator<Item = &Case> {
        self.cases
            .iter()
            .filter(move |row| row.instance == instance)
            .map(|row| &row.case)
    }

    /// The next number of a day; `None` when the day is full.
    fn next_number(&self, instance: InstanceId, day: Day) -> Option<CaseNumber> {
        let numbers = self
            .cases_of(instance)
            .map(|case| case.number)
            .filter(|number| number.day() == day);
        CaseNumber::new(
            day,
            numbers
                .map(CaseNumber::sequence)
                .max()
                .map_or(0, |highest| highest + 1),
        )
    }

    fn import(&mut self, instance: InstanceId, import: CaseImport) -> Saved {
        let CaseImport {
            number,
            contact,
            account,
            channel,
            subject,
            at,
        } = import;
        let key = number.to_string();
        let there = self
            .cases
            .iter_mut()
            .find(|row| row.instance == instance && row.case.number == number);
        let Some(CaseRow { case, .. }) = there else {
            let case = Case {
                number,
                contact,
                account,
                channel,
                interaction: None,
                subject,
                created_at: at,
                created_by: None,
            };
            self.cases.push(CaseRow { instance, case });
            return Saved::Made(key);
        };
        let imported = Case {
            contact,
            account,
            channel,
            subject,
            ..case.clone()
        };
        if *case == imported {
            return Saved::Same(key);
        }
        *case = imported;
        Saved::Changed(key)
    }
}

#[async_trait]
impl Cases for Memory {
    async fn case(&self, instance: InstanceId, number: CaseNumber) -> StoreResult<Option<Case>> {
        Ok(self
            .kept()
            .cases_of(instance)
            .find(|case| case.number == number)
            .cloned())
    }

    async fn cases(&self, instance: InstanceId, of: &CasesOf, page: PageRequest) -> StoreResult<Found<Case>> {
        let kept = self.kept();
        let belongs = |case: &&Case| match of {
            CasesOf::Contact(contact) => case.contact == *contact,
            CasesOf::Account(account) => case.account.as_ref() == Some(account),
            CasesOf::Interaction(reference) => {
                let own = case.interaction.as_ref();
                own.is_some_and(|own| own.reference == *reference)
            }
            CasesOf::Everybody => true,
        };
        let mut cases: Vec<_> = kept.cases_of(instance).filter(belongs).collect();
        cases.sort_by_key(|case| std::cmp::Reverse(case.number));
        Ok(Found::page_of(cases, page).map(Case::clone))
    }

    async fn create(&self, instance: InstanceId, new: NewCase) -> StoreResult<CaseCreation> {
        let mut kept = self.kept();
        if let Some(interaction) = &new.interaction {
            let same = |case: &&Case| {
                case.interaction
                    .as_ref()
                    .is_some_and(|it| it.reference == interaction.reference)
            };
            if let Some(case) = kept.cases_of(instance).find(same) {
                return Ok(CaseCreation {
                    case: case.clone(),
                    made: false,
                });
            }
        }
        let number = kept.next_number(instance, new.day).ok_or(StoreError::Conflict)?;
        let case = Case {
            number,
            contact: new.contact,
            account: new.account,
            channel: Some(new.channel),
            interaction: new.interaction,
            subject: new.subject,
            created_at: new.at,
            created_by: new.by,
        };
        kept.cases.push(CaseRow {
            instance,
            case: case.clone(),
        });
        Ok(CaseCreation { case, made: true })
    }

    async fn import(&self, instance: InstanceId, cases: Vec<CaseImport>) -> StoreResult<Vec<Saved>> {
        let mut kept = self.kept();
        Ok(cases
            .into_iter()
            .map(|case| kept.import(instance, case))
            .collect())
    }
}
