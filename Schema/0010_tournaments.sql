-- 0010: tournaments: entries, pairings, byes, the table after each round, and corrections.

CREATE TABLE read.tournament (
    tenant           uuid    NOT NULL,
    tournament       uuid    NOT NULL,
    club             uuid    NOT NULL,
    name             text    NOT NULL,
    format           text    NOT NULL,
    cadence          text    NOT NULL,
    state            text    NOT NULL,   -- 'planned', 'running', 'finalized', 'cancelled'
    entries_open     boolean NOT NULL,
    starts_at_local  text    NOT NULL,   -- '2027-03-09T16:00', by the clocks of time_zone
    time_zone        text    NOT NULL,
    planned_rounds   bigint,             -- null where that shows only on the way
    current_round    bigint  NOT NULL,   -- the last one that is paired
    shown_round      bigint  NOT NULL,   -- the last one that everybody sees; drafts come behind it
    completed_rounds bigint  NOT NULL,
    players          bigint  NOT NULL,   -- who are still in
    waiting          bigint  NOT NULL,
    tie_breaks       text[]  NOT NULL,   -- codes, in the order they apply behind the points
    final_digest     text,
    version          bigint  NOT NULL,   -- of the stream
    position         bigint  NOT NULL,
    PRIMARY KEY (tenant, tournament)
);

CREATE INDEX tournament_by_club ON read.tournament (tenant, club);

CREATE TABLE read.tournament_entry (
    tenant          uuid   NOT NULL,
    tournament      uuid   NOT NULL,
    player          uuid   NOT NULL,
    state           text   NOT NULL,     -- 'active', 'withdrawn', 'expelled', 'waiting'
    entry_no        bigint,              -- this and the next one are null for who waits
    number          bigint,              -- for pairing; null before the seeding
    place           bigint,              -- of who waits; 1 is the next one in
    rating          bigint,
    rating_source   text,
    school          uuid,
    house           text,
    from_round      bigint,              -- from where they are away
    late_from_round bigint,
    position        bigint NOT NULL,
    PRIMARY KEY (tenant, tournament, player)
);

CREATE TABLE read.tournament_pairing (
    tenant        uuid    NOT NULL,
    tournament    uuid    NOT NULL,
    round         bigint  NOT NULL,
    board         bigint  NOT NULL,
    white         uuid    NOT NULL,
    black         uuid    NOT NULL,
    bracket       text,                  -- of points, or the match of a knockout
    white_float   text,
    black_float   text,
    result        text,                  -- null while it is open
    source        text,
    game_ref      text,
    reported      text,                  -- what one of the two has said, until it counts
    is_published  boolean NOT NULL,
    is_disputed   boolean NOT NULL,
    is_corrected  boolean NOT NULL,
    is_overridden boolean NOT NULL,
    agreed_at     timestamptz,
    position      bigint  NOT NULL,
    PRIMARY KEY (tenant, tournament, round, board)
);

CREATE TABLE read.tournament_bye (
    tenant     uuid   NOT NULL,
    tournament uuid   NOT NULL,
    round      bigint NOT NULL,
    player     uuid   NOT NULL,
    kind       text   NOT NULL,
    source     text,                     -- null for an allocated one, and for absences
    position   bigint NOT NULL,
    PRIMARY KEY (tenant, tournament, round, player)
);

CREATE TABLE read.tournament_standing (
    tenant         uuid   NOT NULL,
    tournament     uuid   NOT NULL,
    round          bigint NOT NULL,      -- the table after it
    player         uuid   NOT NULL,
    place          bigint NOT NULL,      -- 1, 2, 3 … down the table
    rank           bigint NOT NULL,      -- shared by those who are tied
    number         bigint NOT NULL,
    points         text   NOT NULL,
    tie_breaks     jsonb  NOT NULL,      -- values in the order of the codes; null: not defined
    colours        text   NOT NULL,      -- a letter for each round: w, b, or - without a game
    colour_balance bigint NOT NULL,
    float          text,                 -- of the last round
    float_before   text,
    position       bigint NOT NULL,
    PRIMARY KEY (tenant, tournament, round, player)
);

CREATE TABLE read.tournament_correction (
    tenant             uuid   NOT NULL,
    tournament         uuid   NOT NULL,
    version            bigint NOT NULL,  -- of the event
    round              bigint NOT NULL,
    board              bigint NOT NULL,
    white              uuid,
    black              uuid,
    from_result        text   NOT NULL,
    to_result          text   NOT NULL,
    applies_from_round bigint NOT NULL,
    reason_code        text   NOT NULL,
    position           bigint NOT NULL,
    PRIMARY KEY (tenant, tournament, version)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA read TO clubs_service;

-- Versions that stand beside the first have the same tables.
DO $$
DECLARE
    version text;
    part text;
BEGIN
    FOR version IN SELECT schema FROM projection.version WHERE schema <> 'read' LOOP
        FOREACH part IN ARRAY ARRAY['tournament', 'tournament_entry', 'tournament_pairing',
            'tournament_bye', 'tournament_standing', 'tournament_correction'] LOOP
            EXECUTE format(
                'CREATE TABLE %I.%I (LIKE read.%I INCLUDING ALL)', version, part, part);
            EXECUTE format(
                'GRANT SELECT, INSERT, UPDATE, DELETE ON %I.%I TO clubs_service', version, part);
        END LOOP;
    END LOOP;
END
$$;

-- Where tournaments have been played, everything is followed again from the first event: each row
-- ends as it is, and those of the tournaments come along.
UPDATE read.checkpoint SET position = 0
WHERE projector IN (SELECT name FROM projection.version)
    AND tenant IN (SELECT tenant FROM log.event WHERE type LIKE 'tournament.%');
