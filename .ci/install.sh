#!/usr/bin/env bash
# Installs one thing that builds or tests Dryf, unless it is there; says what it does, how long it took, and on failure
# the remedy.
#
#   .ci/install.sh wasm-target | wasm-bindgen | trunk | brotli | browser | postgresql | java | node-packages | uv | venv-NAME
#
# Safe to run twice at once: whoever comes second waits for the first.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
. .ci/lib.sh

name=${1:?usage: .ci/install.sh NAME}
log=$logs/$name.log

# Runs a command into the log; its last lines are shown only if it fails.
logged() { # REMEDY COMMAND...
  local remedy=$1
  shift
  "$@" >>"$log" 2>&1 </dev/null || {
    tail -n 25 "$log" >&2
    fail "could not install $name: \`$*\` failed (whole log: $log)" "$remedy"
  }
}

have_wasm_target() { target_is_installed || prefix_works; }
install_wasm_target() {
  if has rustup && [[ ${RUSTUP_TOOLCHAIN:-} != /* ]] &&
    rustup target add wasm32-unknown-unknown >>"$log" 2>&1 </dev/null && target_is_installed; then
    return
  fi
  say "  rustup brings no wasm32-unknown-unknown here; building one from Debian's packages (about 1 minute)"
  logged "install Rust by rustup (https://rustup.rs), then: rustup target add wasm32-unknown-unknown" \
    .ci/wasm-toolchain.sh "$wasm_prefix"
}

# As its makers built it, never as quick-install did: where the user has cargo-binstall, and what they publish runs here.
installed_by_binstall() { # CRATE@VERSION ROOT
  has cargo-binstall || return
  cargo-binstall --no-confirm --strategies crate-meta-data --no-symlinks --install-path "$2/bin" "$1" \
    >>"$log" 2>&1 </dev/null && "have_$step" && return
  say "  cargo-binstall brings no $1 here; building it"
  rm -rf "$2"
  return 1
}

have_wasm_bindgen() { [ "$(wasm-bindgen --version 2>/dev/null)" = "wasm-bindgen $wasm_bindgen_version" ]; }
# A debug build is three times as fast to make and writes the same bytes; nobody looks for a bug in it.
quick=(env -u CARGO_TARGET_DIR CARGO_PROFILE_DEV_DEBUG=0 CARGO_INCREMENTAL=0 cargo install --debug)
install_wasm_bindgen() {
  installed_by_binstall "wasm-bindgen-cli@$wasm_bindgen_version" "$bindgen_root" && return
  logged "see the log; \`cargo install wasm-bindgen-cli@$wasm_bindgen_version\` must work" \
    "${quick[@]}" --root "$bindgen_root" "wasm-bindgen-cli@$wasm_bindgen_version"
}

have_trunk() { [ "$(trunk --version 2>/dev/null)" = "trunk $trunk_version" ]; }
install_trunk() { # without TLS: it downloads nothing here
  installed_by_binstall "trunk@$trunk_version" "$trunk_root" && return
  logged "see the log; \`cargo install trunk@$trunk_version\` must work" \
    "${quick[@]}" --locked --root "$trunk_root" --no-default-features "trunk@$trunk_version"
}

have_brotli() { [ -x "$brotli_root/bin/brotli" ]; }
install_brotli() { # optimised: a debug build takes minutes for the page
  logged "see the log; \`cargo install brotli@$brotli_version\` must work" \
    env -u CARGO_TARGET_DIR cargo install --locked --root "$brotli_root" --bin brotli "brotli@$brotli_version"
}

apt_install() { # REMEDY PACKAGE...
  local remedy=$1
  shift
  has apt-get || fail "there is no $what here, and no apt-get to install it" "$remedy"
  may_be_root || fail "installing $what needs root" "sudo apt-get install $*, or: $remedy"
  logged "$remedy" as_root env DEBIAN_FRONTEND=noninteractive apt-get -q update
  logged "$remedy" as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y --no-install-recommends \
    -o DPkg::Lock::Timeout=300 install "$@"
}

have_browser() { find_browser; }
install_browser() {
  apt_install "install Chromium or Chrome and its ChromeDriver, or name them in CHROMIUM and CHROMEDRIVER" \
    chromium chromium-driver fonts-liberation fonts-noto-color-emoji
}

have_postgresql() { find_postgresql; }
install_postgresql() { apt_install "install PostgreSQL, or name the folder of its initdb in POSTGRESQL_BIN" postgresql; }

have_java() { find_java; }
install_java() { apt_install "install a Java of 17 or later, or name its folder in JAVA_HOME" default-jre-headless; }

# Node resolves packages from the importing file upwards, so these lie beside the tests.
have_node_packages() {
  [ "$(cat tests/e2e/node_modules/.dryf-stamp 2>/dev/null)" = "$(content_hash tests/e2e/package-lock.json)" ]
}
install_node_packages() {
  has npm || fail "npm is missing" "install Node.js 20 or later"
  logged "see the log; the npm registry must be reached" npm ci --no-audit --no-fund --prefix tests/e2e
  content_hash tests/e2e/package-lock.json >tests/e2e/node_modules/.dryf-stamp
}

python=${DRYF_PYTHON:-python3}
python_remedy="name a Python 3.11 to 3.13 with its venv module in DRYF_PYTHON (Debian: apt-get install python3-venv)"
make_venv() { # FOLDER
  "$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null ||
    fail "$python is no Python 3.11 or later with the modules venv and ensurepip" "$python_remedy"
  "$1/bin/python" -m pip --version >/dev/null 2>&1 || logged "$python_remedy" "$python" -m venv --clear "$1"
}

have_uv() { [ "$("$uv_root/bin/uv" --version 2>/dev/null | cut -d' ' -f2)" = "$uv_version" ]; }
install_uv() {
  make_venv "$uv_root"
  logged "PyPI must be reached" \
    "$uv_root/bin/python" -m pip install --quiet --no-input --disable-pip-version-check "uv==$uv_version"
}

venv=$cache/$name
requirements=tests/requirements/${name#venv-}.txt
have_venv() { [ "$(cat "$venv/.dryf-stamp" 2>/dev/null)" = "$(content_hash "$requirements")" ] && "$venv/bin/python" -V >/dev/null 2>&1; }
install_venv() { # by uv, which takes an eighth of pip's time
  .ci/install.sh uv
  local alone=
  ! grep -q '^# Installed without dependencies' "$requirements" || alone=--no-deps
  make_venv "$venv"
  "$uv_root/bin/uv" pip install --system-certs --compile-bytecode $alone --python "$venv/bin/python" -r "$requirements" \
    >>"$log" 2>&1 </dev/null ||
    logged "PyPI must be reached" "$venv/bin/python" -m pip install --no-input $alone -r "$requirements" # by its settings of a mirror
  content_hash "$requirements" >"$venv/.dryf-stamp"
}

case $name in
  wasm-target) what="the target wasm32-unknown-unknown" about="1 minute at most" ;;
  wasm-bindgen) what="wasm-bindgen $wasm_bindgen_version" about="1 to 2 minutes" ;;
  trunk) what="trunk $trunk_version" about="3 to 4 minutes" ;;
  brotli) what="brotli $brotli_version" about="half a minute" ;;
  browser) what="Chromium and ChromeDriver" about="half a minute" ;;
  postgresql) what="PostgreSQL" about="half a minute" ;;
  java) what="Java" about="half a minute" ;;
  node-packages) what="the packages of tests/e2e" about="seconds" ;;
  uv) what="uv $uv_version" about="seconds" ;;
  venv-spark) what="Python environment $name" about="1 minute, 450 MB" ;;
  venv-*)
    [ -f "$requirements" ] || fail "there is no $requirements"
    what="Python environment $name" about="half a minute"
    ;;
  *) fail "nothing is named $name" "$(sed -n 's/^#   //p' "${BASH_SOURCE[0]}")" ;;
esac
step=${name//-/_}
case $name in venv-*) step=venv ;; esac

"have_$step" && exit
exec 9>"$cache/locks/$name"
if ! flock -n 9; then
  say "waiting for $what, which is being installed"
  flock 9
fi
"have_$step" && exit
started=$SECONDS
say "installing $what ($about)"
: >"$log"
"install_$step"
"have_$step" || fail "$what was installed but does not answer" "see $log"
say "installed $what in $((SECONDS - started)) s"
