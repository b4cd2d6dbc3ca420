# shellcheck shell=bash
# A release whose standard library is rebuilt for size, with flags that the stable compiler has but does not promise. Only the
# one command below uses them; a project that depends on the crates needs none of it. Gains: see docs/performance.md, *Flags*.

need_rust_src() {
  need_rust
  has_rust_src && return 0
  if have rustup; then
    say "adding rust-src to $RUSTUP_TOOLCHAIN …"
    limited 120 rustup component add rust-src >"$logs/rust-src.log" 2>&1 || true
  fi
  has_rust_src ||
    say "rust-src is missing ('rustup component add rust-src'): the release is built with the standard library as it comes, and is larger"
}

has_rust_src() { [ -e "$(rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ]; }

# takes FLAG: whether this compiler has it.
takes() { RUSTC_BOOTSTRAP=1 rustc -Zunstable-options "$1" --target wasm32-unknown-unknown --print cfg >/dev/null 2>&1; }

# cargo_for_size FLAGS COMMAND ARGUMENT...: calls cargo with a standard library built for size and those of the flags, one word each,
# that this compiler has.
cargo_for_size() {
  local flag all= flags=$1 command=$2
  shift 2
  if ! has_rust_src; then
    cargo "$command" "$@"
    return
  fi
  for flag in $flags; do
    if takes "$flag"; then all="$all,\"$flag\""; else say "this compiler has no $flag: the release is larger"; fi
  done
  RUSTC_BOOTSTRAP=1 cargo --config "target.wasm32-unknown-unknown.rustflags=[\"-Zunstable-options\"$all]" \
    "$command" -Zbuild-std=std,panic_abort -Zbuild-std-features=optimize_for_size "$@"
}
