#!/usr/bin/env bash
# Installs what the tests need and runs them all, on SQLite and on a PostgreSQL that is made for them.
set -euo pipefail
cd "$(dirname "$0")/.."

scripts/install.sh
features=$(scripts/features.sh)
scripts/with-postgres.sh cargo test --workspace --features "$features" --locked "$@"
