# comparing.sh NAPKIN SOURCE: what compare says of results, scenarios and variants; replications on any number of threads.
napkin=$1
. "${0%/*}/lib.sh"
cd "$scratch" || fail "there is no folder"

cat >small.yaml <<'YAML'
napkin: 1
name: Small
components:
  users: {kind: clients, arrivals: {poisson: 100/s}, calls: web.page}
  web: {kind: service, cores: 1, queue: 10k, on: {page: [{work: {exponential: 5ms}}]}}
run: {seed: 1, duration: 4s, replications: 6, trace: false}
YAML

says() { grep -q -e "$1" "${2-out}" || fail "it does not say '$1': $(cat out err)"; }

ends 0 run small.yaml --out one -j 1 && says '6 replications'
ends 0 run small.yaml --out other -j 3
cmp one/result.json other/result.json || fail "the bytes depend on the number of threads"

# Equal results differ by nothing; a slower server is a change, found in results and in scenarios alike.
ends 0 compare one other && says '6 pairs' && says '^mean(page) .* 0s .* equal$'
! grep -E 'CHANGED|noise' out || fail "equal results differ"
ends 0 run small.yaml --out slow --set 'components.web.on.page[0].work.exponential=7ms'
ends 0 compare one slow && says '^mean(page) .* CHANGED$'
grep '^mean(page)' out >by_folder
ends 0 compare small.yaml --set 'components.web.on.page[0].work.exponential=7ms' -j 2
grep '^mean(page)' out | cmp - by_folder || fail "scenarios and results compare differently"
ends 0 compare one slow --json && says '"verdict": "change"' && says '"paired": true'
ends 0 run small.yaml --out elsewhere --seed 9
ends 0 compare one elsewhere && says 'independent samples'

# Two replications are too few for an interval; that is said, with the way out.
ends 0 compare small.yaml small.yaml --set run.replications=2 --set run.seed=3 && says '2 pairs'
ends 0 run small.yaml --out few --set run.replications=2
ends 0 run small.yaml --out few_slow --set run.replications=2 --set 'components.web.on.page[0].work.exponential=7ms'
ends 0 compare few few_slow && says 'undecided' && says 'it takes 5 replications'

# What cannot be compared is refused, with the reason.
ends 2 compare one && says 'compare needs two sides' err
mkdir empty
ends 2 compare one empty && says 'empty/result.json: is missing' err
printf '{"seed": 1}' >empty/result.json
ends 2 compare one empty && says 'is no result of this version' err
ends 2 compare one missing.yaml
