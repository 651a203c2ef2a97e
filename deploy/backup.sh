#!/bin/sh
# Backs up the PostgreSQL of docker-compose.yml, each night: a base copy, checked, in BACKUP_DIR/copies. Of older copies the newest stay, of the
# archive what they need. docs/backup-and-restore.md tells what comes before, and how often.
#
#   deploy/backup.sh [how many copies stay]        default: 7
set -eu

keep=${1:-7}
case $keep in
  *[!0-9]* | 0) echo 'deploy/backup.sh [how many copies stay]' >&2 && exit 2 ;;
esac
cd "$(dirname "$0")/.."

docker compose exec -T postgres sh -eu -s "$keep" <<'IN_THE_CONTAINER'
keep=$1
if [ "$(psql --username=postgres --no-psqlrc --tuples-only --no-align --command='show archive_mode')" != on ]; then
  echo 'nothing is archived: POSTGRES_ARCHIVE_MODE=on' >&2
  exit 1
fi
cd /backup/copies
copy=$(date -u +%Y%m%dT%H%M%SZ)
# what broke off is no copy
rm -rf -- *.partial
pg_basebackup --username=postgres --checkpoint=fast --manifest-checksums=SHA256 --pgdata="$copy.partial"
pg_verifybackup --quiet "$copy.partial"
mv "$copy.partial" "$copy"
ls -1d -- *Z | head -n "-$keep" | xargs -r rm -r --
oldest=$(ls -1d -- *Z | head -n 1)
pg_archivecleanup /backup/archive "$(sed -n 's/^START WAL LOCATION.*file \(.*\))/\1/p' "$oldest/backup_label")"
echo "$copy: $(du -sh "$copy" | cut -f 1); it can be put back to any moment from now on"
IN_THE_CONTAINER
