# same_in_every_environment.sh NAPKIN SOURCE: the result is the same to the byte without fused
# multiply-add, in another locale, time zone and folder, for another user, and the second time.
napkin=$1 source=$2
. "${0%/*}/lib.sh"

scenario=$source/scenarios/first/failover.yaml
"$napkin" run "$scenario" --quiet --out "$scratch/plain" >"$scratch/plain.txt" || fail "it does not run"
grep -q '"fingerprint": "[0-9a-f]\{16\}"' "$scratch/plain/result.json" || fail "there is no fingerprint"

# same NAME COMMAND...: the command, given --out, leaves the same files, but for those of the machine.
same() {
  local name=$1 file
  shift
  "$@" --quiet --out "$scratch/other" >/dev/null || fail "$name: it does not run"
  for file in "$scratch"/plain/*; do
    case ${file##*/} in performance.json | manifest.json) continue ;; esac
    cmp "$file" "$scratch/other/${file##*/}" || fail "$name: ${file##*/} differs"
  done
  rm -rf "$scratch/other"
}

same "without FMA" env GLIBC_TUNABLES=glibc.cpu.hwcaps=-FMA,-AVX2,-FMA4 "$napkin" run "$scenario"
for locale in $(locale -a); do
  same "locale $locale" env LC_ALL="$locale" LANG="$locale" "$napkin" run "$scenario"
done
same "time zone" env TZ=Pacific/Kiritimati "$napkin" run "$scenario"
same "empty environment" env -i HOME=/ COLUMNS=40 TERM=dumb "$napkin" run "$scenario"
mkdir -p "$scratch/far/away/first"
cp "$source"/scenarios/first/*.yaml "$scratch/far/away/first"
cd "$scratch/far/away" || fail "there is no folder"
same "another folder" "$napkin" run first/failover.yaml
same "more addresses" env FILLER="$(printf '%09000d' 0)" "$napkin" run "$scenario"

"$napkin" run "$scenario" --twice >"$scratch/twice.txt" || fail "--twice finds a difference"
grep -q ': equal\. Fingerprint [0-9a-f]\{16\}' "$scratch/twice.txt" || fail "--twice says: $(cat "$scratch/twice.txt")"
"$napkin" run "$scenario" --quiet --seed 8 --out "$scratch/seed" >/dev/null
cmp -s "$scratch/plain/result.json" "$scratch/seed/result.json" && fail "another seed changes nothing"
exit 0
