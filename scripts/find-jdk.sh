# Sourced by ./build, ./rondo and the other scripts: sets JAVA_HOME to a JDK of at least version 25, or ends with a
# message that says what to install. Bash; looks at files only, starts no Java.

# is_jdk_25 DIRECTORY: whether a JDK of at least version 25 is there (javac is what a JRE lacks). Starts no process: this is a
# part of every start.
is_jdk_25() {
  local line
  [ -x "$1/bin/java" ] && [ -x "$1/bin/javac" ] && [ -r "$1/release" ] || return 1
  while IFS= read -r line || [ -n "$line" ]; do
    if [[ $line =~ ^JAVA_VERSION=\"([0-9]+) ]]; then
      [ "${BASH_REMATCH[1]}" -ge 25 ]
      return
    fi
  done <"$1/release"
  return 1
}

# The files behind javac and java on PATH, through their symbolic links, a line each. Both by one process: it is a part of most
# starts.
files_of_commands() {
  local IFS=$'\n'
  readlink -f $(type -P javac java) 2>/dev/null
}

# take_jdk DIRECTORY: makes it JAVA_HOME if it is one that will do
take_jdk() {
  [ -n "$1" ] && is_jdk_25 "$1" || return 1
  JAVA_HOME=$1
  export JAVA_HOME
}

find_jdk() {
  local home file
  for home in "${JAVA_HOME:-}" "${JAVA_HOME25:-}"; do
    take_jdk "$home" && return 0
  done
  while IFS= read -r file; do
    take_jdk "${file%/bin/*}" && return 0
  done < <(files_of_commands)
  for home in /usr/lib/jvm/*25* /usr/lib/jvm/* /usr/java/* /opt/java/* /opt/jdk* \
    "${HOME:-/nonexistent}"/.sdkman/candidates/java/25* "${HOME:-/nonexistent}"/.sdkman/candidates/java/* \
    "${HOME:-/nonexistent}"/.jdks/* "${HOME:-/nonexistent}"/.local/share/mise/installs/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home \
    "${HOME:-/nonexistent}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
    /opt/homebrew/opt/openjdk*/libexec/openjdk.jdk/Contents/Home /usr/local/opt/openjdk*/libexec/openjdk.jdk/Contents/Home; do
    take_jdk "$home" && return 0
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
