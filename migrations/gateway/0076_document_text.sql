-- What a person reads in the PDF of a document, for the search of dealers.
ALTER TABLE supplier_document_file ADD COLUMN text TEXT NOT NULL DEFAULT '';       -- so much of it as is told
ALTER TABLE supplier_document_file ADD COLUMN text_state TEXT NOT NULL DEFAULT ''; -- supplier_document::FileText::code; '' not read yet
CREATE INDEX supplier_document_file_unread ON supplier_document_file (document) WHERE extension = 'pdf' AND text_state = '';
