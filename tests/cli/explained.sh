# explained.sh NAPKIN SOURCE SCENARIO: what explain prints is the same system: it gives the same events.
napkin=$1 source=$2 scenario=$3
. "${0%/*}/lib.sh"

settings_of "$scenario"
fingerprint() {
  "$napkin" run "$@" --quiet --out "$scratch/out" 2>&1 | grep '^fingerprint' | cut -d, -f1-2
}
"$napkin" explain "$source/scenarios/$scenario" "${settings[@]}" >"$scratch/whole.yaml" || fail "explain fails"
! awk 'length > 80' "$scratch/whole.yaml" | grep . || fail "explain is wider than 80 columns"
grep -q '# default' "$scratch/whole.yaml" || fail "explain shows no default"
wanted=$(fingerprint "$source/scenarios/$scenario" "${settings[@]}")
found=$(fingerprint "$scratch/whole.yaml")
[ -n "$wanted" ] && [ "$wanted" = "$found" ] || fail "what is explained runs otherwise: $wanted, $found"
