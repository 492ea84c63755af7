-- 0003: how far the policies have come, and what they have to do later. Never rebuilt.

CREATE SCHEMA policy;

CREATE TABLE policy.checkpoint (
    tenant   uuid   PRIMARY KEY,
    position bigint NOT NULL
) WITH (fillfactor = 10);

CREATE TABLE policy.deadline (
    tenant uuid        NOT NULL,
    key    text        NOT NULL,   -- 'seat-offer-<uuid>'
    due_at timestamptz NOT NULL,
    wish   json        NOT NULL,   -- the command that the clock gives then
    cause  text        NOT NULL,   -- the id of the event that asked for it
    PRIMARY KEY (tenant, key)
);

CREATE INDEX deadline_by_time ON policy.deadline (due_at);

GRANT USAGE ON SCHEMA policy TO clubs_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON policy.checkpoint, policy.deadline TO clubs_service;
