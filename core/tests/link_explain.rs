//! What is said about a link to a person, and what is not.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use ba360_core::{
    link::{Explanation, Link, Summary},
    text::Language,
};
use serde_json::{Value, json};

fn explain(link: &str) -> Value {
    serde_json::to_value(Explanation::of(link.as_bytes(), Language::Spanish)).unwrap()
}

#[test]
fn a_good_link_is_told_value_by_value() {
    let link = r#"/integracionview/genesys/call/1/%7B%22contacto%22%3A%22%20Ana%20%22%2C%22empresa%22:"{{x}}"}/secreto?y"#;
    let told = explain(link);
    let at = |piece: &str| link.find(piece).unwrap();
    assert_eq!(told["format"], "new");
    assert_eq!(
        told["values"],
        json!([
            { "field": "plataforma", "position": 17, "end": 24, "received": "genesys", "used": "genesys" },
            { "field": "canal", "position": 25, "end": 29, "received": "call", "used": "Voz" },
            { "field": "id", "position": 30, "end": 31, "received": "1", "used": "1" },
            { "field": "contacto", "position": at("%20Ana"), "end": at("%20Ana") + 9, "received": "%20Ana%20", "used": "Ana" },
            { "field": "empresa", "position": at("{{x}}"), "end": at("{{x}}") + 5, "received": "{{x}}", "used": null },
            { "field": "token", "position": at("secreto"), "end": at("secreto") + 7, "received": null, "used": null },
        ])
    );
    assert_eq!(told["token"], "present");
    assert_eq!(
        (&told["search"]["object"], &told["search"]["value"]),
        (&json!("contact"), &json!("Ana"))
    );
    assert_eq!(told["search"]["code"], "link_search_contact");
    let found: Vec<&str> = told["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|f| f["code"].as_str().unwrap())
        .collect();
    assert_eq!(found, ["link_value_unfilled", "link_cut"]);
    assert_eq!(told["ignored"][0]["position"], at("?y"));
    assert_eq!(told["error"], Value::Null);
}

#[test]
fn what_is_not_consulted_is_named() {
    let told = explain(r#"/integracionview/genesys/call/1/{"contacto":"a","empresa":"b","caso":"c"}"#);
    assert_eq!(
        (&told["search"]["object"], &told["search"]["code"]),
        (&json!("case"), &json!("link_search_case"))
    );
    assert_eq!(told["search"]["not_consulted"], json!(["contacto", "empresa"]));
}

#[test]
fn an_unreadable_link_is_told_as_far_as_it_goes() {
    let link = r#"/integracionview/genesys/chat/1/{"contacto":"Ana","cola":1,"caso":true}/secreto"#;
    let told = explain(link);
    let fields: Vec<&str> = told["values"]
        .as_array()
        .unwrap()
        .iter()
        .map(|v| v["field"].as_str().unwrap())
        .collect();
    assert_eq!(fields, ["plataforma", "canal", "id", "contacto"]);
    assert_eq!(told["ignored"][0]["name"], "cola");
    assert_eq!(told["error"]["code"], "link_value_type");
    assert_eq!(told["error"]["position"], link.find("true").unwrap());
    assert_eq!(told["error_field"], "caso");
    assert_eq!((&told["format"], &told["search"]), (&Value::Null, &Value::Null));
}

#[test]
fn an_unknown_key_is_told_with_its_place_in_the_input() {
    for (link, key) in [
        ("/integracionview/genesys/chat/1/%7B%22c%C3%B1%22:1%7D", "c%C3%B1"),
        (
            "/integracionview?plataforma=a&canal=chat&id=1&c%C3%B1=1",
            "c%C3%B1",
        ),
        (
            "/integracionview/genesys/chat/1/%257B%2522c%25C3%25B1%2522:1%257D",
            "c%25C3%25B1",
        ),
    ] {
        let ignored = &explain(link)["ignored"][0];
        let at = link.find(key).unwrap();
        assert_eq!(
            ignored,
            &json!({ "name": "cñ", "code": "link_unknown_key", "position": at, "end": at + key.len() })
        );
    }
}

#[test]
fn no_account_of_a_link_holds_its_token() {
    for link in [
        "/integracionview/genesys/chat/1/{}/secreto",
        "/integracionview/genesys/chat/1/{}x/secreto",
        "/integracionview/genesys/chat/1/{}?token=secreto",
        "/integracionview?plataforma=a&canal=chat&id=1&token=secreto",
        "/integracionview?plataforma=a&canal=chat&token=secreto",
        "/integracionview?plataforma=a&canal=chat&id=1&token=secreto#secreto",
    ] {
        let result = Link::parse(link.as_bytes());
        let summary = serde_json::to_string(&Summary::of_result(&result, Language::Spanish)).unwrap();
        assert!(!summary.contains("secreto"), "{summary}");
        assert!(!explain(link).to_string().contains("secreto"), "{link}");
        assert!(!format!("{result:?}").contains("secreto"), "{link}");
    }
}

#[test]
fn a_summary_has_the_keys_of_the_contract_in_their_order() {
    let link: Link = r#"/integracionview/chattigo/WEBCHAT/150/"nombre":"Ana","email":"a@b.cl","cola":1"#
        .parse()
        .unwrap();
    let summary = serde_json::to_string(&Summary::of(&link, Language::English)).unwrap();
    assert_eq!(
        summary,
        concat!(
            r#"{"format":"legacy","platform":"chattigo","channel":"Chat","interaction_id":"150","#,
            r#""criteria":{"nombre":"Ana","email":"a@b.cl"},"search":{"object":"contact","value":"a@b.cl"},"#,
            r#""token":"absent","findings":[{"code":"link_unknown_key","#,
            r#""message":"An unknown parameter was ignored. Names are case-sensitive."}]}"#
        )
    );
    let refused = Link::parse(b"/integracionview/chattigo/fax/1/{}");
    let summary = serde_json::to_value(Summary::of_result(&refused, Language::Spanish)).unwrap();
    assert_eq!(summary["error"]["code"], "link_channel_unknown");
    assert_eq!(summary["error"].as_object().unwrap().len(), 3);
}
