#!/usr/bin/env bash
# Prints the features that the house is checked with: all but `bundled-pq`, which builds libpq and OpenSSL from source
# and is no other code of ours. Where libpq cannot be linked, PostgreSQL is left out too.
set -euo pipefail
cd "$(dirname "$0")/.."
if scripts/has-libpq.sh; then
  echo memory,postgres
elif [ "${BA360_REQUIRE_POSTGRES:-}" = 1 ]; then
  echo "BA360_REQUIRE_POSTGRES=1, and libpq cannot be linked (on Debian: apt-get install libpq-dev)" >&2
  exit 1
else
  echo memory
fi
