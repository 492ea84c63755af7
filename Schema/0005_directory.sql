-- 0005: the directory: schools with their policies and terms, and people with their roles.

CREATE TABLE read.school (
    tenant    uuid   NOT NULL,
    school    uuid   NOT NULL,
    name      text   NOT NULL,
    locale    text   NOT NULL,
    country   text   NOT NULL,
    time_zone text   NOT NULL,
    policy    jsonb  NOT NULL,
    version   bigint NOT NULL,           -- of the stream
    position  bigint NOT NULL,
    PRIMARY KEY (tenant, school)
);

CREATE TABLE read.term (
    tenant    uuid   NOT NULL,
    school    uuid   NOT NULL,
    term      uuid   NOT NULL,
    name      text   NOT NULL,
    starts_on date   NOT NULL,
    ends_on   date   NOT NULL,           -- included
    position  bigint NOT NULL,
    PRIMARY KEY (tenant, school, term)
);

CREATE TABLE read.person (
    tenant         uuid    NOT NULL,
    person         uuid    NOT NULL,
    school         uuid    NOT NULL,
    kind           text    NOT NULL,     -- 'student', 'adult'
    age_band       text    NOT NULL,
    time_zone      text    NOT NULL,
    locale         text    NOT NULL,
    languages      text[]  NOT NULL,
    visibility     text    NOT NULL,
    interests      text[]  NOT NULL,
    strengths      text[]  NOT NULL,
    pace           text,
    sourced_id     text,
    display_name   uuid    NOT NULL,     -- this and the next three are in the vault
    pronouns       uuid,
    consent_age_on uuid,
    adult_on       uuid,
    is_active      boolean NOT NULL,
    version        bigint  NOT NULL,     -- of the stream
    position       bigint  NOT NULL,
    PRIMARY KEY (tenant, person)
);

CREATE INDEX person_by_school ON read.person (tenant, school);

CREATE TABLE read.person_role (
    tenant   uuid        NOT NULL,
    person   uuid        NOT NULL,
    role     text        NOT NULL,
    since    timestamptz NOT NULL,
    position bigint      NOT NULL,
    PRIMARY KEY (tenant, person, role)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA read TO clubs_service;
