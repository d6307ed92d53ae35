#!/usr/bin/env bash
# Installs what the tests need and runs them all.
set -euo pipefail
cd "$(dirname "$0")/.."

# The browser tests drive Debian's Chromium. Where it cannot be installed from here they are listed as ignored.
packages=()
command -v chromium >/dev/null || packages+=(chromium)
command -v chromedriver >/dev/null || packages+=(chromium-driver)
if [ ${#packages[@]} -gt 0 ]; then
  if command -v apt-get >/dev/null && [ "$(id -u)" = 0 ]; then
    apt-get update -q
    DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${packages[@]}"
  else
    echo "The browser tests need: ${packages[*]} (on Debian: sudo apt-get install ${packages[*]})" >&2
  fi
fi

cargo test --workspace --all-features --locked "$@"
