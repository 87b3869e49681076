# judging.sh NAPKIN SOURCE: what check, validate and explain say of good and bad scenarios, and how they end.
napkin=$1 source=$2
. "${0%/*}/lib.sh"
cd "$scratch" || fail "there is no folder"

# scenario FILE LINE...: a small system with these lines at its end.
scenario() {
  local file=$1
  shift
  cat >"$file" <<'YAML'
napkin: 1
name: Small
components:
  users: {kind: clients, arrivals: {constant: 100/s}, calls: web.page}
  web: {kind: service, cores: 2, on: {page: [{work: 5ms}]}}
run: {seed: 1, duration: 2s}
YAML
  printf '%s\n' "$@" >>"$file"
}

says() { grep -qF -e "$1" "${2-out}" || fail "it does not say '$1': $(cat out err)"; }

scenario good.yaml 'expect:' '  - p99(page) < 50ms' '  - rate(page) > 90/s'
scenario missed.yaml 'expect:' '  - p99(page) < 1ms' '  - rate(page) > 90/s'
scenario empty.yaml 'expect:' '  - p99(page, 30s..40s) < 1ms'
claim='says: it takes 5 ms, from: a book, measure: mean(page), value: 5ms, within: 20%'
scenario claim.yaml "claims: [{$claim}]"
scenario refuted.yaml "claims: [{${claim/5ms,/50ms,}}]"
scenario known.yaml "claims: [{${claim/5ms,/50ms,}, known: refuted}]"
scenario surprise.yaml "claims: [{$claim, known: refuted}]"
printf 'napkin: 1\nnmae: x\n' >bad.yaml

# Each verdict has its status; of several the worst counts; every objective has its line.
ends 0 check good.yaml && says 'MET' && says '2 met, 0 missed, 0 inconclusive, in 1 scenario'
ends 1 check missed.yaml && says 'MISSED' && says '1 met, 1 missed'
ends 3 check empty.yaml && says 'INCONCLUSIVE' && says 'no samples'
ends 0 check claim.yaml && says 'CONFIRMED'
ends 1 check refuted.yaml && says 'REFUTED' && says 'it takes 5 ms (a book)' && says '% below what is claimed'
ends 0 check known.yaml && says 'REFUTED' && says 'as is known'
ends 1 check surprise.yaml && says 'known to be refuted'
ends 2 check bad.yaml && says 'COULD NOT BE RUN' && says 'bad.yaml:2:1: error' err
ends 3 check good.yaml empty.yaml good.yaml
ends 1 check good.yaml empty.yaml missed.yaml
ends 2 check missed.yaml bad.yaml good.yaml && says 'MISSED' && says 'p99(page) < 50ms'
ends 0 run refuted.yaml --quiet && says 'REFUTED' && says '50ms +-20%'  # a finding, not a failure
says '"verdict": "refuted"' results/refuted/result.json
ends 1 run missed.yaml --quiet
ends 0 check missed.yaml --set 'expect[0]=p99(page) < 50ms'
ends 0 check good.yaml missed.yaml --set 'expect=[rate(page) > 90/s]' --seed 7

# For CI: JUnit and Markdown, for all scenarios together, also of those that could not be run.
ends 2 check good.yaml refuted.yaml bad.yaml --junit junit.xml --markdown summary.md
says '<testsuites name="napkin" tests="6" failures="1" errors="1">' junit.xml
says '<testsuite name="bad.yaml"' junit.xml && says 'classname="Small"' junit.xml
says '## napkin: 2 met, 1 missed, 0 inconclusive, **1 failed to run**' summary.md
! command -v xmllint >/dev/null || xmllint --noout junit.xml || fail "junit.xml is no XML"
ends 2 check good.yaml --junit nowhere/junit.xml && says 'nowhere' err
ends 0 check good.yaml claim.yaml --out kept
[ -s kept/good/result.json ] && [ -s kept/claim/junit.xml ] || fail "--out keeps no results: $(ls -R kept)"

# validate tells every mistake of every file, underlined, with the way out.
cat >many.yaml <<'YAML'
napkin: 1
name: Many mistakes
components:
  users: {kind: clients, arrivals: {poisson: 100}, calls: api.pgae, timout: 5s}
  web: {kind: servcie}
  front: {kind: service, replicas: -2}
  cache: {kind: cache, ttl: 60}
  api: {kind: service, on: {page: [{work: 5 ms}, {wrok: 1ms}]}}
run: {duration: 10, seed: 1.5}
timeline: [{at: 5s, kil: web}]
expect: ["p99(page) < 200", "p99(page) < 5%"]
claims: [{says: x, measure: rate(page), value: 100}]
YAML
ends 2 validate good.yaml many.yaml bad.yaml
says 'good.yaml: good: 2 components, 2 objectives, 0 claims'
for words in 'many.yaml:4:46: error' 'write 100/s' '^~~' 'did you mean "timeout"?' 'did you mean "service"?' \
  'many.yaml:6:36' 'write 60s or 60ms' 'write 5ms' 'did you mean "work"?' 'write 10s or 10ms' \
  '"1.5" is not a whole number' 'did you mean "kill"?' 'write 200s or 200ms' 'is a ratio, not a duration' \
  'many.yaml:12:48' 'bad.yaml:2:1: error' 'did you mean "name"?'; do
  says "$words" err
done
[ "$(grep -c ': error: ' err)" -ge 14 ] || fail "mistakes are missing: $(cat err)"
"$napkin" validate many.yaml --json >out 2>err
[ $? -eq 2 ] && [ ! -s err ] || fail "validate --json complains beside: $(cat err)"
python3 - <<'PY' || fail "--json is no list of mistakes: $(cat out)"
import json
mistakes = json.load(open("out"))
assert len(mistakes) >= 12 and all(m["file"] == "many.yaml" and m["line"] > 0 for m in mistakes)
PY
scenario typo.yaml 'expect: ["p99(pgae) < 1s"]' 'claims: [{says: x, measure: rate(wbe), value: 1/s}]'
ends 2 validate typo.yaml && says 'no operation, component or region "pgae"' err && says 'did you mean "web"?' err
ends 2 validate nowhere.yaml && says 'No such file' err
ends 2 validate good.yaml --set components.web.core=3 && says 'did you mean "cores"?' err

# explain is a scenario again, with every default, and each value says where it comes from.
cat >child.yaml <<'YAML'
napkin: 1
extends: good.yaml
name: Child
components: {web: {cores: 4}}
YAML
ends 0 explain child.yaml --set web.queue=77
says '# child.yaml:4' && says '# base good.yaml:5' && says '# --set web.queue' && says '# default'
ends 0 explain child.yaml web && says 'cores: 4' && ! grep -q users out || fail "a part is more than that: $(cat out)"
ends 0 explain child.yaml run.seed && [ "$(wc -l <out)" -eq 1 ] || fail "a value is one line: $(cat out)"
ends 2 explain child.yaml components.wbe && says 'did you mean' err
