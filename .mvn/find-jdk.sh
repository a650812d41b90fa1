# Sourced by ./mvnw and ./lingpai: sets and exports JAVA_HOME to a JDK 25 or newer, or says how to get one.
#
# Many systems still put an older Java first on the PATH, and a build that dies of "release version 25 not
# supported" tells a newcomer nothing. POSIX sh only: this runs on dash, on macOS and in busybox. To be sourced
# before globbing is switched off.

# The major version of the JDK in a folder; nothing where there is none (a JRE has no javac).
lp_major() {
  [ ! -x "$1/bin/javac" ] || sed -n 's/^JAVA_VERSION="\([0-9][0-9]*\).*/\1/p' "$1/release" 2>/dev/null || :
}

# JAVA_HOME, the PATH, then the places where the usual installers put a JDK: the first that is 25 or newer.
lp_find() {
  p=$(command -v javac || :)
  while [ -L "$p" ]; do
    l=$(readlink "$p")
    case $l in
    /*) p=$l ;;
    *) p=$(dirname "$p")/$l ;;
    esac
  done
  for d in \
    "${JAVA_HOME:-}" \
    "${p%/bin/javac}" \
    "$(/usr/libexec/java_home -v 25+ 2>/dev/null || :)" \
    /usr/lib/jvm/* \
    /usr/java/* \
    /opt/* \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* \
    "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    "${HOME:-/nonexistent}"/.asdf/installs/java/*; do
    v=$(lp_major "$d")
    if [ "${v:-0}" -ge 25 ]; then
      echo "$d"
      return 0
    fi
  done
  return 1
}

lp_say_how_to_get_one() {
  cat >&2 <<'HOW'
Lingpai needs a JDK 25 or newer, and none was found (looked at JAVA_HOME, the PATH and the usual folders).

  Debian, Ubuntu   sudo apt-get install -y wget gpg
                   wget -qO- https://packages.adoptium.net/artifactory/api/gpg/key/public | sudo gpg --dearmor -o /etc/apt/trusted.gpg.d/adoptium.gpg
                   echo "deb https://packages.adoptium.net/artifactory/deb $(. /etc/os-release; echo "$VERSION_CODENAME") main" | sudo tee /etc/apt/sources.list.d/adoptium.list
                   sudo apt-get update && sudo apt-get install -y temurin-25-jdk
  macOS            brew install --cask temurin@25
  SDKMAN           sdk install java 25-tem
  Windows          in WSL, as for Debian and Ubuntu

Installed somewhere else? Then: JAVA_HOME=/path/to/jdk ./mvnw ...
HOW
}

JAVA_HOME=$(lp_find) || {
  lp_say_how_to_get_one
  exit 1
}
export JAVA_HOME
