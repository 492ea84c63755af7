-- The peers' tables: the columns, checks and indexes of log.event.

CREATE SCHEMA peer;

CREATE TABLE peer.event (LIKE log.event INCLUDING ALL);
CREATE SEQUENCE peer.position;

CREATE TABLE peer.counted (LIKE log.event INCLUDING ALL);
CREATE TABLE peer.counter (tenant uuid PRIMARY KEY, position bigint NOT NULL)
    WITH (fillfactor = 10);

CREATE TABLE peer.copied (LIKE log.event INCLUDING ALL);
