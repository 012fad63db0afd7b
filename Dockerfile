# The command qingdan, and by default the nightly run with a Prefect server: docs/unattended.md.
FROM python:3.11-slim AS build
WORKDIR /src
COPY pyproject.toml README.md LICENSE NOTICE ./
COPY schemas schemas
COPY extractors extractors
COPY normalizers normalizers
COPY pipeline pipeline
COPY flows flows
COPY raw raw
RUN pip wheel --no-cache-dir --no-deps --wheel-dir /wheels .

FROM python:3.11-slim
COPY constraints.txt /tmp/
RUN --mount=from=build,source=/wheels,target=/wheels \
    pip install --no-cache-dir --no-compile --constraint /tmp/constraints.txt "$(echo /wheels/*.whl)[run,s3,office]" \
    && rm /tmp/constraints.txt \
    && find /usr/local/lib/python3.11/site-packages -type d \( -name tests -o -name test \) -prune -exec rm -rf {} + \
    && useradd --uid 10001 --create-home qingdan \
    && install -d -o qingdan /data
USER qingdan
WORKDIR /data
ENV PYTHONUNBUFFERED=1 DO_NOT_TRACK=1 LANG=C.UTF-8
EXPOSE 4200
HEALTHCHECK --interval=30s --timeout=10s --start-period=180s --retries=3 \
    CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://127.0.0.1:4200/api/health', timeout=8)"]
ENTRYPOINT ["qingdan"]
CMD ["serve", "--with-server", "0.0.0.0:4200"]
