#!/bin/sh
# Puts the PostgreSQL of docker-compose.yml back to a moment, and tells each service so before it starts. What was there is kept beside it, as
# docker.lost-…: remove it when all is well. docs/backup-and-restore.md tells what has to be decided then.
#
#   deploy/restore.sh <copy> <moment> [timeline]   deploy/restore.sh 20261126T021000Z '2026-11-26 11:30:00+00'
#   deploy/restore.sh <copy> latest [timeline]     to the end of what was written
#
# Each restore begins a timeline, and the latest is followed. A moment that a restore has left out is on the one before: name its number.
set -eu

copy=${1:-} moment=${2:-} timeline=${3:-latest}
case $copy in
  [0-9]*T[0-9]*Z) ;;
  *) echo "deploy/restore.sh <copy> <moment | latest> [timeline]" >&2 && exit 2 ;;
esac
case $moment in
  *\'*) target= moment= ;;
  latest) target= ;;
  [0-9]*-*:*[+-][0-9]* | [0-9]*-*:*Z) target="recovery_target_time = '$moment'" ;;
  *) moment= ;;
esac
if [ -z "$moment" ]; then
  echo 'the moment is latest, or has a date, a time and a zone: 2026-11-26 11:30:00+00' >&2
  exit 2
fi
case $timeline in
  latest) followed='[0-9A-F]{8}' ;;
  *[!0-9]* | 0*) echo 'the timeline is a number: 1' >&2 && exit 2 ;;
  *) followed=$(printf %08X "$timeline") ;;
esac
cd "$(dirname "$0")/.."

in_postgres() { docker compose run --rm -T --no-deps --entrypoint sh postgres -eu -s "$@"; }
query() { docker compose exec -T postgres psql --username=postgres --no-psqlrc --tuples-only --no-align --command="$1"; }
logged() { docker compose logs --since "$begun" postgres; }

# What cannot be done is refused before anything is stopped; the last segment in the archive is told.
last=$(in_postgres "$copy" "$moment" "$followed" <<'IN_THE_CONTAINER'
copy=/backup/copies/$1
[ -f "$copy/backup_label" ] || { echo "there is no copy $1 in BACKUP_DIR/copies" >&2; exit 1; }
pg_verifybackup --quiet "$copy"
needed=$(du -sk "$copy" | cut -f 1)
free=$(df -k --output=avail /var/lib/postgresql | tail -n 1)
if [ "$free" -lt "$needed" ]; then
  echo "$((needed / 1024)) MiB are needed beside the data that are there, $((free / 1024)) are free" >&2
  exit 1
fi
# A segment is named by its timeline and its number, 8 and 16 digits. All from the copy's first on are in the archive, or were not archived yet.
first=$(sed -n 's/^START WAL LOCATION.*file .\{8\}\(.*\))/\1/p' "$copy/backup_label")
next=$((0x${first%????????} * 256 + 0x${first#????????}))
names=$(ls /backup/archive /var/lib/postgresql/18/docker/pg_wal 2>/dev/null | sed -n 's/^[0-9A-F]\{8\}\([0-9A-F]\{16\}\)$/\1/p')
for name in $(echo "$names" | sort -u); do
  number=$((0x${name%????????} * 256 + 0x${name#????????}))
  [ "$number" -ge "$next" ] || continue
  if [ "$number" -gt "$next" ]; then
    echo "the archive has a gap before ????????$name: only a moment before it can be restored" >&2
    [ "$2" != latest ] || exit 1
    break
  fi
  next=$((number + 1))
done
ls /backup/archive | grep -E "^$3[0-9A-F]{16}$" | sort | tail -n 1
IN_THE_CONTAINER
)
# Each service has a job that brings its tables up to date: the same program, with another word.
jobs=$(docker compose config)
jobs=$(echo "$jobs" | awk '/^  [a-z]/ { job = $1 } /^      - .*\.js$/ && job ~ /^migrate-/ { sub(":", "", job); print job, $2 }')
[ -n "$jobs" ] || { echo 'the compose file has no job that migrates' >&2 && exit 1; }

docker compose stop
in_postgres "$copy" "$target" "$timeline" <<'IN_THE_CONTAINER'
cd /var/lib/postgresql/18
lost=docker.lost-$(date -u +%Y%m%dT%H%M%SZ)
[ ! -e docker ] || mv docker "$lost"
cp -a "/backup/copies/$1" docker
# what was not archived yet
for segment in "$lost"/pg_wal/0*; do
  name=${segment##*/}
  [ -e "docker/pg_wal/$name" ] || [ -e "/backup/archive/$name" ] || [ ! -e "$segment" ] || cp -a "$segment" docker/pg_wal
done
touch docker/recovery.signal
cat >>docker/postgresql.auto.conf <<SETTINGS
restore_command = 'cp /backup/archive/%f %p'
$2
recovery_target_timeline = '$3'
recovery_target_action = 'promote'
SETTINGS
IN_THE_CONTAINER

begun=$(date -u +%Y-%m-%dT%H:%M:%SZ)
docker compose up --detach postgres
until [ "$(query 'select pg_is_in_recovery()' 2>/dev/null)" = f ]; do
  # who asks while it recovers is refused with a FATAL too
  if logged | grep 'FATAL:' | grep -v 'the database system is' >&2; then
    echo 'it cannot be put back to that moment: the archive ends before it or cannot be read up to it, or the copy ends after it' >&2
    exit 1
  fi
  sleep 1
done
for setting in restore_command recovery_target_time recovery_target_timeline recovery_target_action; do
  query "alter system reset $setting" >/dev/null
done
logged | grep 'last completed transaction' || true
# At a segment that cannot be read PostgreSQL ends its recovery without a word.
if [ "$moment" = latest ] && [ -n "$last" ]; then
  end=$(logged | sed -n 's/.*redo done at \([0-9A-F/]*\).*/\1/p' | tail -n 1)
  if [ "$(query "select substr(pg_walfile_name('$end'), 9) < substr('$last', 9)")" != f ]; then
    docker compose stop postgres
    echo "the archive cannot be read behind $end, though it goes on to $last: no service was started." >&2
    echo "Put what follows there from another copy of it and restore with the timeline $((0x${last%????????????????})), or name the moment above" >&2
    exit 1
  fi
fi

# A moment before the last upgrade has the tables of then.
echo "$jobs" | while read -r job program; do
  docker compose run --rm -T --no-deps "$job" </dev/null
  docker compose run --rm -T --no-deps "$job" "$program" restored </dev/null
done
docker compose up --wait
echo 'now: deploy/backup.sh, since a new timeline begins; and what a sender needs, in docs/backup-and-restore.md'
