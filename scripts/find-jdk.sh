# Sourced by ./build, ./rondo and the other scripts: sets JAVA_HOME to a JDK of at least version 25, or ends with a
# message that says what to install. Bash; looks at files only, starts no Java.

# jdk_version DIRECTORY: the major version of the JDK there; nothing when it is not a JDK (javac is what a JRE lacks).
jdk_version() {
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 0
  sed -n 's/^JAVA_VERSION="\([0-9]*\).*/\1/p' "$1/release"
}

is_jdk_25() {
  local version
  version=$(jdk_version "$1")
  [ -n "$version" ] && [ "$version" -ge 25 ]
}

# The home of the first command of that name on PATH, through its symbolic links.
home_of_command() {
  local file link
  file=$(command -v "$1") || return 0
  while [ -L "$file" ]; do
    link=$(readlink "$file")
    case $link in
      /*) file=$link ;;
      *) file=$(dirname "$file")/$link ;;
    esac
  done
  dirname "$(dirname "$file")"
}

find_jdk() {
  local home
  for home in "${JAVA_HOME:-}" "${JAVA_HOME25:-}" "$(home_of_command javac)" "$(home_of_command java)" \
    /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/25* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    if [ -n "$home" ] && is_jdk_25 "$home"; then
      JAVA_HOME=$home
      export JAVA_HOME
      return 0
    fi
  done
  {
    echo "rondo: needs a JDK 25 or newer, and found none${JAVA_HOME:+ (JAVA_HOME is $JAVA_HOME)}."
    echo "Install one, for example with one of"
    echo "    apt-get install openjdk-25-jdk-headless"
    echo "    dnf install java-25-openjdk-devel"
    echo "    brew install openjdk@25"
    echo "    sdk install java 25-tem"
    echo "and, if it is in an unusual place, set JAVA_HOME to it."
  } >&2
  exit 1
}

find_jdk
