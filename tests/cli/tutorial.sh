# tutorial.sh NAPKIN SOURCE: each step of the README's tutorial runs and meets what it expects, and the
# last one is the system that it promises, in under 40 lines.
napkin=$1 source=$2
. "${0%/*}/lib.sh"
cd "$scratch" || fail "there is no folder"

# A step is a block of YAML whose first line is a comment with its file name.
awk '/^```yaml$/ {inside = 1; file = ""; next}
     /^```$/ {inside = 0; next}
     inside && file == "" {file = $2; lines = 0}
     inside {print > file}' "$source/README.md"
steps=(shop-*.yaml)
[ ${#steps[@]} -ge 4 ] || fail "the tutorial has few steps: ${steps[*]}"
for step in "${steps[@]}"; do
  "$napkin" validate "$step" >out 2>&1 || fail "$step is wrong: $(cat out)"
  "$napkin" check "$step" --quiet >out 2>&1 || fail "$step does not meet what it expects: $(cat out)"
  cat out
done
last=${steps[-1]}
[ "$(wc -l <"$last")" -lt 40 ] || fail "the last step has $(wc -l <"$last") lines"
for word in 'kind: queue' workers 'kind: cache' 'replicas: 2' 'kind: balancer' timeline expect; do
  grep -q "$word" "$last" || fail "the last step has no $word"
done
