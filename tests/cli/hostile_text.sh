# hostile_text.sh NAPKIN SOURCE: text of a scenario cannot steer the terminal, wherever it is shown.
napkin=$1 source=$2
. "${0%/*}/lib.sh"
cd "$scratch" || fail "there is no folder"

# What steers a terminal is refused, also as an escape of YAML; the message must not do it either.
cat >refused.yaml <<'YAML'
napkin: 1
name: "\u202Egnp\u2066 \x9b31m \u001b]0;t\u0007"
YAML
# What the loader takes as text: markup, formulas, marks on marks, wide letters.
cat >hostile.yaml <<'YAML'
napkin: 1
name: "<script>alert(1)</script> | `x` @all ]]> =1+1 漢字 e\u0301\u0301"
about: "a\u2028b\tc\nd"
params: {"x": "<b>"}
components:
  users: {kind: clients, arrivals: {constant: 10/s}, requests: [{call: web.page, as: "|<i>,=1"}]}
  web: {kind: service, on: {page: [{work: 5ms}]}}
run: {seed: 1, duration: 2s}
claims: [{says: "<b>| [x](http://y) =2+3", from: "\"'&", measure: rate(web), value: 1/s}]
YAML
file=$'h\e[31mostile.yaml'
cp hostile.yaml "$file"
cp refused.yaml $'r\e[31mefused.yaml'

# harmless FILE WORDS: no control character but line ends, nothing that turns the direction of writing.
harmless() {
  ! sed 's/\r$//' "$1" | LC_ALL=C grep -aPn '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' ||
    fail "$2 lets a control character through"
}

"$napkin" validate $'r\e[31mefused.yaml' >shown 2>&1
[ $? -eq 2 ] || fail "controls are taken as text"
harmless shown "the refusal"
for command in "run --quiet --out out" "check --junit junit.xml --markdown summary.md" validate explain; do
  read -ra words <<<"$command"
  "$napkin" "${words[0]}" "$file" "${words[@]:1}" >shown 2>&1
  [ -s shown ] || fail "napkin $command says nothing"
  harmless shown "napkin $command"
done
[ -s out/result.json ] && grep -q 'testcase' junit.xml || fail "it did not run: $(cat shown)"
for report in junit.xml summary.md out/*; do
  case $report in *.gz) continue ;; esac
  [ ! -f "$report" ] || harmless "$report" "$report"
done
"$napkin" validate "$file" --set $'x\e[31m.y=1' >shown 2>&1
harmless shown "the message on a setting"
"$napkin" "$file" >shown 2>&1 && fail "a file is a command"
harmless shown "the message on a command"
grep -q 'napkin run' shown || fail "no hint how to run a file: $(cat shown)"
"$napkin" help $'\e[31m' >shown 2>&1
harmless shown "the message on a topic"
