//! What searches find where there is more than they count, and beside another company's data.
#![allow(
    clippy::unwrap_used,
    reason = "what a test cannot go on without, it fails for"
)]

mod common;

use ba360_core::{
    Stores,
    instance::InstanceId,
    record::{Field, FieldSet, Found, PageRequest, PageSize, SearchPlan},
};
use common::{Engine, NATIONAL, any, cases, each, first_page, instance, make_contact, run};
use std::process::ExitCode;

fn main() -> ExitCode {
    run(cases![
        a_record_behind_the_end_of_a_cut_list_is_ranked_by_all_its_fields,
        words_that_are_all_common_are_found_where_they_stand_together,
        many_words_of_one_beginning_in_one_name_count_once,
        pages_beyond_what_is_counted_are_the_last_that_is,
        another_companys_data_neither_shows_nor_counts,
        a_text_means_nothing_to_the_index_of_parts,
        a_field_is_searched_in_its_own_column,
    ])
}

/// Makes contacts in one call; the first has the key 1.
async fn contacts(stores: &Stores, instance: InstanceId, texts: impl IntoIterator<Item = [String; 5]>) {
    let changes = texts
        .into_iter()
        .map(|texts| make_contact(texts.each_ref().map(String::as_str)))
        .collect();
    stores.records.save(instance, changes).await.unwrap();
}

async fn find(stores: &Stores, instance: InstanceId, plan: &SearchPlan) -> Found<String> {
    find_page(stores, instance, plan, first_page()).await
}

async fn find_page(
    stores: &Stores,
    instance: InstanceId,
    plan: &SearchPlan,
    page: PageRequest,
) -> Found<String> {
    let found = stores.records.find_contacts(instance, plan, page).await.unwrap();
    found.map(|contact| contact.id.0)
}

fn named(name: impl Into<String>) -> [String; 5] {
    [
        String::new(),
        name.into(),
        String::new(),
        String::new(),
        String::new(),
    ]
}

async fn a_record_behind_the_end_of_a_cut_list_is_ranked_by_all_its_fields(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    let all = (1..=1_500).map(|n| {
        let all = "todos@correo.cl".to_owned();
        [format!("{n}-7"), String::new(), String::new(), all, String::new()]
    });
    contacts(&stores, one, all).await;
    let plan = each(&[(Field::Identifier, "1490-7"), (Field::Email, "todos@correo.cl")]);
    let found = find(&stores, one, &plan).await;
    assert_eq!(found.items[..3], ["1490", "1", "2"]);
    assert_eq!((found.total.count, found.total.exact), (1_000, false));
}

async fn words_that_are_all_common_are_found_where_they_stand_together(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    let names = (1..=3_000).map(|n| {
        named(match n {
            2_500 | 2_900 => "María de Soto".to_owned(),
            n if n % 2 == 0 => format!("María {n}"),
            n => format!("Soto {n}"),
        })
    });
    contacts(&stores, one, names).await;
    for text in ["maria soto", "soto mar", "so ma de"] {
        let found = find(&stores, one, &any(text)).await;
        assert_eq!(found.items, ["2500", "2900"], "{text}");
        assert!(found.total.exact, "{text}");
    }
    // Too short for the index of parts, and too common to be listed: those that were looked at, and no promise.
    let found = find(&stores, one, &any("ma so")).await;
    assert!(!found.total.exact);
}

async fn many_words_of_one_beginning_in_one_name_count_once(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    let names = (0..600).map(|n| named(format!("ana anabel anastasia anais{n}")));
    contacts(&stores, one, names).await;
    let found = find(&stores, one, &any("an")).await;
    assert_eq!((found.total.count, found.total.exact), (600, true));
    assert_eq!(found.items[0], "1");
}

async fn pages_beyond_what_is_counted_are_the_last_that_is(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    contacts(&stores, one, (0..1_200).map(|n| named(format!("Persona {n}")))).await;
    let last = PageRequest::new("999", PageSize::Fifty);
    for text in ["persona", "erson"] {
        let found = find_page(&stores, one, &any(text), last).await;
        assert_eq!((found.page.number(), found.items.len()), (20, 50), "{text}");
        assert_eq!(found.items[49], "1000", "{text}");
        assert!(!found.total.exact, "{text}");
    }
}

async fn another_companys_data_neither_shows_nor_counts(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let [one, two] = [instance(&stores, "one").await, instance(&stores, "two").await];
    contacts(&stores, one, (0..1_200).map(|n| named(format!("Persona {n}")))).await;
    contacts(&stores, two, [named("Persona de dos")]).await;
    contacts(&stores, one, (0..1_200).map(|n| named(format!("Persona {n}")))).await;
    for text in ["persona", "erson", "persona de", "persona de dos"] {
        let found = find(&stores, two, &any(text)).await;
        assert_eq!(found.items, ["1201"], "{text}");
        assert!(found.total.exact, "{text}");
    }
    let found = find(&stores, one, &any("persona de dos")).await;
    assert_eq!((found.items.len(), found.total.exact), (0, true));
}

async fn a_text_means_nothing_to_the_index_of_parts(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    let odd = r#"x"y" OR {name}:z* NEAR(a b) ^q -w AND NOT (v\'%_;--"#;
    contacts(&stores, one, [named("plain"), named(odd)]).await;
    let letters: Vec<char> = odd.chars().collect();
    for part in letters.windows(4).map(|part| part.iter().collect::<String>()) {
        let found = find(&stores, one, &any(&part)).await;
        if part.trim().chars().count() >= 3 {
            assert_eq!(found.items, ["2"], "{part:?}");
        }
        assert!(!found.items.contains(&"1".to_owned()), "{part:?}");
    }
}

async fn a_field_is_searched_in_its_own_column(engine: Engine) {
    let place = engine.migrated();
    let stores = place.open().stores();
    let one = instance(&stores, "one").await;
    let texts = [
        "17925916",
        "Ana 17925916",
        "@17925916",
        "17925916@x.cl",
        "56917925916",
    ];
    for n in 0..5 {
        let mut fields = [const { String::new() }; 5];
        fields[n] = texts[n].to_owned();
        contacts(&stores, one, [fields]).await;
    }
    let fields = [
        Field::Identifier,
        Field::Name,
        Field::SocialId,
        Field::Email,
        Field::Phone,
    ];
    for (n, field) in fields.into_iter().enumerate() {
        let found = find(&stores, one, &each(&[(field, "792591")])).await;
        assert_eq!(found.items, [(n + 1).to_string()], "{field}");
    }
    let all = SearchPlan::any_field("792591", FieldSet::CONTACT, NATIONAL);
    assert_eq!(find(&stores, one, &all).await.items.len(), 5);
}
