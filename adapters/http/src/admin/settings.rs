//! *Instancia*: how the instance answers, and how it reads phone numbers and dates.

use super::shared::{done, error_of, errors, now_of, seen, tell};
use crate::{
    call::Call,
    pages::{AdminWords, Area, FormField, FormPage, Input, Notice, Now, Select, Tone, choices},
    refusal::Refusal,
    respond,
};
use axum::response::Response;
use ba360_core::{
    access::{Action, View},
    instance::{
        ActivityDays, BadInstanceSetting, ChangeSettingsError, Country, FrameOrigin, HostName, Instance,
        InstanceSettings, NationalLength,
    },
    text::{Code, Coded as _, Language},
};
use jiff::tz::TimeZone;

const PATH: &str = "/admin/instancia";
const HOSTS: &str = "direcciones";
const ZONE: &str = "zona";
const LANGUAGE: &str = "idioma";
const COUNTRY: &str = "pais";
const LENGTH: &str = "largo";
const ORIGINS: &str = "origenes";
const DAYS: &str = "dias";

/// What was typed, or what the instance has.
#[derive(Clone)]
struct Texts {
    hosts: String,
    zone: String,
    language: String,
    country: String,
    length: String,
    origins: String,
    days: String,
}

/// A setting that cannot be: at which field, under which code, in which words.
type Bad = (&'static str, Code, &'static str);

impl Texts {
    fn typed(call: &Call) -> Result<Self, Refusal> {
        let text = |name| call.form.one(name).map(ToOwned::to_owned);
        Ok(Self {
            hosts: text(HOSTS)?,
            zone: text(ZONE)?,
            language: text(LANGUAGE)?,
            country: text(COUNTRY)?,
            length: text(LENGTH)?,
            origins: text(ORIGINS)?,
            days: text(DAYS)?,
        })
    }

    fn of(instance: &Instance) -> Self {
        let lines = |each: Vec<&str>| each.join("\n");
        Self {
            hosts: lines(instance.hosts.iter().map(HostName::as_str).collect()),
            zone: instance.time_zone.iana_name().unwrap_or_default().to_owned(),
            language: instance.language.tag().to_owned(),
            country: instance.country.as_str().to_owned(),
            length: instance.national_length.digits().to_string(),
            origins: lines(instance.frame_origins.iter().map(FrameOrigin::as_str).collect()),
            days: instance.activity_days.days().to_string(),
        }
    }

    fn read(&self, a: &AdminWords) -> Result<InstanceSettings, Bad> {
        let bad = |field, words| (field, Code::InstanceSettingBad, words);
        let number = |text: &str| text.trim().parse::<u16>().ok();
        let length = number(&self.length).and_then(|digits| u8::try_from(digits).ok());
        Ok(InstanceSettings {
            hosts: lines(&self.hosts).map_err(|_: BadInstanceSetting| bad(HOSTS, a.bad_host))?,
            time_zone: TimeZone::get(self.zone.trim())
                .map_err(|_| (ZONE, Code::TimeZoneBad, Code::TimeZoneBad.words(a.language)))?,
            language: self
                .language
                .parse()
                .map_err(|_| (LANGUAGE, Code::LanguageBad, Code::LanguageBad.words(a.language)))?,
            country: self
                .country
                .parse::<Country>()
                .map_err(|_| bad(COUNTRY, a.bad_country))?,
            national_length: length
                .and_then(|digits| NationalLength::new(digits).ok())
                .ok_or(bad(LENGTH, a.bad_national_length))?,
            frame_origins: lines(&self.origins)
                .map_err(|_: BadInstanceSetting| bad(ORIGINS, a.bad_origin))?,
            activity_days: number(&self.days)
                .and_then(|days| ActivityDays::new(days).ok())
                .ok_or(bad(DAYS, a.bad_activity_days))?,
        })
    }
}

/// One value a line, each once; blank lines are passed over.
fn lines<T: std::str::FromStr + PartialEq>(text: &str) -> Result<Vec<T>, T::Err> {
    let mut values = Vec::new();
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let value = line.parse()?;
        if !values.contains(&value) {
            values.push(value);
        }
    }
    Ok(values)
}

/// The host that the administrator asked, without its port.
fn own_host(authority: &str) -> Result<HostName, Refusal> {
    let host = match authority.rsplit_once(':') {
        // The colons of an address of IPv6 stand in brackets.
        Some((host, port)) if !port.ends_with(']') => host,
        _ => authority,
    };
    host.parse().map_err(|_| Refusal::of(Code::HostUnknown))
}

/// `GET /admin/instancia`
pub(super) async fn show(call: Call) -> Result<Response, Refusal> {
    let instance = call.actor()?.instance().clone();
    let a = call.chrome().admin();
    let notice = done(&call, &[("guardado", a.done_saved)])?;
    let address = notice.as_ref().map(|_| call.site.to(PATH));
    let notice = match instance.reindexing {
        true => Some(Notice {
            tone: Tone::Warn,
            text: a.reindexing.to_owned(),
            link: None,
        }),
        false => notice,
    };
    let mut page = form(&call, &Texts::of(&instance), None, instance.version)?;
    page.notice = notice;
    page.address = address;
    respond::page(&page)
}

