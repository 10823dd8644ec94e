# Sourced: builds the jar of a module where it is missing or older than its sources. Needs $root, the project's root.

# build_jar MODULE JAR: quiet but for a line on standard error that says so. One build at a time, where the system has flock.
build_jar() {
  local module=$1 jar=$2 target=$root/$1/target lock=$root/core/target/build.lock
  jar_is_current "$module" "$jar" && return 0
  if ! { mkdir -p "$target" "$root/core/target" && : >>"$lock"; } 2>/dev/null; then
    echo "rondo: $module has to be built first, and $target cannot be written to; run ./rondo there once as somebody who may, or clone it to a folder of your own" >&2
    exit 1
  fi
  exec 9>"$lock"
  if command -v flock >/dev/null; then flock 9; fi
  if ! jar_is_current "$module" "$jar"; then
    echo "rondo: building $module (once; log in $module/target/build.log)" >&2
    if ! "$root/build" --projects "$module" --also-make -Dmaven.test.skip=true package >"$target/build.log" 2>&1; then
      tail -n 40 "$target/build.log" >&2
      echo "rondo: the build failed, see $module/target/build.log" >&2
      exit 1
    fi
    touch "$jar"
  fi
  exec 9>&-
}

jar_is_current() {
  [ -e "$2" ] && [ -z "$(find "$root"/{core,net,testkit,simnet,"$1"}/{src/main,pom.xml} "$root/pom.xml" -newer "$2" -print -quit)" ]
}
