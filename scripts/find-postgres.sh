#!/usr/bin/env bash
# Prints the folder of the programs of the newest PostgreSQL that is new enough for the tests; fails where none is.
set -euo pipefail
oldest=14

found=
version=$((oldest - 1))
for pg_ctl in /usr/lib/postgresql/*/bin/pg_ctl /usr/pgsql-*/bin/pg_ctl "$(command -v pg_ctl || true)"; do
  [ -x "$pg_ctl" ] || continue
  # pg_ctl (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)
  its=$("$pg_ctl" --version | sed -E 's/^[^0-9]*([0-9]+).*/\1/')
  if [ "$its" -gt "$version" ]; then
    version=$its
    found=$(dirname "$(readlink -f "$pg_ctl")")
  fi
done
[ -n "$found" ] && echo "$found"
