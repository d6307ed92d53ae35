//! What holds for every link, and for every input that is none.
#![allow(missing_docs, clippy::unwrap_used, reason = "a test")]

use ba360_core::{
    link::{Channel, Criteria, Explanation, Format, Link, LinkParts, Summary},
    text::Language,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use proptest::{prelude::*, sample::select};

/// A link's parts with texts of their own.
#[derive(Clone, Debug)]
struct Parts {
    format: Format,
    platform: String,
    channel: Channel,
    id: String,
    values: Vec<Option<String>>,
    token: Option<String>,
}

impl Parts {
    fn build(&self) -> Option<Link> {
        let value = |at: usize, legacy: bool| {
            self.values[at]
                .as_deref()
                .filter(|_| legacy == (self.format == Format::Legacy))
        };
        let criteria = Criteria {
            contact: value(0, false),
            identifier: value(1, true),
            name: value(2, true),
            social_id: value(3, true),
            email: value(4, true),
            phone: value(5, true),
            account: self.values[6].as_deref(),
            case: self.values[7].as_deref(),
        };
        Link::build(&LinkParts {
            format: self.format,
            platform: &self.platform,
            channel: self.channel.as_str(),
            interaction_id: &self.id,
            criteria,
            token: self.token.as_deref(),
        })
        .ok()
    }
}

/// Texts with everything that has a meaning in a link.
fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        r#"[a-z0-9{}"\\/?#%+&=:,. $\u{85}\u{a0}ñ😀-]{1,12}"#,
        r"\PC{1,20}",
        r"[0-9]{6}-[0-9]{6}",
        select(vec![
            "..",
            ".",
            "null",
            "undefined",
            "{{x}}",
            "%7B",
            "%2F",
            "%",
            "\\",
            "\"",
            "/"
        ])
        .prop_map(str::to_owned),
    ]
}

fn parts() -> impl Strategy<Value = Parts> {
    let format = select(vec![Format::New, Format::Legacy, Format::Query]);
    let values = prop::collection::vec(prop::option::of(text()), 8);
    (
        format,
        text(),
        select(Channel::ALL.to_vec()),
        text(),
        values,
        prop::option::of(text()),
    )
        .prop_map(|(format, platform, channel, id, values, token)| Parts {
            format,
            platform,
            channel,
            id,
            values,
            token,
        })
}

fn link() -> impl Strategy<Value = Link> {
    parts().prop_filter_map("not a link", |parts| parts.build())
}

fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Reads it in every way there is; every position must be in it.
fn survives(input: &[u8]) {
    let result = Link::parse(input);
    let summary = Summary::of_result(&result, Language::Spanish);
    assert!(serde_json::to_string(&summary).is_ok());
    let explained = Explanation::of(input, Language::English);
    assert!(serde_json::to_string(&explained).is_ok());
    for value in &explained.values {
        assert!(value.position <= value.end && value.end <= input.len());
    }
    match &result {
        Ok(link) => {
            assert!(explained.error.is_none());
            assert!(
                link.findings()
                    .iter()
                    .all(|finding| finding.position <= input.len())
            );
            let target = link.to_target();
            assert!(
                target.len() > 8192 || Link::parse(target.as_bytes()).as_ref() == Ok(link),
                "{target}"
            );
        }
        Err(error) => {
            assert!(error.position <= input.len(), "{error}");
            assert_eq!(explained.error.unwrap().code, error.code);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn what_is_built_is_read_as_the_same_link_without_findings(link in link()) {
        prop_assert!(link.findings().is_empty());
        let again = Link::parse(link.to_target().as_bytes());
        prop_assert_eq!(again.as_ref(), Ok(&link));
        prop_assert!(again.unwrap().findings().is_empty());
        let address = link.to_url("https://console.example/soporte/");
        let again: Link = address.parse().unwrap();
        prop_assert_eq!(&again, &link);
    }

    #[test]
    fn a_path_and_the_query_form_carry_the_same(link in link()) {
        let (path, query) = (link.to_path(), link.to_query());
        let (path, query): (Link, Link) = (path.parse().unwrap(), query.parse().unwrap());
        prop_assert_eq!(path.criteria(), query.criteria());
        prop_assert_eq!(path.token(), query.token());
        prop_assert_eq!((path.platform(), path.channel(), path.interaction_id()), (query.platform(), query.channel(), query.interaction_id()));
    }

    #[test]
    fn what_is_built_holds_only_what_every_browser_passes(link in link()) {
        let path = link.to_path();
        prop_assert!(path.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-._~%/".contains(&byte)), "{}", path);
        prop_assert!(path.split('/').all(|segment| segment != "." && segment != ".."));
        let address = format!("https://console.example{path}");
        prop_assert_eq!(String::from(url::Url::parse(&address).unwrap()), address);
        let address = format!("https://console.example{}", link.to_query());
        prop_assert_eq!(String::from(url::Url::parse(&address).unwrap()), address);
    }

    #[test]
    fn migrating_twice_is_migrating_once(link in link()) {
        let once = link.migrate();
        let twice = once.link.migrate();
        prop_assert_eq!(&twice.link, &once.link);
        prop_assert!(twice.findings.is_empty());
        prop_assert_eq!(once.link.search(), link.search());
        prop_assert_eq!(once.link.format() == Format::Legacy, false);
    }

    #[test]
    fn without_its_token_a_link_is_the_same_but_for_it(link in link()) {
        let bare = link.without_token();
        prop_assert!(bare.token().is_none());
        prop_assert_eq!(bare.criteria(), link.criteria());
        prop_assert_eq!(bare.without_token(), bare);
    }

    #[test]
    fn encoding_once_or_twice_changes_nothing(contact in text(), braces: bool) {
        let contact = contact.replace(char::is_control, "");
        let object = serde_json::json!({ "contacto": contact }).to_string();
        let object = if braces { object.as_str() } else { &object[1..object.len() - 1] };
        let read = |object: &str| Link::parse(format!("/integracionview/genesys/chat/1/{object}/tok").as_bytes());
        let once = read(&encode(object)).unwrap();
        let twice = read(&encode(&encode(object))).unwrap();
        prop_assert_eq!(&once, &twice);
        prop_assert_eq!(twice.findings().len(), once.findings().len() + 1);
        prop_assert!(read(&encode(&encode(&encode(object)))).is_err());
        if !object.contains(['?', '#', '%']) {
            prop_assert_eq!(read(object), Ok(once));
        }
    }

    #[test]
    fn any_bytes_are_survived(input in prop::collection::vec(any::<u8>(), 0..300)) {
        survives(&input);
    }

    #[test]
    fn any_bytes_behind_the_route_are_survived(
        start in select(vec!["/integracionview/", "/integracionview?", "/integracionview/a/chat/1/", "/integracionview/a/chat/1/{\"", "https://h/x/integracionview/a/chat/1/"]),
        input in prop::collection::vec(any::<u8>(), 0..120),
    ) {
        survives(&[start.as_bytes(), &input].concat());
    }

    #[test]
    fn pieces_of_links_in_any_order_are_survived(
        pieces in prop::collection::vec(select(vec![
            "{", "}", "[", "]", "\"", ":", ",", "/", "?", "#", "&", "=", "%", "%2", "%7B", "%22", "%257B", "%25", "\\", "\\u", "\\ud800",
            "\\udc00", "null", "12", "-", "1.5", "contacto", "\"caso\":", "\"x\":", "%C3", "%B1", "ñ", " ", "{{", "}}", "${", "id=1",
        ]), 0..40),
        start in select(vec!["/integracionview/a/chat/1/", "/integracionview?plataforma=a&canal=chat&id=1&contacto="]),
    ) {
        survives(format!("{start}{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn a_good_link_with_one_byte_wrong_is_survived(link in link(), at: prop::sample::Index, byte: u8, cut: bool) {
        let mut input = link.to_target().into_bytes();
        let at = at.index(input.len());
        input[at] = byte;
        if cut {
            input.truncate(at);
        }
        survives(&input);
    }
}
