# shellcheck shell=bash
# Rust: the toolchain, its wasm32 target, rustfmt and clippy. Part of script/bootstrap.

route_file=$cache/wasm32-route # the toolchain that has the target: one of rustup's, or "debian"

can_wasm32() { # TOOLCHAIN: whether it compiles for wasm32
  local sysroot
  sysroot=$(RUSTUP_TOOLCHAIN=$1 rustc --print sysroot 2>/dev/null) &&
    ls "$sysroot"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1 &&
    RUSTUP_TOOLCHAIN=$1 cargo --version >/dev/null 2>&1
}

# Debian has a compiler for building browsers, and its source, but no standard library for wasm32: it is built here, which
# takes a minute.
debian_wasm32() {
  local cargo=/usr/bin/cargo rustc=/usr/bin/rustc rustdoc=/usr/bin/rustdoc sysroot host lld work
  apt rustc-web cargo-web rust-web-src rust-web-clippy rustfmt-web gcc libc6-dev || return
  lld=$(apt-cache search --names-only '^lld-[0-9]+$' | sed 's/ .*//' | sort -t- -k2 -n | tail -n 1)
  [ -n "$lld" ] || {
    echo "error: Debian offers no package of LLVM's linker, lld"
    return $hopeless
  }
  apt "$lld" || return
  sysroot=$("$rustc" --print sysroot)
  host=$("$rustc" -vV | sed -n 's/^host: //p')
  local into=$sysroot/lib/rustlib/wasm32-unknown-unknown/lib as=
  [ -w "$sysroot/lib/rustlib" ] || as="sudo -n"
  if ! ls "$into"/libstd-*.rlib >/dev/null 2>&1; then
    work=$(mktemp -d)
    mkdir "$work/src"
    printf '[package]\nname = "empty"\nversion = "0.0.0"\nedition = "2021"\n' >"$work/Cargo.toml"
    printf '#![no_std]\n' >"$work/src/lib.rs"
    (cd "$work" && RUSTC=$rustc RUSTDOC=$rustdoc RUSTC_BOOTSTRAP=1 RUSTFLAGS=-Cembed-bitcode=yes CARGO_TARGET_DIR=$work/target \
      "$cargo" build -Zbuild-std=std,panic_abort,proc_macro,test --target wasm32-unknown-unknown --release) || return
    $as mkdir -p "$into"
    local rlib
    for rlib in "$work"/target/wasm32-unknown-unknown/release/deps/*.rlib; do
      case $rlib in */libempty-*) ;; *) $as cp "$rlib" "$into/" || return ;; esac
    done
    rm -rf "$work"
  fi
  $as mkdir -p "$sysroot/lib/rustlib/$host/bin"
  $as ln -sf "/usr/bin/$lld" "$sysroot/lib/rustlib/$host/bin/rust-lld"
  rustup toolchain link debian "$sysroot"
}

# Chooses the toolchain. With RUSTUP_TOOLCHAIN set, rustup installs nothing for rust-toolchain.toml on its own.
need_rust() {
  have rustc && have cargo || die "Rust is missing: install it from https://rustup.rs, then run this again"
  have rustup && [ -z "${RUSTUP_TOOLCHAIN:-}" ] || return 0
  local chosen
  # The one that has the target, also for steps that do not need it: another one would compile everything again.
  chosen=$(cat "$route_file" 2>/dev/null || true)
  if [ -z "$chosen" ] || ! RUSTUP_TOOLCHAIN=$chosen cargo --version >/dev/null 2>&1; then
    chosen=$(rustup toolchain list | sed 's/ .*//' | grep -m 1 '^stable' ||
      rustup toolchain list | sed -n 's/ (.*default.*//p' | head -n 1)
  fi
  [ -n "$chosen" ] || die "rustup has no toolchain: run 'rustup toolchain install stable', then this again"
  export RUSTUP_TOOLCHAIN=$chosen
}

need_wasm32() {
  need_rust
  if ! have rustup; then
    ls "$(rustc --print sysroot)"/lib/rustlib/wasm32-unknown-unknown/lib/libstd-*.rlib >/dev/null 2>&1 ||
      die "this Rust has no wasm32-unknown-unknown target and no rustup to add it: install Rust from https://rustup.rs"
    return 0
  fi
  if ! can_wasm32 "$RUSTUP_TOOLCHAIN"; then
    say "adding the wasm32-unknown-unknown target to $RUSTUP_TOOLCHAIN …"
    if ! limited 60 rustup target add wasm32-unknown-unknown >"$logs/wasm32.log" 2>&1 || ! can_wasm32 "$RUSTUP_TOOLCHAIN"; then
      have apt-get ||
        die "rustup could not add the target ($(tail -n 1 "$logs/wasm32.log")): run 'rustup target add wasm32-unknown-unknown', then this again"
      say "rustup's servers do not answer: building the target from Debian's sources"
      install wasm32-from-debian debian_wasm32
      export RUSTUP_TOOLCHAIN=debian
      can_wasm32 debian || die "Debian's toolchain still has no wasm32 target: read $logs/wasm32-from-debian.log"
    fi
  fi
  printf '%s\n' "$RUSTUP_TOOLCHAIN" >"$route_file"
}

# rustup's minimal profile has neither of these.
need_rustfmt() {
  need_rust
  cargo fmt --version >/dev/null 2>&1 || add_component rustfmt
}

need_clippy() {
  need_rust
  cargo clippy --version >/dev/null 2>&1 || add_component clippy
}

add_component() {
  have rustup || die "$1 is missing: install it for this Rust, then run this again"
  install "$1" rustup component add "$1"
}
