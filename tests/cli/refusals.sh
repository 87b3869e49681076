# refusals.sh NAPKIN SOURCE: what cannot be done ends with status 2 and says what is wrong, and what to
# do instead, before anything is simulated.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

file=$source/scenarios/first/three_tier.yaml
cd "$scratch" || fail "there is no folder"

# refused WORDS ARGUMENT...: napkin says the words, and nothing on standard output.
refused() {
  local words=$1 status
  shift
  "$napkin" "$@" >out 2>err
  status=$?
  [ $status -eq 2 ] || fail "napkin $*: exit status $status: $(cat out err)"
  grep -qF -e "$words" err || fail "napkin $*: it does not say '$words': $(cat err)"
  [ ! -s out ] || fail "napkin $*: it prints: $(cat out)"
}

refused 'did you mean run?' runn "$file"
refused 'did you mean --seed?' run "$file" --sead=4
refused 'did you mean --quiet?' run "$file" --quite
refused 'one argument too many: "more"' run "$file" more
refused 'file is required' run
refused 'a whole number from 0' run "$file" --seed=-1
refused 'a whole number from 0' run "$file" --seed=1e3
refused 'No such file' run nowhere.yaml
refused 'a folder, not a scenario' run "$source/scenarios"
refused 'did you mean "duration"?' run "$file" --set run.duratoin=1s
refused 'more than 0s' run "$file" --set run.duration=-5s
refused 'write --set path=value' run "$file" --set nonsense
refused 'this breaker never opens' run "$source/scenarios/resilience/breaker.yaml" \
  --set 'components.shop.on.page[1].breaker.failures=0'
refused 'cannot create the folder' run "$file" --out "$file/below"
mkdir foreign && echo mine >foreign/notes.txt
refused 'add --force' run "$file" --out foreign
[ "$(ls foreign)" = notes.txt ] || fail "a foreign folder was written into: $(ls foreign)"
"$napkin" run "$file" --out foreign --force >/dev/null || fail "--force does not help"
[ "$(cat foreign/notes.txt)" = mine ] || fail "--force destroyed a file"
"$napkin" --help >help && "$napkin" run --help >>help || fail "there is no help"
! awk 'length > 80' help | grep . || fail "the help is wider than 80 columns"
