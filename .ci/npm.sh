#!/usr/bin/env bash
# Lays the npm package out in a folder, ready for `npm pack`: www/npm, with the classifier's WebAssembly and what starts it.
#
#   .ci/npm.sh FROM TO      FROM has dryf-classifier.js and its WebAssembly, or the built page, where their names have a hash
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
from=$1 to=$2

mapfile -t found < <(find "$from" -maxdepth 1 -name 'dryf-classifier*.js')
[ ${#found[@]} = 1 ] || { echo "npm.sh: $from has ${#found[@]} files dryf-classifier*.js, not one" >&2; exit 1; }
stem=${found[0]%.js}
rm -rf "$to"
mkdir -p "$to"
cp -R www/npm/. www/notices.txt LICENSE-MIT LICENSE-APACHE "$to"
sed "s/$(basename "$stem")_bg\.wasm/dryf-classifier_bg.wasm/g" "$stem.js" >"$to/dryf-classifier.js"
cp "${stem}_bg.wasm" "$to/dryf-classifier_bg.wasm"
