# runs_as_promised.sh NAPKIN SOURCE SCENARIO: a shipped scenario runs, meets what it expects, and every
# audit holds. A shortened one may leave something undecided.
napkin=$1 source=$2 scenario=$3
. "${0%/*}/lib.sh"

settings_of "$scenario"
"$napkin" run "$source/scenarios/$scenario" --quiet --out "$scratch/out" "${settings[@]}" >"$scratch/summary"
status=$?
cat "$scratch/summary"
[ $status -eq 0 ] || { [ $status -eq 3 ] && [ ${#settings[@]} -gt 0 ]; } || fail "exit status $status"
grep -q '^Audit: \([0-9]*\) of \1 checks hold' "$scratch/summary" || fail "the audit does not hold"
grep -q '"complete": true' "$scratch/out/result.json" || fail "the result is not complete"
