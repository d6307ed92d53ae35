#!/usr/bin/env bash
# Core is pure: these crates and what they bring, and nothing that reads a file, a clock or a socket.
set -euo pipefail
# One order of names for `sort` and for the list, wherever this runs.
export LC_ALL=C
cd "$(dirname "$0")/.."
found=$(cargo tree --locked -p ba360-core -e normal --depth 1 --prefix none | tail -n +2 | cut -d' ' -f1 | sort -u)
if ! diff <(grep -v '^#' core/dependencies.txt) <(echo "$found"); then
  echo "core depends on something that core/dependencies.txt does not allow" >&2
  exit 1
fi
forbidden=$(cargo tree --locked -p ba360-core -e normal --prefix none | cut -d' ' -f1 | sort -u |
  grep -xE 'tokio|mio|hyper|axum|diesel|libsqlite3-sys|getrandom|rand|socket2|chrono|time|reqwest|ring|aws-lc-rs' || true)
if [ -n "$forbidden" ]; then
  echo "core reaches the outside through: $forbidden" >&2
  exit 1
fi
