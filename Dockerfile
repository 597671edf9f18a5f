# npm and its cache stay in the first stage. The second is about 215 MB on disk: 150 for Node and what it stands on, 60 for dependencies.
FROM node:24-slim@sha256:a9f5f7c91a432850b2a8a7797adf5eadb6c733ceed61167806cee7ea7fbc29df AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
# The image has a Node of its own: the optional ones go; sqlite-vec, which is optional too, stays. Nothing that runs needs an install script,
# types or maps of sources, which are half of what npm brings.
RUN npm ci --omit=dev --ignore-scripts \
  && rm -r node_modules/node-linux-* node_modules/.bin \
  && find node_modules -type f \( -name '*.map' -o -name '*.d.ts' -o -name '*.d.[cm]ts' \) -delete \
  && mkdir /data

FROM gcr.io/distroless/nodejs24-debian12:nonroot@sha256:14d42e2511532589a7c7e01a753667a74fcc96266e137e8125006b87b0c32d0a
WORKDIR /app
COPY --from=dependencies /app/node_modules node_modules
COPY --from=dependencies --chown=65532:65532 /data /data
COPY package.json LICENSE ./
COPY bin bin
COPY src src
COPY adapters adapters
# Everything that is written lies in /data, so the rest may be read-only; compiled code too, since a container has no other place to keep it.
ENV NODE_ENV=production \
    DATABASE_URL=file:/data/paperboy.db \
    NODE_COMPILE_CACHE=/data/cache \
    MALLOC_ARENA_MAX=2 \
    PORT=3000
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=60s --timeout=10s --start-period=30s \
  CMD ["/nodejs/bin/node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then(({ ok }) => process.exit(ok ? 0 : 1), () => process.exit(1))"]
CMD ["bin/paperboy.js", "start"]
