//! What a search finds, and in what order.

use super::{
    super::support::{NATIONAL, accounts, an_instance, contacts},
    Outcome, World, any_account, any_contact, at_places, found_accounts, found_contacts, in_field,
};
use ba360_core::record::{AccountDetails, ContactDetails, Field, SearchPlan};
use std::sync::Arc;

pub(super) async fn an_exact_match_hides_the_partial_ones(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ids = contacts(
        &world,
        instance,
        &[
            ["", "Ana María", "", "", ""],
            ["", "ÁNA", "", "", ""],
            ["", "Anabel", "", "ana@correo.cl", ""],
            ["", "", "@ana", "", ""],
            ["17.925.916-8", "", "", "", ""],
            ["117.925.916-8", "", "", "", "17925916"],
        ],
    )
    .await?;
    for (text, places) in [
        ("ana", &[1, 3][..]),
        ("ana m", &[0]),
        ("anab", &[2]),
        ("179259168", &[4]),
        ("17.925.916-8", &[4]),
        ("17925916", &[5]),
        ("7925916", &[5, 4]),
        ("ana@correo.c", &[2]),
        ("", &[]),
        ("nobody", &[]),
    ] {
        let found = found_contacts(&world, instance, &any_contact(text)).await?;
        assert_eq!(found, at_places(&ids, places), "{text:?}");
    }
    // A value that matches exactly hides what another value of the same search matches in part.
    let both = SearchPlan::each_field([(Field::Name, "anab"), (Field::SocialId, "ana")], NATIONAL);
    assert_eq!(
        found_contacts(&world, instance, &both).await?,
        at_places(&ids, &[3])
    );
    let nothing = SearchPlan { criteria: Vec::new() };
    assert_eq!(found_contacts(&world, instance, &nothing).await?, []);

    let ids = accounts(
        &world,
        instance,
        &[
            ["", "", "Panadería Ana SpA", "", ""],
            ["", "", "", "panadería", ""],
            ["", "", "", "", "Panadería 7"],
        ],
    )
    .await?;
    for (text, places) in [
        ("panaderia", &[1][..]),
        ("panaderi", &[0, 1, 2]),
        ("PANADERÍA  ANA", &[0]),
    ] {
        let found = found_accounts(&world, instance, &any_account(text)).await?;
        assert_eq!(found, at_places(&ids, places), "{text:?}");
    }
    assert_eq!(found_accounts(&world, instance, &nothing).await?, []);
    Ok(())
}

pub(super) async fn each_field_is_searched_by_its_own_criterion(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    // The same text in each field of a record of its own.
    let text = "123456789";
    let one_each: [[&str; 5]; 5] =
        std::array::from_fn(|n| std::array::from_fn(|m| if n == m { text } else { "" }));
    let ids = contacts(&world, instance, &one_each).await?;
    for (place, field) in ContactDetails::FIELDS.into_iter().enumerate() {
        for text in [text, "2345678"] {
            let found = found_contacts(&world, instance, &in_field(field, text)).await?;
            assert_eq!(found, [ids[place].clone()], "{field} {text}");
        }
    }
    assert_eq!(found_contacts(&world, instance, &any_contact(text)).await?, ids);
    assert_eq!(
        found_contacts(&world, instance, &any_contact("2345678")).await?,
        ids
    );

    let ids = accounts(&world, instance, &one_each).await?;
    for (place, field) in AccountDetails::FIELDS.into_iter().enumerate() {
        for text in [text, "2345678"] {
            let found = found_accounts(&world, instance, &in_field(field, text)).await?;
            assert_eq!(found, [ids[place].clone()], "{field} {text}");
        }
    }
    assert_eq!(found_accounts(&world, instance, &any_account(text)).await?, ids);
    assert_eq!(
        found_accounts(&world, instance, &any_account("2345678")).await?,
        ids
    );
    Ok(())
}

