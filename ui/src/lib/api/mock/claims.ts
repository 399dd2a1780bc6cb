// Claims of the mocked program; `answerClaim` is the supplier's word.

import type { ClaimFileView, ClaimSummary, ClaimView } from '$lib/bindings';
import { done, failed, type Api } from '../api';
import type { MockProgram } from './program';

const DAY_MS = 86_400_000;
const noClaim = () => failed('not_found', 'there is no such claim');
/** One grey point, as a JPEG would be. */
const POINT = 'data:image/gif;base64,R0lGODlhAQABAIAAAMLCwgAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw==';

/** The supplier answers: a message, a state, and a notice. */
export function answerClaim(program: MockProgram, id: string, text: string, state: string): void {
  const claim = program.claims.find(one => one.summary.id === id);
  if (!claim) return;
  const at = program.now();
  claim.messages.push({
    at_ms: at,
    who: 'Метиз-Трейд',
    is_supplier: true,
    text,
    files: [],
    state: '',
    why: null,
    command: null,
  });
  claim.history.push({ state, at_ms: at, who: 'Метиз-Трейд' });
  claim.summary = { ...claim.summary, state, answer_by_ms: null };
  claim.can_say = state !== 'closed';
  program.changed({ claims: true });
}

function reach(program: MockProgram, claim: ClaimView): void {
  const at = program.now();
  claim.summary = {
    ...claim.summary,
    number: String(program.claims.filter(one => one.summary.number !== '').length + 1),
    state: 'received',
    filed_by: 'Ирина Петренко',
    answer_by_ms: at + claim.limits.answer_days * DAY_MS,
    messages: 1,
  };
  claim.messages = [
    {
      at_ms: at,
      who: 'Ирина Петренко',
      is_supplier: false,
      text: claim.text,
      files: claim.files.map(file => ({ ...file, is_uploaded: true })),
      state: '',
      why: null,
      command: null,
    },
  ];
  claim.history = [{ state: 'received', at_ms: at, who: 'Ирина Петренко' }];
  Object.assign(claim, { files: [], text: '', is_editable: false, can_say: true, command: null });
}

export function claimCalls(program: MockProgram) {
  const find = (id: string) => program.claims.find(one => one.summary.id === id);
  const attach = (id: string) => {
    const claim = find(id);
    if (!claim) return noClaim();
    claim.files = [...claim.files, ...program.picked];
    return done({ attached: program.picked.length, refused: program.refused });
  };
  return {
    claimsList: async entity =>
      done(
        program.claims
          .filter(one => !program.discarded.has(one.summary.id))
          .map(one => one.summary)
          .filter(one => entity === null || one.entity === entity),
      ),
    claimsShow: async id => {
      const claim = find(id);
      return claim ? done(claim) : noClaim();
    },
    claimsBegin: async (order, item) => {
      const view = program.orders.find(one => one.summary.id === order);
      const line = view?.lines.find(one => one.item === item);
      if (!view || !line) return failed('not_found', 'there is no such order');
      const summary: ClaimSummary = {
        id: program.newId('claim'),
        number: '',
        entity: view.summary.entity,
        entity_name: view.summary.entity_name,
        order,
        order_number: view.summary.number,
        item,
        article: line.article,
        name: line.name,
        unit: line.unit,
        quantity_milli: 1000,
        kind: 'defect',
        remedy: 'replace',
        state: 'draft',
        why: null,
        at_ms: program.now(),
        filed_by: '',
        answer_by_ms: null,
        is_overdue: false,
        files_waiting: 0,
        files_queued: 0,
        messages: 0,
      };
      const claim: ClaimView = {
        summary,
        text: '',
        of_line_milli: line.quantity_milli,
        files: [],
        messages: [],
        history: [],
        is_editable: true,
        can_say: false,
        command: null,
        others: [],
        limits: { max_files: 10, max_file_bytes: 10_485_760, answer_days: 5, max_text: 4000 },
      };
      program.claims.unshift(claim);
      return done(claim);
    },
    claimsDescribe: async words => {
      const claim = find(words.claim);
      if (!claim) return noClaim();
      const { kind, remedy, quantity_milli } = words;
      claim.summary = { ...claim.summary, kind, remedy, quantity_milli };
      claim.text = words.text;
      return done(null);
    },
    claimsDetach: async (id, blake3) => {
      const claim = find(id);
      if (!claim) return noClaim();
      claim.files = claim.files.filter((file: ClaimFileView) => file.blake3 !== blake3);
      return done(null);
    },
    claimsDiscard: async (id, isDeleted) => {
      if (isDeleted) program.discarded.add(id);
      else program.discarded.delete(id);
      return done(null);
    },
    claimsSend: async id => {
      const claim = find(id);
      if (!claim) return noClaim();
      if (program.isOffline) {
        const waiting = claim.files.length;
        claim.summary = {
          ...claim.summary,
          state: 'queued',
          why: 'offline',
          files_waiting: waiting,
          files_queued: waiting,
        };
        Object.assign(claim, { is_editable: false, command: `command-${id}` });
        return done({ outcome: 'queued' as const, files_waiting: waiting });
      }
      reach(program, claim);
      return done({ outcome: 'done' as const });
    },
    claimsSay: async (id, text) => {
      const claim = find(id);
      if (!claim) return noClaim();
      claim.messages.push({
        at_ms: program.now(),
        who: 'Ирина Петренко',
        is_supplier: false,
        text,
        files: claim.files,
        state: program.isOffline ? 'queued' : '',
        why: program.isOffline ? 'offline' : null,
        command: program.isOffline ? `say-${claim.messages.length}` : null,
      });
      claim.files = [];
      return done(program.isOffline ? { outcome: 'queued' as const, files_waiting: 0 } : { outcome: 'done' as const });
    },
    claimsRetry: async () => done({ outcome: 'done' as const }),
    claimsWithdraw: async command => {
      const claim = program.claims.find(one => one.command === command);
      if (!claim) return noClaim();
      claim.summary = { ...claim.summary, state: 'draft', why: null };
      Object.assign(claim, { is_editable: true, command: null });
      return done(null);
    },
    claimsThumb: async () => done(POINT),
    claimsSave: async (_, blake3) => done({ path: `/home/user/Documents/${blake3}.jpg`, bytes: 1000 }),
    claimsPick: async id => attach(id),
    claimsDrop: async id => attach(id),
    claimsPaste: async id => attach(id),
  } satisfies Partial<Api>;
}
