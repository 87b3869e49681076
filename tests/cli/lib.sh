# For the tests beside it. Sets `scratch`, a folder of its own that goes when the test ends, and offers
#   fail WORDS            ends the test
#   settings_of SCENARIO  sets `settings` to what scripts/shortened_scenarios.txt says of it
set -uo pipefail
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

fail() {
  printf 'FAILED: %s\n' "$*" >&2
  exit 1
}

settings_of() {
  local path rest setting
  settings=()
  while read -r path rest; do
    [ "$path" = "$1" ] || continue
    for setting in $rest; do settings+=(--set "$setting"); done
  done <"$source/scripts/shortened_scenarios.txt"
}
