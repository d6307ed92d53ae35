#!/usr/bin/env bash
# axe.sh [FOLDER] prints where axe-core is, which the browser tests hold every page against. What is not there yet is
# installed by npm into that folder, by default below Cargo's target folder. Without npm it fails.
set -euo pipefail
cd "$(dirname "$0")/.."
version=4.14.1

folder=${1:-${CARGO_TARGET_DIR:-target}/axe}
package=$folder/node_modules/axe-core
if ! grep -qs "\"version\": \"$version\"" "$package/package.json"; then
  command -v npm >/dev/null || exit 1
  mkdir -p "$folder"
  npm install --prefix "$folder" --no-save --no-package-lock --no-audit --no-fund --ignore-scripts --loglevel=error \
    "axe-core@$version" >&2
fi
echo "$package/axe.min.js"
