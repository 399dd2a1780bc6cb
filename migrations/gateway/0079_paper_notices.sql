-- What people are told of papers and of acts (docs/protocol.md).

-- Which notices tell of a document of the supplier: they go with the right to it.
CREATE TABLE document_notice (
    notice   TEXT NOT NULL PRIMARY KEY REFERENCES notice (id) ON DELETE CASCADE,
    document TEXT NOT NULL                                           -- of supplier_document
) STRICT;

CREATE INDEX document_notice_of_document ON document_notice (document);

-- Who asked for an act last; NULL: asked before this was kept.
ALTER TABLE act_request ADD COLUMN person TEXT;