pub(super) async fn more_matched_fields_come_first_then_the_oldest(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ids = contacts(
        &world,
        instance,
        &[
            ["", "Ana", "", "", ""],
            ["", "Ana", "", "ana@x.cl", ""],
            ["", "", "", "", "998874563"],
            ["", "Ana", "", "ana@x.cl", "998874563"],
            ["", "", "", "ana@x.cl", "+56998874563"],
            ["", "Eva", "", "eva@x.cl", "998874564"],
        ],
    )
    .await?;
    for texts in [["ana", "ana@x.cl", "998874563"], ["an", "na@x.c", "874563"]] {
        let each = [Field::Name, Field::Email, Field::Phone].into_iter().zip(texts);
        let plan = SearchPlan::each_field(each, NATIONAL);
        let found = found_contacts(&world, instance, &plan).await?;
        assert_eq!(found, at_places(&ids, &[3, 1, 4, 0, 2]), "{texts:?}");
    }

    let ids = accounts(
        &world,
        instance,
        &[
            ["", "", "", "", "panes"],
            ["", "", "panes", "panes", ""],
            ["panes", "", "", "", ""],
            ["panes", "panes", "panes", "panes", "panes"],
            ["", "panes", "", "", "panes"],
        ],
    )
    .await?;
    for text in ["panes", "pane", "ane"] {
        let found = found_accounts(&world, instance, &any_account(text)).await?;
        assert_eq!(found, at_places(&ids, &[3, 1, 4, 0, 2]), "{text:?}");
    }
    Ok(())
}

pub(super) async fn words_match_by_their_beginnings_in_any_order(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ids = contacts(
        &world,
        instance,
        &[
            ["", "Ana María Núñez Soto", "", "", ""],
            ["", "MARÍA JOSÉ  SOTO", "", "", ""],
            ["", "Ximena", "@so", "so@maria.cl", ""],
        ],
    )
    .await?;
    for (text, places) in [
        ("soto mar", &[0, 1][..]),
        ("so", &[2]),
        ("so m", &[0, 1]),
        ("  SÓT   a ", &[0]),
        ("nunez ana", &[0]),
        ("s j m", &[1]),
        ("so so", &[0, 1]),
        ("sotos", &[]),
        ("soto ana x", &[]),
        ("ot", &[]),
        ("aria ana", &[]),
    ] {
        let found = found_contacts(&world, instance, &any_contact(text)).await?;
        assert_eq!(found, at_places(&ids, places), "{text:?}");
    }
    for (field, text) in [
        (Field::Email, "so m"),
        (Field::SocialId, "s"),
        (Field::Identifier, "so"),
    ] {
        assert_eq!(
            found_contacts(&world, instance, &in_field(field, text)).await?,
            [],
            "{field} is no name"
        );
    }

    let ids = accounts(
        &world,
        instance,
        &[
            ["", "Ana", "Soto Hermanos", "", ""],
            ["", "Soto Ana", "", "", ""],
            ["", "", "Ana Soto", "ana soto ltda", ""],
            ["", "", "", "xana xsoto", "ana soto"],
        ],
    )
    .await?;
    for (text, places) in [
        ("sot an", &[1, 2][..]),
        ("an her", &[]),
        ("he so", &[0]),
        ("s", &[0, 1, 2]),
    ] {
        let found = found_accounts(&world, instance, &any_account(text)).await?;
        assert_eq!(
            found,
            at_places(&ids, places),
            "{text:?}: all the words in one name"
        );
    }
    Ok(())
}

pub(super) async fn a_part_of_a_field_is_found(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let ids = contacts(
        &world,
        instance,
        &[
            [
                "17.925.916-K",
                "Ana Núñez",
                "@ana.soto",
                "x😀😀y@Correo.cl",
                "+56 9 9887 4563",
            ],
            ["2-7", "Eva", "@eva", "eva@x.com", "221334477"],
        ],
    )
    .await?;
    for (field, text, found) in [
        (Field::Identifier, "925.916", true),
        (Field::Identifier, "6-k", false),
        (Field::Identifier, "16-k", true),
        (Field::Name, "ÚÑE", true),
        (Field::Name, "a nu", true),
        (Field::Name, "ñe", false),
        (Field::SocialId, "a.s", true),
        (Field::SocialId, ".s", false),
        (Field::Email, "@CORREO", true),
        (Field::Email, "😀😀", false),
        (Field::Email, "😀😀y", true),
        (Field::Phone, "8874", true),
        (Field::Phone, "569 98", true),
        (Field::Phone, "88", false),
        (Field::Phone, "4-5-6", true),
    ] {
        let expected = if found { &ids[..1] } else { &[] };
        assert_eq!(
            found_contacts(&world, instance, &in_field(field, text)).await?,
            expected,
            "{field} {text}"
        );
        if field != Field::Phone {
            let found = found_contacts(&world, instance, &any_contact(text)).await?;
            assert_eq!(found, expected, "{text} in any field");
        }
    }

    let texts = [
        "76.123.456-7",
        "Ana Núñez",
        "Panadería SpA",
        "Venta de pan",
        "Calle Ñandú 742",
    ];
    let ids = accounts(
        &world,
        instance,
        &[texts, ["2-7", "Eva", "Eva SpA", "Nada", "Otra 1"]],
    )
    .await?;
    for (field, text, found) in [
        (Field::Identifier, "3.45", true),
        (Field::Representative, "ñez", true),
        (Field::LegalName, "ADERÍA S", true),
        (Field::BusinessLine, "a  de P", true),
        (Field::BusinessLine, "nt", false),
        (Field::Address, "ndu 7", true),
        (Field::Address, "ca", false),
    ] {
        let expected = if found { &ids[..1] } else { &[] };
        assert_eq!(
            found_accounts(&world, instance, &in_field(field, text)).await?,
            expected,
            "{field} {text}"
        );
    }
    Ok(())
}

