//! `migrate`, `instance create` and `user create-admin`.
#![allow(clippy::unwrap_used, reason = "a failure ends the test")]

mod support;

use serde_json::json;
use std::process::ExitCode;
use support::{Client, Engine, cases, run};

fn main() -> ExitCode {
    run(cases![
        migrate_says_what_it_applied_and_then_that_nothing_is_left,
        an_instance_is_made_with_the_vendors_defaults_and_its_name_is_taken_once,
        a_setting_of_an_instance_that_cannot_be_is_a_usage_error,
        an_administrator_is_made_once_with_a_password_that_opens_the_console,
        with_two_instances_a_host_chooses_and_an_unknown_one_is_404,
        another_companys_case_looks_like_one_that_does_not_exist,
    ])
}

fn migrate_says_what_it_applied_and_then_that_nothing_is_left(engine: Engine) {
    let place = engine.empty();
    let first = place.json(&["migrate"]);
    assert!(!first["applied"].as_array().unwrap().is_empty());
    assert_eq!(place.json(&["migrate"]), json!({"applied": []}));
}

fn an_instance_is_made_with_the_vendors_defaults_and_its_name_is_taken_once(engine: Engine) {
    let place = engine.place();
    let made = place.json(&[
        "instance",
        "create",
        "Acme",
        "--host",
        "ACME.example",
        "--host",
        "www.acme.example",
    ]);
    assert_eq!(
        made,
        json!({
            "instance": "acme",
            "hosts": ["acme.example", "www.acme.example"],
            "time_zone": "America/Santiago",
            "language": "es",
            "country": "CL",
            "national_length": 9,
            "frame_origins": [],
        })
    );
    for again in [&["acme"][..], &["other", "--host", "acme.example"]] {
        let ran = place.run(&[&["instance", "create", "--json"], again].concat());
        assert_eq!(ran.code, 1);
        assert_eq!(ran.object()["error"]["code"], "instance_taken");
        assert_eq!(ran.err.lines().count(), 1, "{}", ran.err);
    }
}

fn a_setting_of_an_instance_that_cannot_be_is_a_usage_error(engine: Engine) {
    let place = engine.place();
    for bad in [
        &["a b"][..],
        &["acme", "--host", "http://acme.example"],
        &["acme", "--time-zone", "Santiago"],
        &["acme", "--language", "de"],
        &["acme", "--country", "Chile"],
        &["acme", "--national-length", "3"],
        &["acme", "--frame-origin", "apps.mypurecloud.com"],
        &["acme", "--frame-origin", "http://apps.mypurecloud.com"],
        &["acme", "--frame-origin", "*"],
    ] {
        assert_eq!(
            place.run(&[&["instance", "create"], bad].concat()).code,
            2,
            "{bad:?}"
        );
    }
}

fn an_administrator_is_made_once_with_a_password_that_opens_the_console(engine: Engine) {
    let place = engine.place();
    place.json(&["instance", "create", "acme"]);
    let create = ["user", "create-admin", "Ana", "--instance", "acme"];
    let made = place.json(&create);
    let (user, password) = (made["user"].as_str().unwrap(), made["password"].as_str().unwrap());
    assert_eq!((user, made.as_object().unwrap().len()), ("Ana", 2));
    assert!(password.len() >= 16);
    let ran = place.run(&[&create[..], &["--json"]].concat());
    assert_eq!(
        (ran.code, &ran.object()["error"]["code"]),
        (1, &json!("user_taken"))
    );

    let server = place.serve(&[]);
    let mut client = server.client();
    let (at, form) = client.follow("/login");
    assert_eq!((at.as_str(), form.status), ("/login", 200));
    let (_, refused) = client.sign_in(&form, user, "another password");
    assert!(refused.status >= 400, "{}", refused.status);
    let form = client.get("/login");
    let (at, welcome) = client.sign_in(&form, user, password);
    assert!(welcome.status == 200 && at != "/login", "{at} {}", welcome.status);
    server.stop();
    assert!(!place.log().contains(password), "the password is in the log");
}

fn with_two_instances_a_host_chooses_and_an_unknown_one_is_404(engine: Engine) {
    let place = engine.place();
    place.json(&["instance", "create", "one", "--host", "one.example"]);
    place.json(&[
        "instance",
        "create",
        "two",
        "--host",
        "two.example",
        "--language",
        "en",
    ]);
    let server = place.serve(&[]);
    let status = |host| Client::at_host(server.authority(), host).get("/login").status;
    assert_eq!((status("one.example"), status("two.example")), (200, 200));
    assert_eq!((status("three.example"), status("localhost")), (404, 404));
}

fn another_companys_case_looks_like_one_that_does_not_exist(engine: Engine) {
    let place = engine.place();
    for name in ["one", "two"] {
        place.json(&["instance", "create", name, "--host", &format!("{name}.example")]);
    }
    place.write(
        "c.csv",
        "identificador,nombre,idrrss,email,telefono\n1-9,Ana Soto,,,\n",
    );
    place.write(
        "k.csv",
        "numero,contacto_identificador,cuenta_identificador,canal,asunto\n250102-000003,1-9,,chat,Consulta\n",
    );
    place.json(&["import", "contacts", "c.csv", "--instance", "one"]);
    place.json(&["import", "cases", "k.csv", "--instance", "one"]);
    let admin = |instance| place.json(&["user", "create-admin", "ana", "--instance", instance]);
    let admins = [("one.example", admin("one")), ("two.example", admin("two"))];
    let server = place.serve(&[]);
    let look = |(host, admin): &(&str, serde_json::Value), path: &str| {
        let mut client = Client::at_host(server.authority(), host);
        let form = client.get("/login");
        client.sign_in(&form, "ana", admin["password"].as_str().unwrap());
        client.get(path)
    };
    let own = look(&admins[0], "/casos/250102-000003");
    assert!(
        own.status == 200 && own.body.contains("250102-000003"),
        "{}",
        own.status
    );
    let (others, nobodys) = (
        look(&admins[1], "/casos/250102-000003"),
        look(&admins[1], "/casos/250102-000009"),
    );
    assert_eq!((others.status, nobodys.status), (404, 404));
    assert_eq!(
        others.body.contains("Ana Soto"),
        nobodys.body.contains("Ana Soto")
    );
}
