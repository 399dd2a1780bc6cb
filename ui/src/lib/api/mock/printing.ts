// Printers, labels and the archive of the mocked program.

import type { PrinterView } from '$lib/bindings';
import { done, failed, type Api } from '../api';
import type { MockProgram } from './program';

/** A printer that says little of itself. */
function printer(name: string, says: Partial<PrinterView>): PrinterView {
  return {
    name,
    title: name,
    is_default: false,
    doing: 'idle',
    is_accepting: true,
    reasons: [],
    trays: [],
    papers: [],
    papers_inside: [],
    sides: ['one'],
    has_colours: false,
    most_copies: 999,
    takes_pdf: true,
    ...says,
  };
}

export function printingCalls(program: MockProgram) {
  return {
    documentsArchive: async month =>
      done([
        {
          entity: 'e-1',
          entity_name: 'ООО Ромашка',
          path: `/home/user/Documents/Документы ООО Ромашка ${month}.zip`,
          bytes: 4_096,
          files: 2,
          missing: [],
        },
      ]),
    documentsFolderRule: async () => done({ folder: '', by: 'none' }),
    documentsFolderPreview: async rule => {
      if (rule.folder !== '' && !rule.folder.startsWith('/')) return failed('invalid', 'not a full path');
      const parts = { none: [], entity: ['ООО Ромашка'], month: ['2026-11'], entity_month: ['ООО Ромашка', '2026-11'] };
      return done([rule.folder || '/home/user/Documents', ...parts[rule.by]].join('/'));
    },
    documentsOfOrders: async ids =>
      done(
        ids.map(id => {
          const order = program.orders.find(one => one.summary.id === id);
          const invoice = order?.documents[0];
          const isShipped = (order?.shipment_date ?? '') !== '';
          return {
            order: id,
            papers: [
              ...(invoice ? [{ form: 'invoice' as const, of: invoice }] : []),
              ...(isShipped
                ? (['upd_transfer', 'upd_invoice', 'torg12'] as const).map(form => ({ form, of: id }))
                : []),
              ...(order ? [{ form: 'order_form' as const, of: id }] : []),
            ],
            error: null,
          };
        }),
      ),
    documentsSetFolderRule: async rule => done(rule),
    documentsLabelsPrint: async (request, to) =>
      done({ path: '', printer: to, labels: request.items.length * request.copies, left_out: [] }),
    documentsLabelsSave: async request =>
      done({
        path: '/home/user/Documents/Этикетки.zpl',
        printer: '',
        labels: request.items.length * request.copies,
        left_out: [],
      }),
    documentsLabelsTest: async (_paper, to) => done(to),
    documentsPrinters: async () =>
      done([
        printer('HP LaserJet 1020', { is_default: true, sides: ['one', 'long_edge', 'short_edge'] }),
        printer('Canon склад', { trays: ['tray-1', 'by-pass-tray'], papers: ['iso_a4_210x297mm'] }),
      ]),
    documentsPrinter: async name => done(printer(name, {})),
    documentsPrint: async (_paper, wishes) => done({ printer: wishes.printer, job: 1, title: '', doubts: [] }),
    documentsPrintJob: async () => done(program.printJob),
    documentsPrintCancel: async () => {
      program.printJob = 'cancelled';
      return done(null);
    },
    documentsPrintChoice: async () => done({ printer: '', copies: 1, sides: null, tray: '', paper: '' }),
  } satisfies Partial<Api>;
}