pub(super) async fn wildcards_are_letters(world: Arc<World>) -> Outcome {
    let instance = an_instance(&world).await?;
    let names = [
        "100% real",
        "100 real",
        "a_b one",
        "axb one",
        "x*y two",
        "xzy two",
        "it's me",
        "its me",
        "quo\"te",
        "back\\slash",
        "what?no",
        "whatsno",
        "[abc]",
        "(p|q)",
        "semi;colon",
        "a\\_b",
        "-- dash",
        "NOT near",
    ];
    let texts: Vec<[&str; 5]> = names.iter().map(|&name| ["", name, "", "", ""]).collect();
    let ids = contacts(&world, instance, &texts).await?;
    let texts: Vec<[&str; 5]> = names.iter().map(|&name| ["", "", "", "", name]).collect();
    let account_ids = accounts(&world, instance, &texts).await?;
    for text in [
        "00%",
        "100%",
        "%",
        "%%%",
        "a%b",
        "a_b",
        "_",
        "___",
        "_b o",
        "x*y",
        "x*",
        "*",
        "***",
        "it's",
        "t's",
        "'",
        "'''",
        "' or '1'='1",
        "quo\"",
        "o\"t",
        "\"",
        "\"quo\"",
        "back\\",
        "k\\s",
        "\\",
        "\\\\\\",
        "\\%",
        "\\_b",
        "a\\_b",
        "t?n",
        "what?",
        "???",
        "[abc]",
        "[a-c]",
        "abc",
        "p|q",
        "(p|",
        "a|b",
        ";co",
        "--",
        "-- d",
        "NOT",
        "not",
        "OR",
        "real OR one",
        "ne^2",
        "one*",
        "{",
        "$1",
        ":a",
        "@",
    ] {
        // What an ordinary comparison of the names says: the whole first, then the beginnings of words and parts.
        let folded = text.to_lowercase();
        let words_of = |text: &str| -> Vec<String> {
            let words = text
                .split(|c: char| !c.is_alphanumeric())
                .filter(|word| !word.is_empty());
            words.map(str::to_owned).collect()
        };
        let words = words_of(&folded);
        let begins = |name: &str| {
            let of_name = words_of(name);
            !words.is_empty()
                && words
                    .iter()
                    .all(|word| of_name.iter().any(|it| it.starts_with(word)))
        };
        let is_part = |name: &str| folded.chars().count() >= 3 && name.contains(&folded);
        let all = names.map(str::to_lowercase);
        let places = |matches: &dyn Fn(&str) -> bool| -> Vec<usize> {
            (0..all.len()).filter(|&at| matches(&all[at])).collect()
        };
        let or_else = |first: Vec<usize>, then: Vec<usize>| if first.is_empty() { then } else { first };
        let whole = places(&|name| name == folded);
        let expected = or_else(whole.clone(), places(&|name| begins(name) || is_part(name)));
        let found = found_contacts(&world, instance, &in_field(Field::Name, text)).await?;
        assert_eq!(found, at_places(&ids, &expected), "{text:?} in names");
        let expected = or_else(whole, places(&is_part));
        let found = found_accounts(&world, instance, &in_field(Field::Address, text)).await?;
        assert_eq!(found, at_places(&account_ids, &expected), "{text:?} in addresses");
    }
    Ok(())
}
