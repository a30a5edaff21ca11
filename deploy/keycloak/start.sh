#!/bin/sh
# Keycloak takes no passwords from files: they are read here, so that `docker inspect` shows none.
set -eu
for file in database-password admin-password motcua-realm.json; do
    [ -r "/run/secrets/$file" ] && [ -s "/run/secrets/$file" ] || { echo "keycloak: /run/secrets/$file is missing, empty or not to be read: docker compose up secrets" >&2; exit 1; }
done
KC_DB_PASSWORD=$(cat /run/secrets/database-password)
KC_BOOTSTRAP_ADMIN_PASSWORD=$(cat /run/secrets/admin-password)
export KC_DB_PASSWORD KC_BOOTSTRAP_ADMIN_PASSWORD
mkdir -p /opt/keycloak/data/import
cp /run/secrets/motcua-realm.json /opt/keycloak/data/import/
/opt/keycloak/bin/kc.sh start --optimized --import-realm &
# kc.sh may stay before Java, where it hears no signal: everything in the container is told.
trap 'kill -TERM -1' TERM INT
wait $! || wait $!
