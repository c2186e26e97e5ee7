#!/bin/sh
# Trunk's hook after a build, for what Trunk can't know when it writes the page: puts the hash of the worker's content into its
# files' names, so that a cache never pairs a new page with an old worker, and tells the page (<meta name="dryf-worker">);
# and tells start.js how many bytes of WebAssembly to wait for (data-bytes).
set -eu
cd "$TRUNK_STAGING_DIR"
hash=$(cat dryf-worker.js dryf-worker_bg.wasm | git hash-object --stdin | cut -c1-16)
new=dryf-worker-$hash

mv dryf-worker_bg.wasm "${new}_bg.wasm"
sed "s/dryf-worker_bg\.wasm/${new}_bg.wasm/g" dryf-worker.js >"$new.js"
sed "s/dryf-worker\.js/$new.js/g" dryf-worker_loader.js >"${new}_loader.js"
rm dryf-worker.js dryf-worker_loader.js

page=$(sed -n 's/.*data-wasm="\([^"]*\)".*/\1/p' index.html)
bytes=$(($(wc -c <"$page")))
sed "s/dryf-worker_loader\.js/${new}_loader.js/; s/data-bytes=\"\"/data-bytes=\"$bytes\"/" index.html >index.html.new
mv index.html.new index.html
grep -q "content=\"[^\"]*${new}_loader\.js\"" index.html || {
  echo 'finish-page: index.html has no <meta name="dryf-worker" content="dryf-worker_loader.js">' >&2
  exit 1
}
grep -q "${new}_bg\.wasm" "$new.js" || {
  echo 'finish-page: dryf-worker.js does not name its wasm file' >&2
  exit 1
}
grep -q "data-bytes=\"$bytes\"" index.html || {
  echo 'finish-page: the script in index.html has no data-bytes="" (pattern_script in Trunk.toml)' >&2
  exit 1
}
