#!/bin/sh
# streamer, packed: the first start unpacks into a per-user cache, later starts
# run from there. Made by scripts/build/pack.ts.
h=@HASH@
run() {
  d=$1
  shift
  export STREAMER_SELF="$self"
  # Its time tells when this version ran last; not ":", whose failure ends dash.
  true 2>/dev/null >"$d/.ok"
  # What Deno itself obeys is kept aside for the program, which restores it.
  for k in DENO_COVERAGE_DIR DENO_DIR DENO_NO_UPDATE_CHECK DENO_SERVE_ADDRESS DENO_V8_FLAGS NODE_OPTIONS OTEL_DENO; do
    eval "export STREAMER_ENV_$k=\"\${$k+=\$$k}\"; unset $k"
  done
  export DENO_DIR="$d/cache" DENO_NO_UPDATE_CHECK=1
  exec "$d/deno" run -q -A --no-prompt --no-config --no-lock --no-remote --cached-only \
    --node-modules-dir=manual --v8-flags=@V8_FLAGS@ "$d/app/server/main.js" "$@"
}
self=$0
case $self in /*) ;; *) self=$PWD/$self ;; esac
b1=${STREAMER_CACHE:-}
b2=${XDG_CACHE_HOME:+$XDG_CACHE_HOME/streamer}
b3=${HOME:+$HOME/.cache/streamer}
b4=${TMPDIR:-/tmp}/streamer-$(id -u)
for b in "$b1" "$b2" "$b3" "$b4"; do
  [ -n "$b" ] && [ -f "$b/$h/.ok" ] && [ -O "$b/$h" ] && run "$b/$h" "$@"
done
for b in "$b1" "$b2" "$b3" "$b4"; do
  [ -n "$b" ] || continue
  (umask 077 && mkdir -p "$b") 2>/dev/null || continue
  [ -O "$b" ] && [ -w "$b" ] || continue
  t=$(umask 077 && mktemp -d "$b/.new-XXXXXX" 2>/dev/null) || continue
  trap 'rm -rf "$t"' EXIT
  trap 'exit 130' HUP INT TERM
  if tail -c +@OFFSET@ "$0" | gzip -dc | tar -xf - -C "$t" 2>/dev/null &&
    "$t/deno" --version >/dev/null 2>&1 && mkdir "$t/cache" && : >"$t/.ok"; then
    # Several first starts may race: one rename wins, the others land inside it.
    mv "$t" "$b/$h" 2>/dev/null
    rm -rf "$b/$h/${t##*/}" "$t"
    # Versions that have not run for a month are not coming back.
    for o in "$b"/*/.ok; do
      [ -z "$(find "$o" -mtime +30 2>/dev/null)" ] || rm -rf "${o%/.ok}"
    done
    if [ -f "$b/$h/.ok" ]; then
      trap - EXIT HUP INT TERM
      run "$b/$h" "$@"
    fi
  fi
  rm -rf "$t"
done
echo "streamer: cannot unpack: no cache folder is writable and executable (set STREAMER_CACHE to one)" >&2
exit 127
