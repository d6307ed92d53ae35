//! The rules in the documentation of the ports and the cases of the suites are the same ones.

use ba360_testkit::suites;

const PORTS: [(&str, &str); 12] = [
    ("record", include_str!("../../core/src/record/ports.rs")),
    ("access", include_str!("../../core/src/access/ports.rs")),
    (
        "access::external",
        include_str!("../../core/src/access/external/ports.rs"),
    ),
    (
        "access::sessions",
        include_str!("../../core/src/access/sessions/ports.rs"),
    ),
    (
        "access::throttle",
        include_str!("../../core/src/access/throttle/ports.rs"),
    ),
    (
        "access::roles",
        include_str!("../../core/src/access/roles/ports.rs"),
    ),
    (
        "access::groups",
        include_str!("../../core/src/access/groups/ports.rs"),
    ),
    (
        "access::directory",
        include_str!("../../core/src/access/directory/ports.rs"),
    ),
    ("instance", include_str!("../../core/src/instance/ports.rs")),
    (
        "instance::parameters",
        include_str!("../../core/src/instance/parameters/ports.rs"),
    ),
    ("token", include_str!("../../core/src/token/ports.rs")),
    ("seal", include_str!("../../core/src/seal.rs")),
];

/// The names of the rules that stand before each `pub trait`, in order.
fn documented() -> Vec<(String, Vec<String>)> {
    let mut contracts = Vec::new();
    for (_, source) in PORTS {
        let mut rules = Vec::new();
        for line in source.lines() {
            if let Some(bullet) = line.strip_prefix("/// - ") {
                // A bullet names one rule, or several with commas between, before its colon.
                let names = bullet.split(": ").next().unwrap_or_default();
                rules.extend(names.split(", ").filter_map(|name| {
                    let name = name.trim_end_matches('.').strip_prefix('`')?.strip_suffix('`')?;
                    Some(name.to_owned())
                }));
            } else if let Some(port) = line.strip_prefix("pub trait ") {
                let port = port.split(':').next().unwrap_or_default().to_owned();
                contracts.push((port, std::mem::take(&mut rules)));
            }
        }
        assert!(rules.is_empty(), "rules of no port: {rules:?}");
    }
    contracts
}

#[test]
fn every_rule_of_a_port_is_a_case_of_its_suite() {
    let suite_of = |port: &str| match port {
        "Records" => "records",
        "Cases" => "cases",
        "ImportJournal" => "imports",
        "Admissions" => "admissions",
        "Users" => "users",
        "HashPassword" => "hasher",
        "ExternalApplications" => "external",
        "Sessions" => "sessions",
        "Throttles" => "throttles",
        "Roles" => "roles",
        "Groups" => "groups",
        "UserDirectory" => "directory",
        "Parameters" => "parameters",
        "Instances" => "instances",
        "Installation" => "installation",
        "ActivityLog" => "activity",
        "TokenSigner" => "tokens",
        "Seal" => "seal",
        other => panic!("the port {other} has no suite"),
    };
    let documented = documented();
    assert_eq!(documented.len(), suites::RULES.len());
    for ((port, told), (suite, cases)) in documented.iter().zip(suites::RULES) {
        assert_eq!(suite_of(port), suite);
        assert_eq!(told, cases, "the rules of {port} and the cases of its suite");
    }
}
