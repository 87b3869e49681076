# interrupted.sh NAPKIN SOURCE: Ctrl-C in the middle of a run leaves partial results and status 130, within a
# second.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

# Millions of events for each simulated second, hours of them: neither a moment nor a share of the run is short.
settings_of chat/peak.yaml
settings+=(--set run.duration=10h --set params.peak=5)

# Processor time of a process so far, in hundredths of a second.
used() {
  local fields
  read -r -a fields 2>/dev/null <"/proc/$1/stat" || return
  printf '%s' $((fields[13] + fields[14]))
}

# Of a background job a non-interactive shell ignores SIGINT; napkin takes it over all the same.
"$napkin" run "$source/scenarios/chat/peak.yaml" "${settings[@]}" --out "$scratch/out" >"$scratch/summary" &
run=$!
until [ "$(used $run)" -ge 200 ]; do sleep 0.1; done
used_before=$(used $run)
kill -INT $run
sent=$EPOCHREALTIME
used_after=$used_before
while now=$(used $run 2>/dev/null); do
  used_after=$now
  sleep 0.01
done
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
