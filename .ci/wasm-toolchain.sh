#!/usr/bin/env bash
# Builds a Rust toolchain that compiles to wasm32-unknown-unknown from Debian's packages, in a folder of its own.
#
#   .ci/wasm-toolchain.sh PREFIX        then: RUSTUP_TOOLCHAIN=PREFIX cargo build --target wasm32-unknown-unknown
#
# For machines that have Debian's packages but not rustup's server. Debian's security suite carries a whole compiler
# for its browsers: rustc-web, its library sources and LLVM. They are unpacked into PREFIX (nothing is installed, no
# root needed beyond `apt-get update`), and std is compiled for wasm32 once: about 35 s and 650 MB. PREFIX appears
# whole or not at all.
set -euo pipefail

prefix=${1:?usage: .ci/wasm-toolchain.sh PREFIX}
fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

for tool in apt-get apt-cache dpkg-deb rustup; do
  command -v "$tool" >/dev/null || fail "the wasm toolchain cannot be built here: $tool is missing"
done
[ "$(dpkg --print-architecture)" = amd64 ] || fail "the wasm toolchain is known to build on amd64 only"
host=$(rustc -vV | sed -n 's/^host: //p')
cargo=$(rustup which cargo)

# The first package that NAME depends on and whose name matches PATTERN.
dependency() { # NAME PATTERN
  apt-cache depends --important "$1" 2>/dev/null | sed -n 's/^ *|\{0,1\}Depends: //p' | grep -m 1 -Ex "$2"
}
# Versions move with Debian's browsers, so the names that carry one are read from the package lists.
resolve() {
  std=$(dependency libstd-rust-web-dev 'libstd-rust-web-[0-9.]+') &&
    llvm=$(dependency "$std" 'libllvm[0-9]+(t64)?') &&
    lld=lld-$(tr -cd 0-9 <<<"${llvm%t64}")
}
if ! resolve; then
  if [ "$(id -u)" = 0 ]; then apt-get -q update; else sudo -n apt-get -q update || true; fi >&2
  resolve || fail "Debian's package rustc-web is not in this system's package lists; with root: apt-get update"
fi
# What the compiler and the linker load at run time and a bare system may lack; libc and libgcc are always there.
libraries=$(apt-cache depends --recurse --important "$llvm" "$lld" |
  grep -Ex 'lib[a-z0-9.+-]+' | grep -Evx 'libc6|libcrypt1|libgcc-s1|libstdc\+\+6' | sort -u)

work=$(mktemp -d "$prefix.XXXXXX")
trap 'rm -rf "$work"' EXIT

mkdir -p "$work/debs" "$work/unpacked" "$work/std/src" "$work/prefix"/{bin,lib,libexec}

echo "fetching rustc-web, $std, $llvm, $lld" >&2
# shellcheck disable=SC2086 # one word for each library
(cd "$work/debs" && apt-get -q -o APT::Sandbox::User=root download rustc-web libstd-rust-web-dev rust-web-src rust-web-clippy "$std" "$llvm" "$lld" $libraries >&2)
for deb in "$work"/debs/*.deb; do
  case ${deb##*/} in
    rust-web-src*) dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$work/unpacked" --wildcards './usr/src/rustc-*/library' ;;
    *) dpkg-deb -x "$deb" "$work/unpacked" ;;
  esac
done

out=$work/prefix
mv "$work"/unpacked/usr/lib/rustlib "$out/lib/"
find "$work"/unpacked/usr/lib/*-linux-gnu "$work"/unpacked/lib -name '*.so*' -exec mv -t "$out/lib" {} + 2>/dev/null || true
rm -rf "$out/lib/rustlib/src/rust"
mkdir -p "$out/lib/rustlib/src/rust"
mv "$work"/unpacked/usr/src/rustc-*/library "$out/lib/rustlib/src/rust/"

# The programs find their libraries beside them, wherever the prefix lies.
wrapped() { # FROM TO UP: TO runs FROM, and UP leads from TO's folder to the prefix
  cp "$1" "$out/libexec/${1##*/}"
  cat >"$2" <<WRAPPER
#!/bin/sh
prefix=\$(dirname "\$(readlink -f "\$0")")/$3
LD_LIBRARY_PATH="\$prefix/lib\${LD_LIBRARY_PATH:+:\$LD_LIBRARY_PATH}" exec "\$prefix/libexec/${1##*/}" "\$@"
WRAPPER
  chmod +x "$2"
}
for program in rustc rustdoc cargo-clippy clippy-driver; do
  wrapped "$work/unpacked/usr/bin/$program" "$out/bin/$program" ..
done
# The target's linker is `rust-lld`, looked up under the host's rustlib; lld tells its flavour from -flavor.
mkdir -p "$out/lib/rustlib/$host/bin"
wrapped "$(readlink -f "$work"/unpacked/usr/lib/llvm-*/bin/lld)" "$out/lib/rustlib/$host/bin/rust-lld" ../../../..
ln -s "$cargo" "$out/bin/cargo"

# Bitcode must be in std, or link-time optimisation fails; `test` must be built, or browser tests have no harness.
cat >"$work/std/Cargo.toml" <<'MANIFEST'
[package]
name = "std-probe"
version = "0.0.0"
edition = "2024"
[workspace]
MANIFEST
: >"$work/std/src/lib.rs"
echo "compiling std for wasm32 with $("$out/bin/rustc" --version)" >&2
(cd "$work/std" && env -u RUSTUP_TOOLCHAIN -u CARGO_BUILD_TARGET RUSTC="$out/bin/rustc" RUSTC_BOOTSTRAP=1 \
  CARGO_PROFILE_RELEASE_CODEGEN_UNITS=1 RUSTFLAGS='-C embed-bitcode=yes' CARGO_TARGET_DIR="$work/target" \
  "$cargo" build -q --release -Z build-std=std,panic_abort,test --target wasm32-unknown-unknown >&2)
std_out=$out/lib/rustlib/wasm32-unknown-unknown/lib
mkdir -p "$std_out"
cp "$work"/target/wasm32-unknown-unknown/release/deps/*.rlib "$std_out/"
rm -f "$std_out"/libstd_probe*

rm -rf "$prefix"
mv "$out" "$prefix"
