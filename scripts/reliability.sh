# To be sourced, from anywhere. Sets the function `figure`, which says a figure of reliability and, when `record_figures` is not
# empty, writes it into RELIABILITY.md: one row an id, the others stay.
#
#   figure ID FIGURE VALUE SEEDS COMMAND      none of them with a | in it

reliability_root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

figure() {
  local id=$1 what=$2 value=$3 seeds=$4 command=$5
  printf '%s  %s: %s\n' "$id" "$what" "$value"
  [ -n "${record_figures:-}" ] || return 0
  local page=$reliability_root/RELIABILITY.md commit row
  commit=$(git -C "$reliability_root" rev-parse --short HEAD)
  row="| $id | $what | $value | $seeds | \`$command\` | $commit | $(date -u +%F) |"
  awk -v id="$id" -v row="$row" '
    function number(line) { match(line, /[0-9]+/); return substr(line, RSTART, RLENGTH) + 0 }
    !done && /^\| R[0-9]+ / && number($0) >= number(id) { print row; done = 1; if (number($0) == number(id)) next }
    !done && /^\| R[0-9]+ / { rows = 1 }
    !done && rows && !/^\|/ { print row; done = 1 }
    { print }
    END { if (!done) print row }
  ' "$page" >"$page.new" && mv "$page.new" "$page"
}
