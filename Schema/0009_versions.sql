-- 0009: versions of the read models side by side, events that an operator has skipped, and
-- deadlines that are held because their row cannot be read.

CREATE SCHEMA projection;

-- Each version has the tables of schema read in a schema of its own, made like those: migrations
-- shape schema read, and with it every version that is built afterwards. Which one is shown is one
-- row, so a switch is a commit. Small, and local to one server.
CREATE TABLE projection.version (
    name    text        PRIMARY KEY CONSTRAINT version_is_a_name_and_a_number
                        CHECK (name ~ '^[a-z]+-[1-9][0-9]{0,5}$'),
    schema  text        NOT NULL CONSTRAINT version_has_its_own_schema UNIQUE,
    state   text        NOT NULL CONSTRAINT version_state_is_known
                        CHECK (state IN ('building', 'built', 'current', 'kept')),
    made_at timestamptz NOT NULL
);

CREATE UNIQUE INDEX version_shown ON projection.version (state) WHERE state = 'current';

INSERT INTO projection.version (name, schema, state, made_at)
VALUES ('main-1', 'read', 'current', now());

-- Never deleted while its version stands: what is not shown must be known.
CREATE TABLE projection.skip (
    tenant     uuid        NOT NULL,
    projector  text        NOT NULL,   -- 'main-1'
    position   bigint      NOT NULL,   -- of the event that is passed over
    reason     text        NOT NULL,   -- the operator's
    skipped_by text        NOT NULL,
    skipped_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, projector, position)
);

-- Why the clock leaves a row alone; null: it does not.
ALTER TABLE policy.deadline ADD COLUMN held text;

GRANT USAGE ON SCHEMA projection TO clubs_service;
GRANT SELECT ON projection.version, projection.skip TO clubs_service;
