#!/bin/sh
# Watches the model in production over the batches that came in. For cron, which mails what is printed: nothing where
# nothing is to be done.
#
#   monitor.sh FOLDER
#
# FOLDER has production.zip and batches/, tables (.csv) in the order of their names; rules.toml where the defaults do not
# fit. Written there: state.json, the last answer as answer.txt, monitor.html and monitor.json. DRYF names the program.
set -u
folder=${1:?name the folder with production.zip and batches/}
dryf=${DRYF:-dryf}

set --
for batch in "$folder"/batches/*.csv; do
  [ -e "$batch" ] && set -- "$@" --batch "$batch"
done
[ -e "$folder/rules.toml" ] && set -- "$@" --rules "$folder/rules.toml"

"$dryf" monitor --production "$folder/production.zip" "$@" --state "$folder/state.json" \
  --html "$folder/monitor.html" --json "$folder/monitor.json" >"$folder/answer.txt" 2>"$folder/errors.txt"
code=$?
case $code in
  0) ;;                                                      # keep the model
  1) echo "Time to retrain:"; cat "$folder/answer.txt" ;;    # mailed again and again until production.zip changes
  2) ;;                                                      # not enough data yet
  *) echo "The monitor failed:" >&2; cat "$folder/errors.txt" >&2 ;;
esac
exit "$code"
