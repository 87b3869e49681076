# interrupted.sh NAPKIN SOURCE: Ctrl-C in the middle of a run leaves partial results and status 130.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

# Of a background job a non-interactive shell ignores SIGINT; napkin takes it over all the same.
"$napkin" run "$source/scenarios/regions/two_regions.yaml" --set run.duration=10h --out "$scratch/out" \
  >"$scratch/summary" &
run=$!
sleep 1
kill -INT $run
sent=$EPOCHREALTIME
wait $run
status=$?
ended=$EPOCHREALTIME
[ $status -eq 130 ] || fail "exit status $status"
# A second is promised; a machine that is busy with other tests gets ten.
[ $((${ended/./} - ${sent/./})) -lt 10000000 ] || fail "it took from $sent to $ended to end"
grep -q '"complete": false' "$scratch/out/result.json" || fail "the result does not say that it is partial"
grep -q '^Audit: \([0-9]*\) of \1 checks hold' "$scratch/summary" || fail "the audit of the part does not hold"
grep -q '"complete": true' "$scratch/out/manifest.json" || fail "the files are torn"
