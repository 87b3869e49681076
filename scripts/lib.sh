# Shared by the scripts beside it, which source it. Sets NAPKIN_ROOT and offers:
#   need_packages GROUP...       installs what is missing of these groups of packages.txt
#   configure PRESET [-DX=Y...]  configures build/PRESET, unless it stands there with these settings
#   build PRESET TARGET...       builds; speaks only when there is something to do
# Everything they say goes to standard error: standard output belongs to the program that is run.

NAPKIN_ROOT=$(cd -- "$(dirname -- "$(readlink -f -- "${BASH_SOURCE[0]}")")/.." && pwd)

say() { printf '%s\n' "$*" >&2; }

die() {
  say "$*"
  exit 2
}

packages_of() {
  awk -v groups=" $* " '!/^#/ && NF && index(groups, " " $1 " ") { print $2 }' \
    "$NAPKIN_ROOT/scripts/packages.txt"
}

# Prints those of the given packages that are not installed; one dpkg-query for all of them.
missing_packages() {
  local installed
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null |
    awk '$1 == "installed" { print $2 }') || true
  printf '%s\n' "$@" | grep -vxF -f <(printf '%s\n' "$installed" '#') || true
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -- "$@"; fi
}

need_packages() {
  local wanted missing
  mapfile -t wanted < <(packages_of "$@")
  [ ${#wanted[@]} -gt 0 ] || die "scripts/packages.txt knows no group of the name: $*"
  command -v dpkg-query >/dev/null || {
    say "This is not Debian: taking it that these are here by other means: ${wanted[*]}"
    return
  }
  mapfile -t missing < <(missing_packages "${wanted[@]}")
  [ ${#missing[@]} -eq 0 ] || install_packages "${missing[@]}"
}

install_packages() {
  if [ "$(id -u)" -ne 0 ] && ! command -v sudo >/dev/null; then
    die "These Debian packages are missing, and installing them takes root or sudo:
  apt-get install --no-install-recommends $*"
  fi
  say "Installing Debian packages: $*"
  {
    as_root apt-get -qq update &&
      as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq -o Dpkg::Use-Pty=0 install --yes --no-install-recommends "$@"
  } </dev/null >&2 || die "Could not install: $*"
}

# Succeeds if build/PRESET was configured from this very tree and holds every given -DNAME=VALUE.
is_configured() {
  local cache="$NAPKIN_ROOT/build/$1/CMakeCache.txt" setting name
  shift
  [ -f "$cache" ] && [ -f "${cache%/*}/build.ninja" ] || return
  grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$NAPKIN_ROOT" "$cache" || return
  for setting in "$@"; do
    name=${setting#-D}
    grep -q "^${name%%=*}:[A-Z]*=${name#*=}\$" "$cache" || return
  done
}

configure() {
  is_configured "$@" && return
  local preset=$1 cache="$NAPKIN_ROOT/build/$1/CMakeCache.txt" fresh=()
  shift
  # A cache that another place or a copied tree left behind cannot be configured again.
  [ -f "$cache" ] && ! is_configured "$preset" && fresh=(--fresh)
  (cd "$NAPKIN_ROOT" && cmake --preset "$preset" "${fresh[@]}" "$@") </dev/null >&2 ||
    die "Could not configure the build."
}

build() {
  local preset=$1
  shift
  # One line of progress on a terminal for the first, long build; later only what is worth a line.
  if [ -t 2 ] && [ ! -f "$NAPKIN_ROOT/build/$preset/.ninja_log" ]; then
    ninja -C "$NAPKIN_ROOT/build/$preset" "$@" </dev/null >&2
  else
    ninja -C "$NAPKIN_ROOT/build/$preset" "$@" </dev/null 2>&1 |
      sed -u -e '/^ninja: no work to do/d' -e '/^ninja: Entering directory/d' \
        -e '/Re-checking globbed directories/d' >&2
  fi || die "Could not build $*."
}

# Holds a lock for as long as the script runs its build, so that two at once do not mix.
lock_build() {
  mkdir -p "$NAPKIN_ROOT/build"
  exec 9>"$NAPKIN_ROOT/build/.lock"
  flock -n 9 || {
    say "Waiting for another build of this tree."
    flock 9
  }
}

unlock_build() { exec 9>&-; }
