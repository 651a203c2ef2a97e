#!/bin/sh
# Backs up the PostgreSQL of docker-compose.yml, each night: a base copy, checked, in BACKUP_DIR/copies. Of older copies the newest stay, of the
# archive what they need. docs/backup-and-restore.md tells what comes before, and how often.
#
#   deploy/backup.sh [how many copies stay]          default: 7
#   deploy/backup.sh <how many stay> only-remove     makes none: where there is no room for one more
set -eu

keep=${1:-7} only=${2:-}
case $keep in
  *[!0-9]* | 0) keep= ;;
esac
case $only in
  '') container='exec -T postgres sh' ;;
  # it needs no server
  only-remove) container='run --rm -T --no-deps --entrypoint sh postgres' ;;
  *) keep= ;;
esac
[ -n "$keep" ] || { echo 'deploy/backup.sh [how many copies stay] [only-remove]' >&2 && exit 2; }
cd "$(dirname "$0")/.."

# shellcheck disable=SC2086 # words, each by itself
docker compose $container -eu -s "$keep" "$only" <<'IN_THE_CONTAINER'
keep=$1 only=$2
query() { psql --username=postgres --no-psqlrc --tuples-only --no-align --command="$1"; }

cd /backup/copies
# what broke off is no copy
rm -rf -- *.partial
if [ "$only" != only-remove ]; then
  if [ "$(query 'show archive_mode')" != on ]; then
    echo 'nothing is archived: POSTGRES_ARCHIVE_MODE=on' >&2
    exit 1
  fi
  copy=$(date -u +%Y%m%dT%H%M%SZ)
  pg_basebackup --username=postgres --checkpoint=fast --manifest-checksums=SHA256 --pgdata="$copy.partial"
  pg_verifybackup --quiet "$copy.partial"
  mv "$copy.partial" "$copy"
  if [ "$(query "select last_failed_time > coalesce(last_archived_time, '-infinity') from pg_stat_archiver")" = t ]; then
    echo "$copy is whole, but what comes after it cannot be put back: docs/runbooks/archive-fails.md" >&2
    exit 1
  fi
  echo "$copy: $(du -sh "$copy" | cut -f 1); it can be put back to any moment from now on"
fi
ls -1d -- *Z | head -n "-$keep" | xargs -r rm -r --
oldest=$(ls -1d -- *Z | head -n 1)
pg_archivecleanup /backup/archive "$(sed -n 's/^START WAL LOCATION.*file \(.*\))/\1/p' "$oldest/backup_label")"
IN_THE_CONTAINER
