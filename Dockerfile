# The archive in a container; docs/compose.yml runs it beside PostgreSQL, docs/operations.md says how.
FROM python:3.11-slim-bookworm

RUN useradd --system --uid 990 --home-dir /srv/archive --create-home archive
WORKDIR /opt/archive

# Before the program, so that a change of it installs nothing anew.
COPY requirements.txt requirements-postgresql.txt ./
RUN pip install --no-cache-dir --no-deps --require-hashes --requirement requirements.txt \
 && pip install --no-cache-dir --no-deps --require-hashes --requirement requirements-postgresql.txt

COPY manage.py ./
COPY archive archive
COPY search search
COPY templates templates
COPY static static
COPY docs/handbook docs/handbook
COPY fixtures/demo fixtures/demo
RUN python -m compileall -q archive search

USER archive
ENV ARCHIVE_DATA=/srv/archive/data HOST=0.0.0.0 PORT=8000 PYTHONUNBUFFERED=1
VOLUME /srv/archive
EXPOSE 8000
CMD ["python", "manage.py", "serve", "--no-demo", "--workers", "2"]
