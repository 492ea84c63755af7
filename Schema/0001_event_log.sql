-- 0001: the log. Only append writes it; the service may insert and read events, and no role but the
-- owner may change or delete one.

DO $$
BEGIN
    CREATE ROLE clubs_service NOLOGIN;
EXCEPTION
    -- Roles belong to the server, so another database's migration may have made it just now.
    WHEN duplicate_object OR unique_violation THEN NULL;
END
$$;

DO $$
BEGIN
    -- So that whoever migrates can also serve; a superuser needs no membership.
    IF NOT (SELECT rolsuper FROM pg_roles WHERE rolname = current_user) THEN
        EXECUTE format('GRANT clubs_service TO %I', current_user);
    END IF;
END
$$;

CREATE SCHEMA IF NOT EXISTS log;   -- the migrator keeps log.migration here

-- The names by which operators and tokens speak of tenants; small, and local to one server.
CREATE TABLE log.tenant (
    slug        text        PRIMARY KEY CONSTRAINT tenant_slugs_are_kebab_case
                            CHECK (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' AND length(slug) <= 63),
    tenant      uuid        NOT NULL CONSTRAINT tenant_has_one_slug UNIQUE,
    created_at  timestamptz NOT NULL
);

-- Where each tenant stands. Every append begins by moving this row, so the row is the lock.
CREATE TABLE log.head (
    tenant      uuid        PRIMARY KEY,
    position    bigint      NOT NULL,
    recorded_at timestamptz NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE log.event (
    tenant        uuid        NOT NULL,
    position      bigint      NOT NULL,   -- 1, 2, 3 … for each tenant, without a gap
    stream        text        NOT NULL,   -- 'club-<uuid>'
    version       bigint      NOT NULL CONSTRAINT event_versions_start_at_one CHECK (version >= 1),
    type          text        NOT NULL,   -- 'club.member-joined'
    schema        smallint    NOT NULL,
    data          json        NOT NULL,
    occurred_at   timestamptz NOT NULL,   -- in the world
    recorded_at   timestamptz NOT NULL,   -- given by the writer; never decreases with position
    command_id    uuid        NOT NULL,
    command_index integer     NOT NULL,   -- the event's id is command_id.command_index
    body_digest   bytea,                  -- of the command's body, with its first event
    actor         json        NOT NULL,
    causation     text,                   -- the id of the event that this one answers
    correlation   uuid        NOT NULL,
    PRIMARY KEY (tenant, position),
    CONSTRAINT event_once_per_version UNIQUE (tenant, stream, version)
);

CREATE UNIQUE INDEX event_once_per_command ON log.event (tenant, command_id)
    WHERE command_index = 0;

GRANT USAGE ON SCHEMA log TO clubs_service;
GRANT SELECT ON log.migration TO clubs_service;
GRANT SELECT, INSERT ON log.tenant, log.event TO clubs_service;
GRANT SELECT, INSERT, UPDATE ON log.head TO clubs_service;
