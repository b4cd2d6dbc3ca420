# shellcheck shell=bash
# The tool that cuts a module into parts, with script/wasm-split-under.patch. Part of script/bootstrap.

wasm_split_version=0.2.4

# Cargo has no option to patch a program that it installs, so the source is taken from where cargo keeps it.
install_wasm_split() {
  local work=$cache/wasm-split source
  rm -rf "$work"
  mkdir -p "$work/src"
  : >"$work/src/lib.rs"
  printf '[package]\nname = "source"\nversion = "0.0.0"\n[dependencies]\nwasm_split_cli_support = "=%s"\n[workspace]\n' $wasm_split_version >"$work/Cargo.toml"
  source=$(cd "$work" && cargo metadata --format-version 1 --quiet |
    grep -o "\"manifest_path\":\"[^\"]*wasm_split_cli_support-$wasm_split_version/Cargo.toml\"" | head -n 1 | cut -d '"' -f 4) || return
  [ -n "$source" ] || return
  cp -R "$(dirname "$source")" "$work/tool"
  printf '\n[workspace]\n' >>"$work/tool/Cargo.toml"
  (cd "$work/tool" && GIT_CEILING_DIRECTORIES=$work git apply -p1 "$root/script/wasm-split-under.patch") || return
  (cd / && CARGO_TARGET_DIR="$cache/build" CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_LTO=false \
    CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 CARGO_PROFILE_RELEASE_DEBUG=0 \
    cargo install --path "$work/tool" --features build-binary --locked --force --root "$tools") || return
  wasm_split_stamp >"$tools/wasm-split.stamp"
}

wasm_split_stamp() { printf '%s ' $wasm_split_version && cksum <"$root/script/wasm-split-under.patch"; }

need_wasm_split() {
  need_rust
  [ -x "$tools/bin/wasm-split-cli" ] && [ "$(cat "$tools/wasm-split.stamp" 2>/dev/null)" = "$(wasm_split_stamp)" ] ||
    install "wasm-split $wasm_split_version (a minute)" install_wasm_split
}

# cut_parts MODULE TO NAME PART[=ABOVE]...: cuts what the linker wrote into NAME_bg.wasm, with its glue, and NAME_PART.wasm, as the tool
# leaves them. What parts share is in the nearest part that all of them lie under.
cut_parts() {
  local module=$1 to=$2 name=$3 part said under=()
  shift 3
  for part in "$@"; do
    case $part in *=*) under+=(--under "$part") ;; esac
  done
  rm -rf "$to/cut"
  said=$(wasm-split-cli "$module" "$to/cut" --out-name "$name" ${under[@]+"${under[@]}"} 2>&1) || die "the module was not cut: $said"
  # Functions of a part that nobody calls stay in front, with all that they need.
  case $said in *'No corresponding imports'*) die "parts have functions that nobody calls, so their code is in front: $said" ;; esac
  wasm-bindgen --target web --keep-lld-exports --keep-debug --out-name "$name" --out-dir "$to" "$to/cut/$name.wasm"
  for part in "$@"; do mv "$to/cut/split_${part%%=*}.wasm" "$to/${name}_${part%%=*}.wasm"; done
  rm -r "$to/cut"
}
