-- 0008: the tenants whose next event cannot be projected. A row is in force while the checkpoint
-- of its group stands at its position: whoever moves on need not delete it.

CREATE TABLE read.quarantine (
    tenant    uuid   NOT NULL,
    projector text   NOT NULL,   -- 'main-1'
    position  bigint NOT NULL,   -- the last one that is in the tables
    reason    text   NOT NULL,   -- without any value of a row
    PRIMARY KEY (tenant, projector)
);

GRANT SELECT, INSERT, UPDATE, DELETE ON read.quarantine TO clubs_service;
