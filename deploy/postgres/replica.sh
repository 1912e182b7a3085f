#!/bin/sh
# A streaming replica: copied from the primary at its first start, following it ever after.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 700 "$PGDATA"
  chown -R postgres "$PGDATA"
  PGPASSWORD="$REPLICATION_PASSWORD" gosu postgres pg_basebackup --host postgres --username replicator \
    --pgdata "$PGDATA" --write-recovery-conf --wal-method stream --checkpoint fast
  echo "primary_conninfo = 'host=postgres user=replicator password=$REPLICATION_PASSWORD'" \
    | gosu postgres tee -a "$PGDATA/postgresql.auto.conf" >/dev/null
fi
exec gosu postgres postgres -c hot_standby=on -c hot_standby_feedback=on
