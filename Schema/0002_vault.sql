-- 0002: the vault. Personal text, sealed under a key of its subject; the log only refers to it.

CREATE SCHEMA vault;

-- A subject whose key is gone stays as a tombstone, so that nothing is ever sealed for it again.
CREATE TABLE vault.key (
    tenant     uuid     NOT NULL,
    subject    uuid     NOT NULL,
    generation smallint NOT NULL,   -- of the master key that wraps it
    wrapped    bytea,
    PRIMARY KEY (tenant, subject)
);

CREATE TABLE vault.text (
    tenant  uuid  NOT NULL,
    subject uuid  NOT NULL,
    ref     uuid  NOT NULL,
    box     bytea NOT NULL,          -- AES-GCM; tenant, subject and reference are authenticated
    PRIMARY KEY (tenant, subject, ref)
);

-- What tells a wrong master key before anything is sealed with it.
CREATE TABLE vault.master (
    generation smallint PRIMARY KEY,
    proof      bytea    NOT NULL
);

GRANT USAGE ON SCHEMA vault TO clubs_service;
GRANT SELECT, INSERT, UPDATE ON vault.key TO clubs_service;
GRANT SELECT, INSERT, DELETE ON vault.text TO clubs_service;
GRANT SELECT, INSERT ON vault.master TO clubs_service;
