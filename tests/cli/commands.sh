# commands.sh NAPKIN SOURCE: list, help, init, completion and manual, as a newcomer tries them.
napkin=$1 source=$2
. "${0%/*}/lib.sh"
cd "$scratch" || fail "there is no folder"

# told FILE ARGUMENT...: what napkin says goes into the file; it ends well, in 80 columns.
told() {
  local file=$1
  shift
  "$napkin" "$@" >"$file" 2>err || fail "napkin $*: status $?: $(cat err)"
  [ ! -s err ] || fail "napkin $*: it complains: $(cat err)"
  [ -s "$file" ] || fail "napkin $*: it says nothing"
  ! awk 'length > 80' "$file" | grep . || fail "napkin $* is wider than 80 columns"
}

# Every kind and topic is explained, with an example that stands in the tree and so is run by a test.
told list.txt list
told kinds.txt list kinds
told overview.txt help
kinds=$(awk '/^  [a-z]/ {print $1}' kinds.txt)
[ "$(wc -w <<<"$kinds")" -ge 10 ] || fail "there are few kinds: $kinds"
for topic in $kinds $(awk '/^  [a-z]/ {print $1}' overview.txt); do
  told help.txt help "$topic"
  grep -q '^Example ' help.txt || fail "napkin help $topic has no example"
  sed -n '/^# yaml-language-server/,$p' help.txt | cmp - "$source/scenarios/help/$topic.yaml" ||
    fail "the example of $topic is not the one in scenarios/help"
done
for section in kinds laws policies measures formats scenarios; do
  told part.txt list $section
  while IFS= read -r line; do grep -qxF -e "$line" list.txt || fail "list lacks: $line"; done <part.txt
done
grep -q 'lru' list.txt && grep -q 'result.json' list.txt || fail "list is not whole: $(cat list.txt)"
told command.txt help check
grep -q -e '--junit' command.txt || fail "help check does not tell of check"
"$napkin" help cahce >out 2>err && fail "there is help on cahce"
grep -q 'did you mean "cache"?' err || fail "no hint for cahce: $(cat err)"

told commands.txt --help
for command in $(sed -n '/^Subcommands/,/^$/s/^  \([a-z]*\) .*/\1/p' commands.txt); do
  told command.txt "$command" --help
done

# The starter runs, meets its objectives, and is never overwritten.
told init.txt init shop
head -1 shop.yaml | grep -q 'schema=./napkin.schema.json' || fail "shop.yaml does not name its schema"
"$napkin" schema | cmp - napkin.schema.json || fail "the schema beside it is another"
"$napkin" check shop.yaml >check.txt || fail "the starter does not meet its objectives: $(cat check.txt)"
grep -q '^4 met, 0 missed' check.txt || fail "the starter promises little: $(cat check.txt)"
echo mine >>shop.yaml
"$napkin" init shop >out 2>err
[ $? -eq 2 ] && grep -q 'is there already' err || fail "init overwrites: $(cat out err)"
tail -1 shop.yaml | grep -qx mine || fail "init wrote over a file"
ln -s nowhere link.yaml
"$napkin" init link >out 2>err && fail "init follows a dangling link"
told init.txt init 'my "store" {x}: #' --from help/cache
"$napkin" validate 'my "store" {x}: #.yaml' >out || fail "a strange name breaks it: $(cat out)"
"$napkin" init x --from help/cahce 2>err >out && fail "init copies what is not there"
grep -q 'did you mean "help/cache"?' err || fail "no hint for help/cahce: $(cat err)"
"$napkin" init x --from first/failover >out 2>err && fail "init copies half a scenario"
[ ! -e x.yaml ] || fail "a refused init writes"

# The shells understand what completes them; bash completes.
"$napkin" completion bash >napkin.bash && bash -n napkin.bash || fail "bash does not read its completion"
completed() {
  local words=("$@")
  bash -c '. ./napkin.bash; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _napkin
           printf "%s\n" "${COMPREPLY[@]}"' bash x "${words[@]}" 2>completion.err
}
completed napkin val | grep -qx validate || fail "val is not completed"
completed napkin help ca | grep -qx cache || fail "help ca is not completed"
completed napkin run --se | grep -qx -e --seed || fail "run --se is not completed"
completed napkin run sh | grep -qx shop.yaml || fail "run sh is not completed"
completed napkin run --color al | grep -qx always || fail "--color al is not completed"
for shell in zsh fish; do
  "$napkin" completion $shell >completion.txt || fail "there is no completion for $shell"
  grep -q validate completion.txt || fail "the completion for $shell does not know validate"
  ! command -v $shell >/dev/null || $shell -n completion.txt || fail "$shell does not read its completion"
done

# The manual page has every command.
"$napkin" manual >napkin.1 || fail "there is no manual page"
for command in run check validate explain list help schema init completion; do
  grep -q "napkin $command" napkin.1 || fail "the manual page lacks $command"
done
if command -v man >/dev/null; then
  MANWIDTH=80 LC_ALL=C.UTF-8 man --warnings -E UTF-8 -l -Tutf8 -Z napkin.1 >/dev/null 2>warnings
  [ ! -s warnings ] || fail "the manual page is faulty: $(cat warnings)"
fi
