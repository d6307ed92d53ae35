//! The page's rules of search and of results, each by its number (contract section 2).

mod support;

use ba360_core::{
    access::Actor,
    link::Channel,
    record::{
        CaseForm, CaseNumber, ContactQuery, FoundRecords, Object, Opened, PageRequest, PageSize, RecordRef,
        SearchRequest, Total,
    },
};
use support::{House, keys, link};

async fn case_of(house: &House, contact: &ba360_core::record::ContactId) -> CaseNumber {
    let form = CaseForm {
        contact: contact.clone(),
        account: None,
        interaction: None,
        channel: Some(Channel::Chat),
        subject: "Consulta".to_owned(),
    };
    house
        .app
        .create_case
        .run(&house.agent, form)
        .await
        .expect("it is good")
        .case
        .number
}

/// A contact, an account and a case, each found by a value of its own.
async fn furnished() -> (House, RecordRef, RecordRef, CaseNumber) {
    let house = House::new().await;
    let contact = house
        .contact([
            "17.925.916-8",
            "Ana María Núñez",
            "@ana.nunez",
            "ana@correo.example",
            "+56 9 9887 4563",
        ])
        .await;
    let account = house
        .account([
            "76.123.456-0",
            "Pedro Rojas",
            "Áridos del Sur SpA",
            "Minería",
            "Av. Matta 123",
        ])
        .await;
    let case = case_of(&house, &contact).await;
    (
        house,
        RecordRef::Contact(contact),
        RecordRef::Account(account),
        case,
    )
}

