-- Articles that the person wants and the supplier does not have. Source: feed me:<person>. Disposable.
CREATE TABLE wish (
    entity         TEXT    NOT NULL,                              -- legal entity, id of the gateway
    norm           TEXT    NOT NULL,                              -- cabinet_domain::article::article_norm
    article        TEXT    NOT NULL,                              -- as the person wrote it
    quantity_milli INTEGER,                                       -- thousandths; NULL: not said
    note           TEXT    NOT NULL,                              -- empty: none
    wished_at_ms   INTEGER NOT NULL,                              -- UTC, ms since 1970
    PRIMARY KEY (entity, norm)
) STRICT, WITHOUT ROWID;
