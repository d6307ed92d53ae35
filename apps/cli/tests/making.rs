//! The commands that make links: what they print, what they say beside it, and with which status.
#![allow(clippy::unwrap_used, reason = "this is a test")]

mod support;

use serde_json::json;
use support::{json_of, run};

const LEGACY: &str = r#"https://console.example/crm/integracionview/chattigo/chat/150/"identificador":"","nombre":"Ana","email":"ana@example.com","telefono":"993405075","empresa":null,"caso":null/SECRETO"#;

#[test]
fn build_makes_a_link_that_is_read_as_the_same() {
    let parts = [
        "--plataforma",
        "genesys",
        "--canal",
        "call",
        "--id",
        "a/b",
        "--contacto",
        "17.925.916-8",
        "--caso",
        "210112-000000",
        "--token",
        "t",
    ];
    let english = [
        "--platform",
        "genesys",
        "--channel",
        "voz",
        "--id",
        "a/b",
        "--contact",
        "17.925.916-8",
        "--case",
        "210112-000000",
        "--token",
        "t",
    ];
    for form in ["path", "query"] {
        let built = run(&[
            &["link", "build"],
            &parts[..],
            &["--form", form, "--base-url", "https://console.example/"],
        ]
        .concat());
        assert_eq!((built.status, built.err.as_str()), (0, ""));
        let same = run(&[
            &["link", "build"],
            &english[..],
            &["--form", form, "--base-url", "https://console.example"],
        ]
        .concat());
        assert_eq!(built.out, same.out);
        let link = built.out.trim_end();
        assert!(link.starts_with("https://console.example/integracionview"));
        let read = json_of(&run(&["link", "parse", "--json", link]).out);
        assert_eq!(read["format"], if form == "path" { "new" } else { "query" });
        assert_eq!(read["channel"], "Voz");
        assert_eq!(read["interaction_id"], "a/b");
        assert_eq!(
            read["criteria"],
            json!({"contacto": "17.925.916-8", "caso": "210112-000000"})
        );
        assert_eq!(
            (&read["token"], &read["findings"]),
            (&json!("present"), &json!([]))
        );
        let json = json_of(
            &run(&[
                &["link", "build", "--json"],
                &parts[..],
                &["--form", form, "--base-url", "https://console.example"],
            ]
            .concat())
            .out,
        );
        assert_eq!(json, json!({"link": link}));
    }
}

#[test]
fn build_with_a_legacy_part_makes_a_legacy_link() {
    let legacy = [
        "link",
        "build",
        "--plataforma",
        "chattigo",
        "--canal",
        "WEBCHAT",
        "--id",
        "150",
        "--telefono",
        "993405075",
    ];
    let link = run(&legacy).out;
    assert!(link.starts_with("/integracionview/chattigo/Chat/150/"), "{link}");
    assert_eq!(
        json_of(&run(&["link", "parse", "--json", link.trim_end()]).out)["format"],
        "legacy"
    );

    let mixed = run(&[&legacy[..], &["--contacto", "1"]].concat());
    assert_eq!((mixed.status, mixed.out.as_str()), (1, ""));
    assert!(mixed.err.starts_with("--contacto: error"), "{}", mixed.err);
    assert_eq!(mixed.err.lines().count(), 1);
    let mixed = run(&[&legacy[..], &["--contacto", "1", "--json"]].concat());
    assert_eq!(json_of(&mixed.out)["error"]["code"], "link_mixed_formats");
    assert_eq!((mixed.status, mixed.err.as_str()), (1, ""));
}

#[test]
fn a_link_that_is_too_long_with_its_address_is_not_built() {
    let base = format!("https://{}.example", "x".repeat(8190));
    let built = run(&[
        "link",
        "build",
        "--plataforma",
        "g",
        "--canal",
        "sms",
        "--id",
        "1",
        "--base-url",
        &base,
    ]);
    assert_eq!((built.status, built.out.as_str()), (1, ""));
    assert!(built.err.contains("(link_too_long)"), "{}", built.err);
}

#[test]
fn migrate_prints_the_new_link_and_tells_beside_what_was_lost() {
    let migrated = run(&["link", "migrate", LEGACY]);
    assert_eq!(migrated.status, 0);
    let link = migrated.out.trim_end();
    assert!(
        link.starts_with("https://console.example/crm/integracionview/chattigo/Chat/150/"),
        "{link}"
    );
    assert!(link.ends_with("/SECRETO"), "a token goes along");
    let read = json_of(&run(&["link", "parse", "--json", link]).out);
    assert_eq!(read["criteria"], json!({"contacto": "ana@example.com"}));
    assert_eq!(migrated.err.lines().count(), 1, "{}", migrated.err);
    assert!(
        migrated.err.contains("(link_migrated_one_of_several)") && migrated.err.contains("telefono, nombre"),
        "{}",
        migrated.err
    );

    let json = json_of(
        &run(&[
            "link",
            "migrate",
            "--json",
            "--base-url",
            "http://localhost:8360",
            LEGACY,
        ])
        .out,
    );
    assert!(
        json["link"]
            .as_str()
            .unwrap()
            .starts_with("http://localhost:8360/integracionview/")
    );
    assert_eq!(json["findings"][0]["code"], "link_migrated_one_of_several");
    assert_eq!(json["dropped"], json!(["telefono", "nombre"]));

    let bad = run(&["link", "migrate", "x"]);
    assert_eq!((bad.status, bad.out.as_str()), (1, ""));
    assert!(bad.err.contains("(link_address)"), "{}", bad.err);
}

#[test]
fn a_template_names_its_address_and_its_example_is_a_link() {
    for (platform, channel) in [("genesys", "Voz"), ("chattigo", "Whatsapp")] {
        let answer = json_of(
            &run(&[
                "link",
                "template",
                platform,
                "--json",
                "--base-url",
                "https://crm.example",
            ])
            .out,
        );
        assert_eq!(
            (&answer["platform"], &answer["channel"]),
            (&json!(platform), &json!(channel))
        );
        let templates = answer["templates"].as_array().unwrap();
        assert!(!templates.is_empty());
        let shown = run(&["link", "template", platform, "--base-url", "https://crm.example"]);
        assert_eq!(shown.status, 0);
        for template in templates {
            let url = template["url"].as_str().unwrap();
            assert!(url.starts_with("https://crm.example/integracionview"));
            assert!(shown.out.contains(url));
            let example = run(&["link", "parse", "--json", template["example"].as_str().unwrap()]);
            assert_eq!(example.status, 0, "{}", example.out);
        }
    }
    let chat = json_of(&run(&["link", "template", "genesys", "--canal", "chat", "--json"]).out);
    assert_eq!(chat["channel"], "Chat");
}