#[tokio::test]
async fn search_rule_1_case_comes_before_account_before_contact() {
    let (house, contact, account, case) = furnished().await;
    let all = format!(r#"{{"contacto":"998874563","empresa":"Minería","caso":"{case}"}}"#);
    assert_eq!(house.open(&all).await, Opened::Record(RecordRef::Case(case)));
    let two = r#"{"contacto":"998874563","empresa":"Minería","caso":null}"#;
    assert_eq!(house.open(two).await, Opened::Record(account));
    let one = r#"{"contacto":"998874563","empresa":null,"caso":null}"#;
    assert_eq!(house.open(one).await, Opened::Record(contact));
}

#[tokio::test]
async fn search_rule_2_a_case_decides_even_when_it_finds_nothing() {
    let (house, ..) = furnished().await;
    let view = house
        .open_search(r#"{"contacto":"998874563","empresa":"Minería","caso":"991231-000000"}"#)
        .await;
    assert_eq!(view.request, SearchRequest::Cases("991231-000000".to_owned()));
    assert_eq!(view.found.total(), Total::counted(0));
}

#[tokio::test]
async fn search_rule_3_an_account_is_found_by_any_of_its_five_fields() {
    let (house, _, account, _) = furnished().await;
    for value in [
        "761234560",
        "pedro rojas",
        "aridos del sur spa",
        "mineria",
        "av. matta 123",
    ] {
        let criteria = format!(r#"{{"contacto":"998874563","empresa":"{value}"}}"#);
        assert_eq!(
            house.open(&criteria).await,
            Opened::Record(account.clone()),
            "{value}"
        );
    }
}

#[tokio::test]
async fn search_rule_4_a_contact_is_found_by_any_of_its_five_fields() {
    let (house, contact, ..) = furnished().await;
    for value in [
        "179259168",
        "ana maria nunez",
        "ana.nunez",
        "ANA@correo.example",
        "998874563",
        "tel:+56998874563",
    ] {
        let criteria = format!(r#"{{"contacto":"{value}"}}"#);
        assert_eq!(
            house.open(&criteria).await,
            Opened::Record(contact.clone()),
            "{value}"
        );
    }
}

#[tokio::test]
async fn result_rule_1_a_single_result_opens_its_record() {
    let (house, contact, account, case) = furnished().await;
    assert_eq!(
        house.open(r#"{"contacto":"179259168"}"#).await,
        Opened::Record(contact)
    );
    assert_eq!(
        house.open(r#"{"empresa":"761234560"}"#).await,
        Opened::Record(account)
    );
    assert_eq!(
        house.open(&format!(r#"{{"caso":"{case}"}}"#)).await,
        Opened::Record(RecordRef::Case(case))
    );
}

#[tokio::test]
async fn result_rule_2_no_result_shows_that_objects_search_with_the_value_and_no_rows() {
    let (house, ..) = furnished().await;
    for (criteria, request) in [
        (
            r#"{"contacto":"zzz"}"#,
            SearchRequest::Contacts(ContactQuery::any("zzz")),
        ),
        (r#"{"empresa":"zzz"}"#, SearchRequest::Accounts("zzz".to_owned())),
        (r#"{"caso":"zzz"}"#, SearchRequest::Cases("zzz".to_owned())),
    ] {
        let view = house.open_search(criteria).await;
        assert_eq!(view.request, request);
        assert!(keys(&view.found).is_empty() && view.found.total() == Total::counted(0));
    }
}

#[tokio::test]
async fn result_rule_3_several_results_show_the_first_ten_and_the_next_ten_on_the_next_page() {
    let house = House::new().await;
    let mut made = Vec::new();
    for n in 0..23 {
        made.push(
            house
                .contact([&format!("{n}"), "Ana Soto", "", "", ""])
                .await
                .to_string(),
        );
    }
    let view = house.open_search(r#"{"contacto":"ana soto"}"#).await;
    assert_eq!(
        view.request,
        SearchRequest::Contacts(ContactQuery::any("ana soto"))
    );
    assert_eq!(
        (keys(&view.found), view.found.total()),
        (
            made[..10].to_vec(),
            Total {
                count: 23,
                exact: true
            }
        )
    );
    for (number, rows) in [("2", &made[10..20]), ("3", &made[20..])] {
        let page = PageRequest::new(number, PageSize::Ten);
        let found = house
            .app
            .search
            .run(&house.agent, &view.request, page)
            .await
            .unwrap();
        assert_eq!(keys(&found), rows);
    }
}

#[tokio::test]
async fn the_agent_can_choose_twenty_or_fifty_a_page() {
    let house = House::new().await;
    for n in 0..60 {
        house.contact([&format!("{n}"), "Ana Soto", "", "", ""]).await;
    }
    let request = SearchRequest::Contacts(ContactQuery::any("soto"));
    for (size, rows) in [(PageSize::Ten, 10), (PageSize::Twenty, 20), (PageSize::Fifty, 50)] {
        let found = house
            .app
            .search
            .run(&house.agent, &request, PageRequest::first(size))
            .await
            .unwrap();
        assert_eq!(keys(&found).len(), rows);
    }
}

#[tokio::test]
async fn a_link_without_a_value_opens_the_contact_search_empty() {
    let (house, ..) = furnished().await;
    let view = house.open_search("{}").await;
    assert_eq!(view.request, SearchRequest::Contacts(ContactQuery::default()));
    assert!(keys(&view.found).is_empty() && view.lower.is_none());
}

#[tokio::test]
async fn the_earlier_fields_match_each_its_own_and_more_matches_come_first() {
    let house = House::new().await;
    let by_name = house.contact(["1", "Ana Soto", "", "", ""]).await.to_string();
    let by_both = house
        .contact(["2", "Ana Soto", "", "ana@correo.example", ""])
        .await
        .to_string();
    house.contact(["3", "otra", "Ana Soto", "", ""]).await;
    let view = house
        .open_search(r#"{"nombre":"ana soto","email":"ana@correo.example","telefono":""}"#)
        .await;
    assert_eq!(
        keys(&view.found),
        [by_both, by_name],
        "a name in another field does not count"
    );
}

#[tokio::test]
async fn an_exact_match_hides_the_partial_ones() {
    let house = House::new().await;
    let exact = house.contact(["1", "Ana", "", "", ""]).await;
    house.contact(["2", "Ana María", "", "", ""]).await;
    assert_eq!(
        house.open(r#"{"contacto":"ana"}"#).await,
        Opened::Record(RecordRef::Contact(exact))
    );
    let view = house.open_search(r#"{"contacto":"an"}"#).await;
    assert_eq!(
        keys(&view.found).len(),
        2,
        "with no exact match the beginnings of words are looked at"
    );
}

#[tokio::test]
async fn a_case_number_matches_whole_or_not_at_all() {
    let (house, _, _, case) = furnished().await;
    let number = case.to_string();
    let view = house
        .open_search(&format!(r#"{{"caso":"{}"}}"#, &number[..number.len() - 1]))
        .await;
    assert_eq!(view.found.total().count, 0);
}

#[tokio::test]
async fn an_empty_result_names_the_lower_parameter_that_would_have_found_something() {
    let (house, ..) = furnished().await;
    let view = house
        .open_search(r#"{"contacto":"998874563","empresa":"Minería","caso":"991231-000000"}"#)
        .await;
    let lower = view.lower.unwrap();
    assert_eq!(
        (lower.request, lower.total.count),
        (SearchRequest::Accounts("Minería".to_owned()), 1)
    );
    let view = house
        .open_search(r#"{"contacto":"998874563","empresa":"zzz"}"#)
        .await;
    assert_eq!(view.lower.unwrap().request.object(), Object::Contact);
    assert_eq!(
        house
            .open_search(r#"{"contacto":"zzz","empresa":"zzz"}"#)
            .await
            .lower,
        None
    );
}

#[tokio::test]
async fn another_companys_record_is_like_one_that_does_not_exist() {
    let (house, _, _, case) = furnished().await;
    let neighbour: Actor = house.neighbour().await;
    for criteria in [
        r#"{"contacto":"998874563"}"#.to_owned(),
        r#"{"empresa":"Minería"}"#.to_owned(),
        format!(r#"{{"caso":"{case}"}}"#),
    ] {
        match house
            .app
            .open_link
            .run(&neighbour, &link(&criteria))
            .await
            .unwrap()
        {
            Opened::Search(view) => assert_eq!(view.found.total(), Total::counted(0), "{criteria}"),
            Opened::Record(record) => panic!("{criteria} opened {record:?}"),
        }
    }
}

#[tokio::test]
async fn searches_without_a_text_show_no_contacts_and_no_accounts_but_the_newest_cases() {
    let (house, _, _, case) = furnished().await;
    let first = PageRequest::first(PageSize::Ten);
    let search = async |request| house.app.search.run(&house.agent, &request, first).await.unwrap();
    assert!(keys(&search(SearchRequest::Contacts(ContactQuery::any("  "))).await).is_empty());
    assert!(keys(&search(SearchRequest::Accounts(String::new())).await).is_empty());
    let FoundRecords::Cases(cases) = search(SearchRequest::Cases(String::new())).await else {
        panic!("no cases")
    };
    assert_eq!(cases.items.iter().map(|it| it.number).collect::<Vec<_>>(), [case]);
}

#[tokio::test]
async fn a_text_that_cannot_be_a_value_is_refused() {
    use ba360_core::text::{Code, Coded};
    let house = House::new().await;
    for (text, code) in [
        ("a".repeat(257), Code::ValueTooLong),
        ("a\0b".to_owned(), Code::ValueControlCharacter),
    ] {
        for request in [
            SearchRequest::Contacts(ContactQuery::any(text.clone())),
            SearchRequest::Accounts(text.clone()),
            SearchRequest::Cases(text.clone()),
        ] {
            let error = house
                .app
                .search
                .run(&house.agent, &request, PageRequest::default())
                .await
                .unwrap_err();
            assert_eq!(error.code(), code);
        }
    }
}
