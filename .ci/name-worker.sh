#!/bin/sh
# Trunk's hook after a build: puts the hash of the worker's content into its files' names and tells the page, so that a
# cache never pairs a new page with an old worker. The page reads the name from <meta name="dryf-worker">.
set -eu
cd "$TRUNK_STAGING_DIR"
hash=$(cat dryf-worker.js dryf-worker_bg.wasm | git hash-object --stdin | cut -c1-16)
new=dryf-worker-$hash

mv dryf-worker_bg.wasm "${new}_bg.wasm"
sed "s/dryf-worker_bg\.wasm/${new}_bg.wasm/g" dryf-worker.js >"$new.js"
sed "s/dryf-worker\.js/$new.js/g" dryf-worker_loader.js >"${new}_loader.js"
rm dryf-worker.js dryf-worker_loader.js

sed "s/dryf-worker_loader\.js/${new}_loader.js/" index.html >index.html.new
mv index.html.new index.html
grep -q "content=\"[^\"]*${new}_loader\.js\"" index.html || {
  echo 'name-worker: index.html has no <meta name="dryf-worker" content="dryf-worker_loader.js">' >&2
  exit 1
}
grep -q "${new}_bg\.wasm" "$new.js" || {
  echo 'name-worker: dryf-worker.js does not name its wasm file' >&2
  exit 1
}
