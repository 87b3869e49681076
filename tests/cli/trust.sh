# trust.sh NAPKIN SOURCE: `trust --quick` runs one row of every model, from scenarios, by algorithms, by the
# analysis, and some scenarios with claims, and all of them are met; and scenarios/TRUST.md lists them, with
# the same expected values.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

cd "$source" || fail "there is no folder"
"$napkin" trust --quick --quiet --markdown -j 2 >"$scratch/table" || fail "missed: $(grep MISSED "$scratch/table")"
[ "$(grep -c '| met |' "$scratch/table")" -ge 70 ] || fail "only so many were met: $(grep -c '| met |' "$scratch/table")"
# What stands before the third column does not depend on the run.
grep -oE '^\| [^ |]+-[^ |]+ \|[^|]*\|[^|]*\|' "$scratch/table" >"$scratch/rows"
grep -q '^| closed-mva-' "$scratch/rows" || fail "no row of a closed network was run"
[ "$(wc -l <"$scratch/rows")" -ge 56 ] || fail "only so many rows: $(wc -l <"$scratch/rows")"
while IFS= read -r line; do
  grep -qF -e "$line" scenarios/TRUST.md || fail "not in scenarios/TRUST.md (scripts/trust): $line"
done <"$scratch/rows"

# A wrong number is found: a row that expects what no M/M/1 does.
sed -n -e 1p -e '/^mm1-01,/s/mean_response,2,/mean_response,3,/p' scenarios/theory/queueing.csv >"$scratch/wrong.csv"
"$napkin" trust --quick --quiet --rows "$scratch/wrong.csv" >"$scratch/table" && fail "a wrong row was met"
grep -q 'MISSED' "$scratch/table" || fail "a wrong row was not missed: $(cat "$scratch/table")"
