# Sourced: makes a program start faster with an ahead-of-time cache of the JDK (JEP 514), where one can be made.
# Needs JAVA_HOME. Never fails: without a cache the program only starts slower.

# use_aot_cache DIRECTORY JAR TRAINING...: sets the array aot_options to the options that use a cache for java -jar JAR.
# A missing cache, one of another JDK, or one older than the jar is made first, by a run of java -jar JAR TRAINING...
use_aot_cache() {
  local directory=$1 jar=$2 cache release
  shift 2
  aot_options=()
  IFS= read -r -d '' release <"$JAVA_HOME/release" || true # to the end of the file, without a process
  [[ $release =~ JAVA_RUNTIME_VERSION=\"([^\"/]+)\" ]] || return 0
  cache=$directory/rondo-${BASH_REMATCH[1]}.aot
  if [ ! -e "$cache" ] || [ "$jar" -nt "$cache" ]; then
    make_aot_cache "$cache" "$jar" "$@" || return 0
  fi
  # an empty file stands for a cache that could not be made: it is tried again when the jar changes
  [ -s "$cache" ] || return 0
  aot_options=(-XX:AOTCache="$cache" -Xlog:aot=off -Xlog:cds=off)
}

make_aot_cache() {
  local cache=$1 jar=$2 draft=$1.$$
  shift 2
  mkdir -p "$(dirname "$cache")" 2>/dev/null && : 2>/dev/null >"$draft" || return 1
  rm -f "$draft"
  echo "rondo: making the start-up cache (once)" >&2
  # Without profiles: those of so short a run have the compilers work at each start, for methods that are run a few times.
  "$JAVA_HOME/bin/java" -XX:+IgnoreUnrecognizedVMOptions -XX:+UnlockDiagnosticVMOptions -XX:-AOTRecordTraining \
    -XX:AOTCacheOutput="$draft" -Xlog:aot=off -Xlog:cds=off -jar "$jar" "$@" \
    </dev/null >/dev/null 2>&1 || rm -f "$draft"
  [ -s "$draft" ] || : >"$draft"
  mv -f "$draft" "$cache"
}
