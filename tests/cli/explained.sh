# explained.sh NAPKIN SOURCE SCENARIO: what explain prints is the same system: it gives the same events.
napkin=$1 source=$2 scenario=$3
. "${0%/*}/lib.sh"

settings_of "$scenario"
fingerprint() {
  "$napkin" run "$@" --quiet --out "$scratch/out" 2>&1 | grep '^fingerprint' | cut -d, -f1-2
}
# Beside the scenario, for the files that it names.
cp -r "$source/scenarios/${scenario%/*}" "$scratch/folder"
whole=$scratch/folder/whole.yaml
"$napkin" explain "$source/scenarios/$scenario" "${settings[@]}" >"$whole" || fail "explain fails"
! awk 'length > 80' "$whole" | grep . || fail "explain is wider than 80 columns"
grep -q '# default' "$whole" || fail "explain shows no default"
wanted=$(fingerprint "$source/scenarios/$scenario" "${settings[@]}")
found=$(fingerprint "$whole")
[ -n "$wanted" ] && [ "$wanted" = "$found" ] || fail "what is explained runs otherwise: $wanted, $found"
