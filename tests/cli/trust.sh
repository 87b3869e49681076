# trust.sh NAPKIN SOURCE: `trust --quick` runs every model once and a few scenarios, all of them met; and
# scenarios/TRUST.md has the very rows that the program prints.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

cd "$source" || fail "there is no folder"
"$napkin" trust --quick --quiet --markdown -j 2 >"$scratch/table"
status=$?
grep '^| ' "$scratch/table" | grep -v '^| | what' >"$scratch/lines"
[ "$status" = 0 ] || fail "exit status $status: $(grep MISSED "$scratch/lines")"
[ "$(grep -c '| met |' "$scratch/lines")" -ge 50 ] || fail "fewer than 50 lines are met"

# The rows of the table begin with their id; the claims of scenarios are run more often for the page.
grep -E '^\| [^ ]+-[^ ]+ \|' "$scratch/lines" >"$scratch/rows"
while IFS= read -r line; do
  grep -qF -e "$line" scenarios/TRUST.md ||
    fail "not in scenarios/TRUST.md, which scripts/trust writes anew: $line"
done <"$scratch/rows"
