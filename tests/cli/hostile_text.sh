# hostile_text.sh NAPKIN SOURCE: text of a scenario cannot steer the terminal, wherever it is shown.
napkin=$1 source=$2
. "${0%/*}/lib.sh"
cd "$scratch" || fail "there is no folder"

# What the loader takes as text: C1 controls and bidirectional ones as escapes of YAML, markup, formulas.
cat >hostile.yaml <<'YAML'
napkin: 1
name: "\u202Egnp\u2066 <script>alert(1)</script> \x9b31m | `x` @all =1+1"
about: "a\u2028b \u001b[2J \u0007"
params: {"x": "<b>"}
components:
  users: {kind: clients, arrivals: {constant: 10/s}, requests: [{call: web.page, as: "\u202E|<i>,=1"}]}
  web: {kind: service, on: {page: [{work: 5ms}]}}
run: {seed: 1, duration: 2s}
claims: [{says: "\u001b]0;t\u0007 <b>|", from: "\u202E", measure: rate(page), value: 1/s}]
YAML
file=$'h\e[31mostile.yaml'
cp hostile.yaml "$file"

# harmless FILE: no control character but line ends, nothing that turns the direction of writing.
harmless() {
  ! LC_ALL=C grep -aPn '[\x00-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]|\xe2\x81[\xa6-\xa9]' "$1" ||
    fail "$2 lets a control character through"
}

for command in "run --quiet --out out" "check --junit junit.xml --markdown summary.md" validate explain; do
  read -ra words <<<"$command"
  "$napkin" "${words[0]}" "$file" "${words[@]:1}" >shown 2>&1
  [ -s shown ] || fail "napkin $command says nothing"
  harmless shown "napkin $command"
done
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
