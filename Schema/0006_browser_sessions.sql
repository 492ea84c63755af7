-- 0006: people in a browser. A link works once; a session is known by the hash of its cookie.

CREATE SCHEMA gateway;

CREATE TABLE gateway.used_link (
    tenant     uuid        NOT NULL,
    link       uuid        NOT NULL,   -- the link's own id, from its signed text
    expires_at timestamptz NOT NULL,   -- afterwards the link is refused by its own end
    PRIMARY KEY (tenant, link)
);

CREATE INDEX used_link_by_end ON gateway.used_link (expires_at);

CREATE TABLE gateway.browser_session (
    tenant     uuid        NOT NULL,
    hash       bytea       NOT NULL CONSTRAINT browser_session_hash_is_sha256
                                    CHECK (length(hash) = 32),
    person     uuid        NOT NULL,
    expires_at timestamptz NOT NULL,
    PRIMARY KEY (tenant, hash)
);

CREATE INDEX browser_session_by_end ON gateway.browser_session (expires_at);

GRANT USAGE ON SCHEMA gateway TO clubs_service;
GRANT SELECT, INSERT, DELETE ON gateway.used_link, gateway.browser_session TO clubs_service;
