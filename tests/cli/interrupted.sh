# interrupted.sh NAPKIN SOURCE: Ctrl-C in the middle of a run leaves partial results and status 130, within a
# second.
napkin=$1
. "${0%/*}/lib.sh"

# Hours of many events: a share of the run is not short.
cat >"$scratch/hours.yaml" <<'SCENARIO'
napkin: 1
name: Hours of many events
components:
  users: {kind: clients, arrivals: {poisson: 300k/s}, calls: api.get}
  api: {kind: service, replicas: 4, cores: 64, on: {get: [{work: 100us}]}}
run: {duration: 10h}
SCENARIO

# Processor time of a process so far, in hundredths of a second; nothing when it has ended.
used() {
  local fields
  read -r -a fields 2>/dev/null <"/proc/$1/stat" && printf '%s' $((fields[13] + fields[14]))
}

# Of a background job a non-interactive shell ignores SIGINT; napkin takes it over all the same.
"$napkin" run "$scratch/hours.yaml" --out "$scratch/out" >"$scratch/summary" &
run=$!
until used_before=$(used $run) && [ "${used_before:-0}" -ge 100 ]; do
  kill -0 $run 2>/dev/null || fail "it ended by itself"
  sleep 0.1
done
kill -INT $run
sent=$EPOCHREALTIME
used_after=$used_before
while now=$(used $run) && [ -n "$now" ]; do
  used_after=$now
  sleep 0.01
done 2>/dev/null
wait $run
status=$?
ended=$EPOCHREALTIME
[ $status -eq 130 ] || fail "exit status $status"
# On a machine that is busy with other things a second of processor time is what can be promised.
[ $((used_after - used_before)) -lt 100 ] ||
  fail "it took $((used_after - used_before)) hundredths of a second of processor time to end"
read -r load _ </proc/loadavg
[ "${load%.*}" -ge "$(nproc)" ] || [ $((${ended/./} - ${sent/./})) -lt 1000000 ] ||
  fail "it took from $sent to $ended to end"
grep -q '"complete": false' "$scratch/out/result.json" || fail "the result does not say that it is partial"
grep -q '^Audit: \([0-9]*\) of \1 checks hold' "$scratch/summary" || fail "the audit of the part does not hold"
grep -q '"complete": true' "$scratch/out/manifest.json" || fail "the files are torn"
