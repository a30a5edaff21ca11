# Every image of the product. `docker compose build` makes them; one service alone:
#   docker build --target service --build-arg SERVICE=intake .
ARG PYTHON=python:3.13-slim-trixie
ARG KEYCLOAK=quay.io/keycloak/keycloak:26.4.0
ARG CADDY=caddy:2.11.9

# --- what is needed to build, and in no image ---
FROM ${PYTHON} AS installer
COPY deploy/locks/installer.lock /tmp/
RUN pip install --no-cache-dir --root-user-action=ignore --require-hashes -r /tmp/installer.lock
ENV VIRTUAL_ENV=/opt/venv UV_PYTHON_DOWNLOADS=never UV_LINK_MODE=copy UV_HTTP_TIMEOUT=180
RUN uv venv --python /usr/local/bin/python /opt/venv
# What names the places of the world's telephone numbers is left out, the rest compiled.
ENV FINISH="cd /opt/venv/lib/python*/site-packages && rm -rf phonenumbers/geodata phonenumbers/carrierdata phonenumbers/tzdata && /opt/venv/bin/python -m compileall -q -j0 -x '/(countries|financial|data)/' ."
WORKDIR /build

FROM installer AS pages
# npm trusts what the base image trusts: an organisation's own authority as well.
ENV NODE_EXTRA_CA_CERTS=/etc/ssl/certs/ca-certificates.crt
COPY deploy/locks/pages.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv pip sync --require-hashes pages.lock
COPY package.json package-lock.json .npmrc ./
COPY stack/__init__.py stack/failure.py stack/layout.py stack/progress.py stack/frontend.py stack/
COPY shared/web/scss shared/web/scss
COPY shared/web/js shared/web/js
RUN --mount=type=cache,target=/root/.npm /opt/venv/bin/python -m stack.frontend

FROM installer AS service-packages
ARG SERVICE
COPY services/${SERVICE}/requirements.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv pip sync --require-hashes requirements.lock && eval "$FINISH"

FROM installer AS jobs-packages
COPY deploy/locks/jobs.lock ./
RUN --mount=type=cache,target=/root/.cache/uv uv pip sync --require-hashes jobs.lock && eval "$FINISH"

# --- what the images have in common ---
FROM ${PYTHON} AS base
RUN useradd --uid 10001 --user-group --no-create-home --home-dir /tmp --shell /usr/sbin/nologin motcua \
 && cd /var && mkdir -p lib/motcua && cd lib/motcua \
 # New volumes take their owner from here.
 && mkdir -p files anchors clock secrets \
    handed/postgres handed/kafka handed/keycloak handed/intake handed/complaints handed/notify handed/reporting \
 && chown -R motcua:motcua . && chmod 700 secrets files anchors
ENV PATH=/opt/venv/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 LC_ALL=C.UTF-8
WORKDIR /app

# --- one of the four services ---
FROM base AS service
ARG SERVICE
COPY --from=service-packages /opt/venv /opt/venv
COPY --from=pages /build/static static
COPY data data
COPY shared shared
COPY services/${SERVICE} services/${SERVICE}
RUN python -m compileall -q shared services
ENV SERVICE=${SERVICE}
USER 10001:10001
EXPOSE 8000
# Python without its site: a look costs 20 ms.
HEALTHCHECK --interval=10s --timeout=10s --start-period=180s --start-interval=2s --retries=3 \
    CMD ["python", "-ISc", "import socket; s = socket.create_connection(('127.0.0.1', 8000), 5); s.sendall(b'GET /health/ready HTTP/1.0\\r\\n\\r\\n'); raise SystemExit(b' 200 ' not in s.recv(99))"]
CMD ["sh", "-c", "exec python -m services.$SERVICE.app"]

# --- bootstrap, migrations, topics, secrets; the demo's sink ---
FROM base AS jobs
COPY --from=jobs-packages /opt/venv /opt/venv
COPY data data
COPY deploy deploy
COPY shared shared
COPY services services
COPY stack stack
RUN python -m compileall -q shared services stack
USER 10001:10001
ENTRYPOINT ["python", "-m", "stack.compose"]

# --- Keycloak, its own build step done ---
FROM ${KEYCLOAK} AS keycloak
ENV KC_DB=postgres KC_HEALTH_ENABLED=true KC_METRICS_ENABLED=true
RUN /opt/keycloak/bin/kc.sh build
COPY deploy/keycloak/start.sh /opt/motcua/start.sh
ENTRYPOINT ["/opt/motcua/start.sh"]

# --- the gateway ---
FROM ${CADDY} AS gateway
# The copy has no file capabilities: it starts without any, as we run it.
RUN cp /usr/bin/caddy /usr/local/bin/caddy && mkdir -p /data /config && chown -R 10001:10001 /data /config
COPY deploy/gateway /etc/caddy
USER 10001:10001
CMD ["/usr/local/bin/caddy", "run", "--config", "/etc/caddy/Caddyfile", "--adapter", "caddyfile"]
