-- 0004: what clubs there are and who is in them. Schema read holds what can be made again from the
-- log: names and texts of people are references into the vault, numbers and places are counted.

CREATE SCHEMA read;

-- How far each group of projectors has come. A row is moved before anything else in a transaction:
-- a runner that has been overtaken fails at NOT NULL with all that follows.
CREATE TABLE read.checkpoint (
    tenant    uuid   NOT NULL,
    projector text   NOT NULL,            -- 'main-1'
    position  bigint NOT NULL,
    PRIMARY KEY (tenant, projector)
) WITH (fillfactor = 10);

-- Which process does a work that several could do; mere economy, and local to one server.
CREATE TABLE read.lease (
    name   text        PRIMARY KEY,
    holder uuid        NOT NULL,
    until  timestamptz NOT NULL
);

CREATE TABLE read.club (
    tenant             uuid        NOT NULL,
    club               uuid        NOT NULL,
    slug               text        NOT NULL COLLATE "C",
    name               text        NOT NULL,
    summary            text        NOT NULL,
    kind               text        NOT NULL,
    interests          text[]      NOT NULL,
    languages          text[]      NOT NULL,
    visibility         text        NOT NULL,
    capacity           bigint,              -- null: everybody finds a seat
    groups             text[]      NOT NULL,
    host_school        uuid        NOT NULL,
    open_to            uuid[]      NOT NULL,
    schools            uuid[]      NOT NULL, -- the host and those that it is open to
    join_policy        text        NOT NULL,
    age_bands          text[]      NOT NULL,
    time_zone          text        NOT NULL,
    reapply_after_days bigint      NOT NULL,
    seat_offer_hours   bigint      NOT NULL,
    is_enrolling       boolean     NOT NULL,
    enrolment_from     timestamptz,
    enrolment_to       timestamptz,
    is_archived        boolean     NOT NULL,
    founded_at         timestamptz NOT NULL,
    version            bigint      NOT NULL, -- of the stream
    position           bigint      NOT NULL,
    PRIMARY KEY (tenant, club)
) WITH (fillfactor = 70);

CREATE INDEX club_by_slug ON read.club (tenant, slug);

CREATE TABLE read.club_role (
    tenant            uuid        NOT NULL,
    club              uuid        NOT NULL,
    person            uuid        NOT NULL,
    role              text        NOT NULL,
    since             timestamptz NOT NULL,
    counter_signed_by uuid,                  -- the adult who answers for a student who leads
    position          bigint      NOT NULL,
    PRIMARY KEY (tenant, club, person, role)
);

CREATE INDEX club_role_by_person ON read.club_role (tenant, person);

CREATE TABLE read.membership (
    tenant          uuid        NOT NULL,
    club            uuid        NOT NULL,
    person          uuid        NOT NULL,
    state           text        NOT NULL,    -- 'member', 'left', 'removed'
    since           timestamptz NOT NULL,
    until           timestamptz,
    via             text        NOT NULL,
    request         uuid        NOT NULL,
    member_no       bigint      NOT NULL,    -- 1, 2, 3 … in the order of joining
    joined          bigint      NOT NULL,    -- the position at which it began
    group_name      text,
    reason_code     text,
    no_return_until timestamptz,
    buddy           uuid,
    buddy_since     bigint,                  -- a position
    position        bigint      NOT NULL,
    PRIMARY KEY (tenant, club, person)
) WITH (fillfactor = 90);

CREATE INDEX membership_in_order ON read.membership (tenant, club, state, member_no);
CREATE INDEX membership_by_person ON read.membership (tenant, person);

-- Outlives the membership.
CREATE TABLE read.suspension (
    tenant      uuid        NOT NULL,
    club        uuid        NOT NULL,
    person      uuid        NOT NULL,
    until       timestamptz NOT NULL,
    reason_code text        NOT NULL,
    position    bigint      NOT NULL,
    PRIMARY KEY (tenant, club, person)
);

CREATE TABLE read.membership_history (
    tenant      uuid        NOT NULL,
    club        uuid        NOT NULL,
    person      uuid        NOT NULL,
    at_position bigint      NOT NULL,        -- of the event
    at          timestamptz NOT NULL,
    what        text        NOT NULL,        -- 'joined'
    detail      text,                        -- the role, the group, the buddy's id
    actor       jsonb       NOT NULL,
    reason_code text,
    reason      uuid,                        -- in the vault
    event       text        NOT NULL,
    position    bigint      NOT NULL,
    PRIMARY KEY (tenant, club, person, at_position)
);

CREATE INDEX membership_history_by_person ON read.membership_history (tenant, person, at_position);

CREATE TABLE read.waitlist (
    tenant           uuid        NOT NULL,
    club             uuid        NOT NULL,
    person           uuid        NOT NULL,
    request          uuid        NOT NULL,
    since            timestamptz NOT NULL,
    turn             bigint      NOT NULL,   -- the position that gave the place
    turn_within      bigint      NOT NULL,   -- the order within that event
    offer            uuid,
    offer_expires_at timestamptz,
    position         bigint      NOT NULL,
    PRIMARY KEY (tenant, club, person)
);

CREATE INDEX waitlist_in_order ON read.waitlist (tenant, club, turn, turn_within);
CREATE INDEX waitlist_by_person ON read.waitlist (tenant, person);

CREATE TABLE read.join_request (
    tenant       uuid        NOT NULL,
    request      uuid        NOT NULL,
    club         uuid        NOT NULL,
    person       uuid        NOT NULL,
    state        text        NOT NULL,       -- 'open', 'waiting', 'joined' …
    via          text        NOT NULL,
    invite       uuid,
    answers      uuid,                       -- in the vault
    asked_at     timestamptz NOT NULL,
    asked        bigint      NOT NULL,       -- the position of the asking
    decided_at   timestamptz,
    reason_code  text,
    reason       uuid,                       -- in the vault
    reapply_from timestamptz,
    position     bigint      NOT NULL,
    PRIMARY KEY (tenant, request)
);

CREATE INDEX join_request_in_order ON read.join_request (tenant, club, state, asked);
CREATE INDEX join_request_by_person ON read.join_request (tenant, person);

CREATE TABLE read.seat_offer (
    tenant     uuid        NOT NULL,
    offer      uuid        NOT NULL,
    club       uuid        NOT NULL,
    person     uuid        NOT NULL,
    outcome    text,                         -- 'accepted', 'declined', 'lapsed'
    offered_at timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    closed_at  timestamptz,
    position   bigint      NOT NULL,
    PRIMARY KEY (tenant, offer)
);

CREATE TABLE read.invite (
    tenant     uuid        NOT NULL,
    invite     uuid        NOT NULL,
    club       uuid        NOT NULL,
    role       text,
    code_hash  text        NOT NULL,
    issued_at  timestamptz NOT NULL,
    expires_at timestamptz NOT NULL,
    max_uses   bigint      NOT NULL,
    is_revoked boolean     NOT NULL,
    position   bigint      NOT NULL,
    PRIMARY KEY (tenant, invite)
);

CREATE INDEX invite_by_club ON read.invite (tenant, club);

-- One line for each use, because a count would not be the same when an event is applied twice.
CREATE TABLE read.invite_use (
    tenant   uuid        NOT NULL,
    invite   uuid        NOT NULL,
    event    text        NOT NULL,
    club     uuid        NOT NULL,
    person   uuid        NOT NULL,
    at       timestamptz NOT NULL,
    position bigint      NOT NULL,
    PRIMARY KEY (tenant, invite, event)
);

GRANT USAGE ON SCHEMA read TO clubs_service;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA read TO clubs_service;
