-- 0007: a page of names is opened by its references alone; the key begins with the subject, and
-- would be searched once for each person of the tenant.

CREATE INDEX text_by_reference ON vault.text (tenant, ref);
