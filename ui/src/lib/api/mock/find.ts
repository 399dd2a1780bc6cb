// The search in papers of the mocked program: over the papers that a test gave it.

import type { FoundPaper } from '$lib/bindings';
import { done, type Api } from '../api';
import type { MockProgram } from './program';

/** A paper as it is found by a word of its fragment. */
export function paper(says: Partial<FoundPaper>): FoundPaper {
  return {
    kind: 'order',
    id: 'o-1',
    document_kind: '',
    number: '1',
    date: '2026-02-03',
    entity: 'e1',
    entity_name: 'ООО «Ромашка»',
    order: '',
    is_number: false,
    file_text: '',
    fragment: [],
    may_tell_sums: false,
    ...says,
  };
}

export function findCalls(program: MockProgram) {
  return {
    findPapers: async query => {
      const word = query.text.trim().toLowerCase();
      const rows = program.papers.rows.filter(
        row =>
          (query.kinds.length === 0 || query.kinds.includes(row.kind)) &&
          (query.entity === null || query.entity === row.entity) &&
          (query.from === null || row.date >= query.from) &&
          (query.to === null || row.date <= query.to) &&
          [row.number, ...row.fragment.map(part => part.text)].some(text => text.toLowerCase().includes(word)),
      );
      return done({ rows: rows.slice(0, query.limit), total: rows.length, read_as: null, due: program.papers.due });
    },
  } satisfies Partial<Api>;
}