/// `POST /admin/instancia`
pub(super) async fn change(call: Call) -> Result<Response, Refusal> {
    let actor = call.actor()?;
    let version = seen(&call)?;
    let texts = Texts::typed(&call)?;
    let a = call.chrome().admin();
    let settings = match texts.read(a) {
        Ok(settings) => settings,
        Err(bad) => return refuse(&call, &texts, bad, version),
    };
    let change = &call.site.app.change_settings;
    let host = own_host(&call.authority)?;
    let error = match change.run(actor, &host, version, settings).await {
        Ok(()) => return tell(&call, PATH, "guardado"),
        Err(error) => error,
    };
    let code = error.code();
    let field = match error {
        ChangeSettingsError::OwnHostMissing | ChangeSettingsError::HostTaken => HOSTS,
        ChangeSettingsError::TooManyOrigins => ORIGINS,
        ChangeSettingsError::Stale => "",
        error => return Err(error.into()),
    };
    refuse(&call, &texts, (field, code, code.words(a.language)), version)
}

fn refuse(call: &Call, texts: &Texts, bad: Bad, version: i64) -> Result<Response, Refusal> {
    // Whoever saves again has seen what there is now.
    let version = match bad.1 {
        Code::RecordStale => call.visit.instance.version,
        _ => version,
    };
    respond::refused(bad.1, &form(call, texts, Some(bad), version)?)
}

fn form<'c>(call: &'c Call, texts: &Texts, bad: Option<Bad>, version: i64) -> Result<FormPage<'c>, Refusal> {
    let actor = call.actor()?;
    let chrome = call.chrome();
    let (w, a) = (chrome.w(), chrome.admin());
    let stale = matches!(bad, Some((_, Code::RecordStale, _)));
    let at = bad.filter(|_| !stale).map(|(field, _, words)| (field, words));
    let now = stale.then(|| Texts::of(actor.instance()));
    let mut fields = vec![FormField::Fixed(
        a.instance_name,
        actor.instance().name.to_string(),
    )];
    fields.extend(inputs(&chrome, texts, now.as_ref(), at));
    Ok(FormPage {
        back: None,
        title: a.instance.to_owned(),
        lead: Some(a.instance_lead),
        notice: stale.then(|| Notice::of_code(Tone::Bad, Code::RecordStale, w)),
        errors: errors(w, at),
        action: chrome.to(PATH),
        hidden: vec![("version", version.to_string())],
        fields,
        submit: w.save,
        cancel: chrome.to(PATH),
        locked: !actor.may(View::Instance, Action::Edit),
        deeds: Vec::new(),
        address: None,
        chrome,
    })
}

fn inputs(
    chrome: &crate::chrome::Chrome<'_>,
    texts: &Texts,
    now: Option<&Texts>,
    at: Option<(&'static str, &'static str)>,
) -> [FormField; 7] {
    let (w, a) = (chrome.w(), chrome.admin());
    let area = |name, label, hint, text: &String, now: Option<&String>| {
        FormField::Area(Area {
            name,
            label,
            value: text.clone(),
            rows: 4,
            hint: Some(hint),
            error: error_of(at, name),
            now: now_of(w, &text.replace('\r', ""), now.map(String::as_str)),
        })
    };
    let input = |name, label, hint, keyboard, text: &String, now: Option<&String>| {
        FormField::Input(Input {
            name,
            label,
            value: text.clone(),
            hint: Some(hint),
            error: error_of(at, name),
            now: now_of(w, text, now.map(String::as_str)),
            keyboard,
        })
    };
    let other = now.filter(|now| now.language != texts.language);
    let languages = [Language::Spanish, Language::English];
    let language = FormField::Select(Select {
        name: LANGUAGE,
        label: a.language_name,
        hint: None,
        error: error_of(at, LANGUAGE),
        now: other.map(|_| Now {
            label: w.current_value,
            value: a.language_of(chrome.language).to_owned(),
        }),
        options: choices(
            languages.map(|each| (each.tag().to_owned(), a.language_of(each).to_owned())),
            &texts.language,
        ),
    });
    [
        area(
            HOSTS,
            a.hosts,
            a.hosts_hint,
            &texts.hosts,
            now.map(|it| &it.hosts),
        ),
        area(
            ORIGINS,
            a.origins,
            a.origins_hint,
            &texts.origins,
            now.map(|it| &it.origins),
        ),
        input(
            ZONE,
            a.time_zone,
            a.instance_zone_hint,
            "text",
            &texts.zone,
            now.map(|it| &it.zone),
        ),
        language,
        input(
            COUNTRY,
            a.country,
            a.country_hint,
            "text",
            &texts.country,
            now.map(|it| &it.country),
        ),
        input(
            LENGTH,
            a.national_length,
            a.national_length_hint,
            "numeric",
            &texts.length,
            now.map(|it| &it.length),
        ),
        input(
            DAYS,
            a.activity_days,
            a.activity_days_hint,
            "numeric",
            &texts.days,
            now.map(|it| &it.days),
        ),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_own_host_is_read_without_its_port() {
        for (authority, host) in [
            ("crm.example", "crm.example"),
            ("crm.example:8360", "crm.example"),
            ("[::1]:8360", "[::1]"),
            ("[::1]", "[::1]"),
        ] {
            assert_eq!(own_host(authority).unwrap().as_str(), host, "{authority}");
        }
    }

    #[test]
    fn a_value_stands_once_and_blank_lines_are_none() {
        let hosts: Vec<HostName> = lines(" a.example \r\n\r\nA.example\nb.example").unwrap();
        let hosts: Vec<&str> = hosts.iter().map(HostName::as_str).collect();
        assert_eq!(hosts, ["a.example", "b.example"]);
        assert!(lines::<HostName>("a.example\nhttps://b.example").is_err());
    }
}
