# trust.sh NAPKIN SOURCE: `trust` re-runs rows of several kinds, from scenarios, by algorithms, by the
# analysis, and all of them are met; and scenarios/TRUST.md lists them, with the same expected values.
# `napkin trust --quick` does so for every model.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

cd "$source" || fail "there is no folder"
for row in mm1-01 mgcc-01 mmck-04 md1-02 ttl-cache token-bucket-02 retry-amplification-01 bloom-filter-01 \
  raft-split-vote-02 usl mttdl; do
  "$napkin" trust --only "$row" --quiet --markdown -j 2 >"$scratch/table" || fail "$row: $(cat "$scratch/table")"
  grep -q '| met |' "$scratch/table" || fail "$row was not met: $(cat "$scratch/table")"
  # What stands before the third column does not depend on the run.
  grep -oE '^\| [^ |]+-[^ |]+ \|[^|]*\|[^|]*\|' "$scratch/table" >"$scratch/rows"
  while IFS= read -r line; do
    grep -qF -e "$line" scenarios/TRUST.md || fail "not in scenarios/TRUST.md (scripts/trust): $line"
  done <"$scratch/rows"
done
