#!/bin/sh
# The loop from training to retraining, step by step, on generated texts whose language changes.
#
#   loop.sh FOLDER TRACKING_URI
#
# Writes into FOLDER; DRYF and PYTHON name the programs. README.md says what each step is for.
set -eu
folder=${1:?name a folder for the data, the archives and the log}
uri=${2:?name the address of the tracking server}
dryf=${DRYF:-dryf}
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)

step() { printf '\n== %s\n' "$1"; }

"${PYTHON:-python3}" "$here/data.py" "$folder"
cd "$folder"

step "1 train: a baseline, and the model that is to replace it"
"$dryf" train --train-text train.csv --test-text test.csv --config "$here/baseline.toml" --out baseline.zip
"$dryf" train --train-text train.csv --test-text test.csv --config "$here/run.toml" --out first.zip

step "2 gate: is it better than what is in production?"
"$dryf" compare --candidate first.zip --production baseline.zip --text test.csv --without-resources --out first-gated.zip

step "3 push: the model that passed is the champion"
"$dryf" push first-gated.zip --tracking-uri "$uri" --experiment loop --register tweets --alias champion

step "4 serve: whatever the champion is"
"$dryf" serve --model models:/tweets@champion --tracking-uri "$uri" --port 0 --poll 3600 --log requests --log-rows 400 >address.txt &
server=$!
trap 'kill "$server" 2>/dev/null || true' EXIT
while ! [ -s address.txt ]; do sleep 0.1; done
address=$(cat address.txt)

ask() { # a week of requests
  curl --silent --show-error --fail --noproxy '*' -H 'Content-Type: text/csv' --data-binary "@week-$1.csv" "${address}invocations" >"answers-$1.json"
  # Its rows are a file of the log as soon as there are --log-rows of them.
  while [ "$(find requests -name '*.jsonl' | wc -l)" -lt "$1" ]; do sleep 0.1; done
}

step "5 requests and monitor, week by week, until it advises to retrain"
week=0 code=0
while [ "$code" -ne 1 ] && [ "$week" -lt 4 ]; do
  week=$((week + 1))
  ask "$week"
  set --
  for batch in requests/*.jsonl; do set -- "$@" --batch "$batch"; done
  code=0
  "$dryf" monitor --production first-gated.zip "$@" --state state.json --json monitor.json || code=$?
  echo "week $week: exit code $code"
done
[ "$code" -eq 1 ] || { echo "nothing advised to retrain" >&2; exit 1; }
echo "$week" >retrained-in-week.txt

step "6 retrain: on the rows of before and on new ones, labelled by hand"
{ cat train.csv; tail -n +2 new-train.csv; } >all-train.csv
"$dryf" train --train-text all-train.csv --test-text new-test.csv --config "$here/run.toml" --production first-gated.zip --out second.zip

step "7 gate: is it better than the champion, on the rows of today?"
"$dryf" compare --candidate second.zip --production first-gated.zip --text new-test.csv --without-resources --out second-gated.zip

step "8 push: another version, which is the champion from now on"
"$dryf" push second-gated.zip --tracking-uri "$uri" --experiment loop --register tweets --alias champion

step "9 reload: the server takes it without a break"
curl --silent --show-error --fail --noproxy '*' -X POST "${address}reload" >reloaded.json
cat reloaded.json
curl --silent --show-error --fail --noproxy '*' -H 'Content-Type: text/csv' --data-binary @week-4.csv "${address}invocations" >answers-second.json

step "10 end: every request has its answer, every row is in the log"
kill -TERM "$server"
wait "$server"
trap - EXIT
