FROM python:3.13-slim AS build
WORKDIR /src
COPY requirements.lock ./
RUN python -m venv /app && /app/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY bot bot
COPY storage storage
COPY locales locales
RUN /app/bin/pip install --no-cache-dir --no-deps .

FROM python:3.13-slim
COPY --from=build /app /app
RUN useradd --uid 10001 --no-create-home pobratim \
    && install -d -o pobratim /data/var
USER pobratim
WORKDIR /data
ENV PATH=/app/bin:$PATH PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1
VOLUME /data/var
# The store opens and a known question is answered.
HEALTHCHECK --interval=60s --timeout=20s --start-period=30s \
    CMD pobratim ask --json Tula | grep -q '"found"'
CMD ["pobratim", "run"]
