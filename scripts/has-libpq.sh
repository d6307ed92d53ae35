#!/usr/bin/env bash
# Whether a program can be linked with the system's libpq, as those with the feature `postgres` are.
set -euo pipefail
if command -v pkg-config >/dev/null && pkg-config --exists libpq; then
  exit
fi
program=$(mktemp)
trap 'rm -f "$program"' EXIT
echo 'int main(void) { return 0; }' | cc -x c - -lpq -o "$program" 2>/dev/null
