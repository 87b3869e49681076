# budgets.sh NAPKIN SOURCE: a budget that is reached ends the run with partial results, status 4, and words
# that say which one, who spent it, and what to type.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

file=$source/scenarios/first/three_tier.yaml

# stopped WORDS ARGUMENT...: the run ends with the words, and leaves whole files that say it is partial.
stopped() {
  local words=$1 status=0
  shift
  rm -rf "$scratch/out"
  "$napkin" run "$@" --out "$scratch/out" >"$scratch/summary" 2>"$scratch/err" || status=$?
  [ $status -eq 4 ] || fail "napkin run $*: exit status $status: $(cat "$scratch/err")"
  grep -qF -e "$words" "$scratch/err" || fail "napkin run $*: it does not say '$words': $(cat "$scratch/err")"
  grep -q '"complete": false' "$scratch/out/result.json" || fail "napkin run $*: the result is not marked"
  grep -q '"complete": true' "$scratch/out/manifest.json" || fail "napkin run $*: the files are torn"
  grep -q '^Audit: \([0-9]*\) of \1 checks hold' "$scratch/summary" || fail "the audit of the part does not hold"
}

stopped 'raise it with --max-events 20k' "$file" --max-events 10k
stopped 'raise it with --max-wall 100ms' "$file" --set run.duration=1y --max-wall 50ms
stopped 'left out: ' "$file" --max-output 100KiB
[ -s "$scratch/out/result.json" ] || fail "result.json is left out"

cat >"$scratch/storm.yaml" <<'YAML'
napkin: 1
name: Storm
regions: {here: {same_zone: {latency: 0s}}}
components:
  users: {kind: clients, arrivals: {constant: 1/s}, calls: a.get}
  a: {kind: service, bandwidth: 100000Gbps, on: {get: [{branch: [{share: 100%, steps: [{call: b.get}]}]}]}}
  b: {kind: service, bandwidth: 100000Gbps, on: {get: [{call: a.get}]}}
YAML
stopped 'Going round: a.get -> b.get -> a.get' "$scratch/storm.yaml"

cat >"$scratch/overload.yaml" <<'YAML'
napkin: 1
name: Overload
components:
  users: {kind: clients, arrivals: {poisson: 130/s}, calls: a.get}
  a: {kind: service, cores: 1, on: {get: [{work: {exponential: 10ms}}]}}
YAML
"$napkin" run "$scratch/overload.yaml" --out "$scratch/out" >"$scratch/summary" 2>"$scratch/err" ||
  fail "an overload is no budget"
grep -q 'overload.yaml:5:6: warning: not stable: load 1.3 at a: ' "$scratch/err" ||
  fail "the overload is not told before the run: $(cat "$scratch/err")"
"$napkin" validate "$scratch/overload.yaml" >/dev/null 2>"$scratch/err" || fail "validate refuses an overload"
grep -q 'warning: not stable: load 1.3 at a: ' "$scratch/err" || fail "validate does not warn"
grep -q 'NOT STABLE: load 1.[23]' "$scratch/summary" || fail "the overload is not told: $(cat "$scratch/summary")"
grep -q '"overloads": \[$' "$scratch/out/result.json" || fail "the overload is not in the result"

status=0
"$napkin" run "$file" --max-memory 1KiB --out "$scratch/small" >/dev/null 2>"$scratch/err" || status=$?
[ $status -eq 2 ] && grep -q 'at least 64MiB' "$scratch/err" || fail "a budget too small: $(cat "$scratch/err")"
