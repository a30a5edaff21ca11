#!/bin/bash
# Formats the storage at the first start, with the broker's own login, then starts the broker.
set -euo pipefail
given=/run/secrets
for file in server.properties cluster-id password agencies.pem; do
    [ -r "$given/$file" ] && [ -s "$given/$file" ] || { echo "kafka: $given/$file is missing, empty or not to be read: docker compose up secrets" >&2; exit 1; }
done
if [ ! -e /var/lib/kafka/data/broker/meta.properties ]; then
    /opt/kafka/bin/kafka-storage.sh format -t "$(cat $given/cluster-id)" -c $given/server.properties \
        --add-scram "SCRAM-SHA-512=[name=broker,password=$(cat $given/password)]"
fi
exec /opt/kafka/bin/kafka-server-start.sh $given/server.properties
