# For the tests beside it. Sets `scratch`, a folder of its own that goes when the test ends, and offers
#   fail WORDS               ends the test
#   ends STATUS ARGUMENT...  runs $napkin: output in `out`, messages in `err`, 80 columns
#   settings_of SCENARIO     sets `settings` to what scripts/shortened_scenarios.txt says of it
set -uo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

ends() {
  local wanted=$1 status
  shift
  "$napkin" "$@" >out 2>err
  status=$?
  [ $status -eq "$wanted" ] || fail "napkin $*: status $status, not $wanted: $(cat out err)"
  ! awk 'length > 80' out | grep . || fail "napkin $* is wider than 80 columns"
}

settings_of() {
  local path rest setting
  settings=()
  while read -r path rest; do
    [ "$path" = "$1" ] || continue
    for setting in $rest; do settings+=(--set "$setting"); done
  done <"$source/scripts/shortened_scenarios.txt"
}
