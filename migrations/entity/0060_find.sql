-- entity-<id>.db: full-text search over orders, invoices, documents of the supplier and claims. Made of the rows beside it.

-- Text of the file of a document, apart: a list of documents does not read it.
CREATE TABLE document_text (
    id   TEXT NOT NULL PRIMARY KEY REFERENCES supplier_document (id) ON DELETE CASCADE,
    text TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Papers that are found.
CREATE TABLE paper (
    id  INTEGER NOT NULL PRIMARY KEY,                            -- day since 1970 * 2^32 + number in the day: the newest are the greatest
    key TEXT    NOT NULL UNIQUE                                  -- as on the wire: 'o:', 'i:', 'd:' or 'c:' and the id
) STRICT;

-- Contentless: the texts stand in the tables of the papers.
CREATE VIRTUAL TABLE paper_words USING fts5 (
    words, content = '', contentless_delete = 1, detail = none, tokenize = 'ascii', prefix = '1 2 3');

-- Papers that are to be found and are not yet.
CREATE TABLE paper_due (
    key TEXT NOT NULL PRIMARY KEY
) STRICT, WITHOUT ROWID;

-- What goes is found no more at once; what comes is due. The papers of an order bear its number.
CREATE TRIGGER order_found AFTER INSERT ON placed_order BEGIN
    INSERT OR IGNORE INTO paper_due (key) VALUES ('o:' || NEW.id);
    INSERT OR IGNORE INTO paper_due (key) SELECT 'i:' || id FROM invoice WHERE order_id = NEW.id;
    INSERT OR IGNORE INTO paper_due (key) SELECT 'd:' || id FROM supplier_document
    WHERE order_id = NEW.id AND order_id <> '';
END;
CREATE TRIGGER order_lost AFTER DELETE ON placed_order BEGIN
    DELETE FROM paper_words WHERE rowid = (SELECT id FROM paper WHERE key = 'o:' || OLD.id);
    DELETE FROM paper WHERE key = 'o:' || OLD.id;
    DELETE FROM paper_due WHERE key = 'o:' || OLD.id;
END;
CREATE TRIGGER invoice_found AFTER INSERT ON invoice BEGIN
    INSERT OR IGNORE INTO paper_due (key) VALUES ('i:' || NEW.id);
END;
CREATE TRIGGER invoice_lost AFTER DELETE ON invoice BEGIN
    DELETE FROM paper_words WHERE rowid = (SELECT id FROM paper WHERE key = 'i:' || OLD.id);
    DELETE FROM paper WHERE key = 'i:' || OLD.id;
    DELETE FROM paper_due WHERE key = 'i:' || OLD.id;
END;
CREATE TRIGGER document_found AFTER INSERT ON supplier_document BEGIN
    INSERT OR IGNORE INTO paper_due (key) VALUES ('d:' || NEW.id);
END;
CREATE TRIGGER document_lost AFTER DELETE ON supplier_document BEGIN
    DELETE FROM paper_words WHERE rowid = (SELECT id FROM paper WHERE key = 'd:' || OLD.id);
    DELETE FROM paper WHERE key = 'd:' || OLD.id;
    DELETE FROM paper_due WHERE key = 'd:' || OLD.id;
END;
CREATE TRIGGER claim_found AFTER INSERT ON claim BEGIN
    INSERT OR IGNORE INTO paper_due (key) VALUES ('c:' || NEW.id);
END;
CREATE TRIGGER claim_lost AFTER DELETE ON claim BEGIN
    DELETE FROM paper_words WHERE rowid = (SELECT id FROM paper WHERE key = 'c:' || OLD.id);
    DELETE FROM paper WHERE key = 'c:' || OLD.id;
    DELETE FROM paper_due WHERE key = 'c:' || OLD.id;
END;

INSERT INTO paper_due (key) SELECT 'o:' || id FROM placed_order;
INSERT INTO paper_due (key) SELECT 'i:' || id FROM invoice;
INSERT INTO paper_due (key) SELECT 'd:' || id FROM supplier_document;
INSERT INTO paper_due (key) SELECT 'c:' || id FROM claim;
