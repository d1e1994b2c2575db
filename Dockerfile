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
HEALTHCHECK --interval=30s --timeout=10s --start-period=60s CMD ["pobratim", "health"]
CMD ["pobratim", "run"]
