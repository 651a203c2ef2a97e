#!/bin/sh
# Puts the PostgreSQL of docker-compose.yml back to a moment, and tells each service so before it starts. What was there is kept beside it, as
# docker.lost-…: remove it when all is well. docs/backup-and-restore.md tells what has to be decided then.
#
#   deploy/restore.sh <copy> <moment>              deploy/restore.sh 20261126T021000Z '2026-11-26 11:30:00+00'
#   deploy/restore.sh <copy> latest                to the end of the archive
set -eu

copy=${1:-} moment=${2:-}
case $copy in
  [0-9]*T[0-9]*Z) ;;
  *) echo "deploy/restore.sh <copy> <moment | latest>" >&2 && exit 2 ;;
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
cd "$(dirname "$0")/.."

in_postgres() { docker compose run --rm -T --no-deps --entrypoint sh postgres -eu -s "$@"; }
query() { docker compose exec -T postgres psql --username=postgres --no-psqlrc --tuples-only --no-align --command="$1"; }

in_postgres "$copy" <<'IN_THE_CONTAINER'
[ -f "/backup/copies/$1/backup_label" ] || { echo "there is no copy $1 in BACKUP_DIR/copies" >&2; exit 1; }
pg_verifybackup --quiet "/backup/copies/$1"
IN_THE_CONTAINER
# Each service has a job that brings its tables up to date: the same program, with another word.
jobs=$(docker compose config)
jobs=$(echo "$jobs" | awk '/^  [a-z]/ { job = $1 } /^      - .*\.js$/ && job ~ /^migrate-/ { sub(":", "", job); print job, $2 }')
[ -n "$jobs" ] || { echo 'the compose file has no job that migrates' >&2 && exit 1; }

docker compose stop
in_postgres "$copy" "$target" <<'IN_THE_CONTAINER'
cd /var/lib/postgresql/18
[ ! -e docker ] || mv docker "docker.lost-$(date -u +%Y%m%dT%H%M%SZ)"
cp -a "/backup/copies/$1" docker
touch docker/recovery.signal
cat >>docker/postgresql.auto.conf <<SETTINGS
restore_command = 'cp /backup/archive/%f %p'
$2
recovery_target_action = 'promote'
SETTINGS
IN_THE_CONTAINER

begun=$(date -u +%Y-%m-%dT%H:%M:%SZ)
docker compose up --detach postgres
until [ "$(query 'select pg_is_in_recovery()' 2>/dev/null)" = f ]; do
  # who asks while it recovers is refused with a FATAL too
  if docker compose logs --since "$begun" postgres | grep 'FATAL:' | grep -v 'the database system is' >&2; then
    echo 'it cannot be put back to that moment: the archive ends before it, or the copy after it' >&2
    exit 1
  fi
  sleep 1
done
for setting in restore_command recovery_target_time recovery_target_action; do
  query "alter system reset $setting" >/dev/null
done
docker compose logs --since "$begun" postgres | grep 'last completed transaction' || true

# A moment before the last upgrade has the tables of then.
echo "$jobs" | while read -r job program; do
  docker compose run --rm -T --no-deps "$job" </dev/null
  docker compose run --rm -T --no-deps "$job" "$program" restored </dev/null
done
docker compose up --wait
echo 'now: deploy/backup.sh, since a new timeline begins; and what a sender needs, in docs/backup-and-restore.md'
