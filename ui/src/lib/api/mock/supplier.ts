// Documents of the supplier in the mocked program: as the list has them, and their bytes.

import type { DocumentSummary, SavedFile, SupplierDocumentView } from '$lib/bindings';
import { done, failed, type Result } from '../api';
import type { MockProgram } from './program';

/** A document as the list has it. */
export function listed(program: MockProgram, document: SupplierDocumentView): DocumentSummary {
  return {
    id: document.id,
    kind: document.kind,
    is_suppliers: true,
    has_file: document.file !== null,
    has_doubts: document.doubts.length > 0,
    number: document.number,
    is_preliminary: false,
    is_cancelled: false,
    date: document.date,
    entity: document.entity,
    entity_name: program.entityName(document.entity),
    order: document.order,
    order_number: document.order_number,
    total_minor: document.total_minor,
    currency: document.currency,
  };
}

/** The bytes of a document: fetched once, they are there without a connection. */
export function fetchDocument(program: MockProgram, id: string): Result<SavedFile> {
  const document = program.supplierDocuments.find(one => one.id === id);
  if (!document?.file) return failed('not_found', 'no such document');
  if (!program.fetched.has(id) && program.isOffline) return failed('offline', 'the gateway cannot be reached');
  program.fetched.add(id);
  return done({ path: `/home/user/Documents/${document.file.name}`, bytes: document.file.bytes });
}
