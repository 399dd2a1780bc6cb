// Every action that has a key: the one list behind the handlers, the tooltips and the F1 sheet.

import type { MessageKey } from '$lib/i18n/messages';
import { chord } from './layout';

export type KeyScope =
  'everywhere' | 'catalogue' | 'quantities' | 'draft' | 'check' | 'lists' | 'order' | 'documents' | 'claims';

export interface KeyAction {
  keys: readonly string[];
  scope: KeyScope;
  label: MessageKey;
  /** The right without which it does nothing. */
  needs?: 'drafts' | 'prices';
}

export const KEYMAP = {
  help: { keys: ['F1'], scope: 'everywhere', label: 'keys.help' },
  keys: { keys: ['Shift+F1'], scope: 'everywhere', label: 'keys.keys' },
  feedback: { keys: ['Shift+F2'], scope: 'everywhere', label: 'keys.feedback' },
  search: { keys: ['Ctrl+K', 'F3'], scope: 'everywhere', label: 'keys.search' },
  entity: { keys: ['Alt+E'], scope: 'everywhere', label: 'keys.entity' },
  catalogue: { keys: ['Alt+1'], scope: 'everywhere', label: 'keys.catalogue' },
  drafts: { keys: ['Alt+2'], scope: 'everywhere', label: 'keys.drafts' },
  orders: { keys: ['Alt+3'], scope: 'everywhere', label: 'keys.orders' },
  documents: { keys: ['Alt+4'], scope: 'everywhere', label: 'keys.documents' },
  settings: { keys: ['Alt+5'], scope: 'everywhere', label: 'keys.settings' },
  sync: { keys: ['F5'], scope: 'everywhere', label: 'keys.sync' },
  syncPage: { keys: ['Alt+6'], scope: 'everywhere', label: 'keys.syncPage' },
  notices: { keys: ['Alt+7'], scope: 'everywhere', label: 'keys.notices' },
  claims: { keys: ['Alt+8'], scope: 'everywhere', label: 'keys.claims' },
  news: { keys: ['Alt+9'], scope: 'everywhere', label: 'keys.news' },
  money: { keys: ['Alt+M'], scope: 'everywhere', label: 'keys.money', needs: 'prices' },
  find: { keys: ['Ctrl+Shift+F'], scope: 'everywhere', label: 'keys.find' },
  changes: { keys: ['Alt+I'], scope: 'everywhere', label: 'keys.changes' },
  changesSeen: { keys: ['Ctrl+Shift+Y'], scope: 'lists', label: 'keys.changesSeen' },
  mute: { keys: ['M'], scope: 'lists', label: 'keys.mute' },
  codes: { keys: ['Alt+0'], scope: 'everywhere', label: 'keys.codes' },
  priceLists: { keys: ['Alt+P'], scope: 'everywhere', label: 'keys.priceLists', needs: 'prices' },
  openDraft: { keys: ['Ctrl+D'], scope: 'everywhere', label: 'keys.openDraft', needs: 'drafts' },
  check: { keys: ['Ctrl+Enter'], scope: 'everywhere', label: 'keys.check', needs: 'drafts' },
  newDraft: { keys: ['Ctrl+N'], scope: 'everywhere', label: 'keys.newDraft', needs: 'drafts' },
  paste: { keys: ['Ctrl+V'], scope: 'everywhere', label: 'keys.paste', needs: 'drafts' },
  scanner: { keys: ['12*'], scope: 'everywhere', label: 'scanner.keys', needs: 'drafts' },
  undo: { keys: ['Ctrl+Z'], scope: 'everywhere', label: 'keys.undo', needs: 'drafts' },
  prices: { keys: ['F8'], scope: 'everywhere', label: 'keys.prices', needs: 'prices' },
  rail: { keys: ['Ctrl+B'], scope: 'everywhere', label: 'keys.rail' },
  larger: { keys: ['Ctrl++', 'Ctrl+='], scope: 'everywhere', label: 'keys.larger' },
  smaller: { keys: ['Ctrl+-'], scope: 'everywhere', label: 'keys.smaller' },
  usualSize: { keys: ['Ctrl+0'], scope: 'everywhere', label: 'keys.usualSize' },
  chooseRows: { keys: ['Shift+↑', 'Shift+↓'], scope: 'everywhere', label: 'keys.chooseRows' },
  copyRows: { keys: ['Ctrl+C'], scope: 'everywhere', label: 'keys.copyRows' },
  copyCell: { keys: ['Ctrl+Shift+C'], scope: 'everywhere', label: 'keys.copyCell' },
  back: { keys: ['Escape'], scope: 'everywhere', label: 'keys.back' },
  groups: { keys: ['Ctrl+G'], scope: 'catalogue', label: 'keys.groups' },
  facets: { keys: ['Ctrl+F'], scope: 'catalogue', label: 'keys.facets' },
  inStock: { keys: ['Ctrl+I'], scope: 'catalogue', label: 'keys.inStock' },
  card: { keys: ['F4'], scope: 'catalogue', label: 'keys.card' },
  picture: { keys: ['F6'], scope: 'catalogue', label: 'keys.picture' },
  variants: { keys: ['F7'], scope: 'catalogue', label: 'keys.variants' },
  labels: { keys: ['Ctrl+Shift+L'], scope: 'catalogue', label: 'keys.labels' },
  digits: { keys: ['0…9'], scope: 'quantities', label: 'keys.digits' },
  next: { keys: ['Enter'], scope: 'quantities', label: 'keys.next' },
  restore: { keys: ['Escape'], scope: 'quantities', label: 'keys.restore' },
  step: { keys: ['+', '-'], scope: 'quantities', label: 'keys.step' },
  subscribe: { keys: ['Ctrl+U'], scope: 'quantities', label: 'keys.subscribe' },
  explainPrice: { keys: ['Shift+F8'], scope: 'quantities', label: 'keys.explainPrice', needs: 'prices' },
  removeLine: { keys: ['Delete'], scope: 'quantities', label: 'keys.removeLine' },
  rename: { keys: ['F2'], scope: 'draft', label: 'keys.rename', needs: 'drafts' },
  delivery: { keys: ['F6'], scope: 'draft', label: 'keys.delivery', needs: 'drafts' },
  lineComment: { keys: ['F7'], scope: 'draft', label: 'keys.lineComment', needs: 'drafts' },
  lineLabel: { keys: ['F4'], scope: 'draft', label: 'keys.lineLabel', needs: 'drafts' },
  draftLabel: { keys: ['Shift+F4'], scope: 'draft', label: 'keys.draftLabel', needs: 'drafts' },
  lineService: { keys: ['Ctrl+Shift+S'], scope: 'draft', label: 'keys.lineService', needs: 'drafts' },
  lineOnOrder: { keys: ['Ctrl+Shift+O'], scope: 'draft', label: 'keys.lineOnOrder', needs: 'drafts' },
  nextLabel: { keys: ['Ctrl+L'], scope: 'draft', label: 'keys.nextLabel', needs: 'drafts' },
  fromFile: { keys: ['Ctrl+O'], scope: 'draft', label: 'keys.fromFile', needs: 'drafts' },
  splitDraft: { keys: ['Shift+F9'], scope: 'draft', label: 'keys.splitDraft', needs: 'drafts' },
  setApart: { keys: ['Ctrl+Shift+F9'], scope: 'draft', label: 'keys.setApart', needs: 'drafts' },
  whatIf: { keys: ['Ctrl+Shift+E'], scope: 'draft', label: 'keys.whatIf', needs: 'drafts' },
  compare: { keys: ['Shift+F7'], scope: 'draft', label: 'keys.compare', needs: 'drafts' },
  keepTemplate: { keys: ['Shift+F6'], scope: 'draft', label: 'keys.keepTemplate', needs: 'drafts' },
  duplicate: { keys: ['Ctrl+Shift+D'], scope: 'draft', label: 'keys.duplicate', needs: 'drafts' },
  removedLines: { keys: ['F9'], scope: 'draft', label: 'keys.removedLines', needs: 'drafts' },
  trash: { keys: ['Delete'], scope: 'draft', label: 'keys.trash', needs: 'drafts' },
  accept: { keys: ['1'], scope: 'check', label: 'keys.accept' },
  reduce: { keys: ['2'], scope: 'check', label: 'keys.reduce' },
  remove: { keys: ['3'], scope: 'check', label: 'keys.remove' },
  keep: { keys: ['4'], scope: 'check', label: 'keys.keep' },
  analogue: { keys: ['5'], scope: 'check', label: 'keys.analogue' },
  backorder: { keys: ['6'], scope: 'check', label: 'keys.backorder' },
  onOrder: { keys: ['7'], scope: 'check', label: 'keys.onOrder' },
  otherWarehouse: { keys: ['8'], scope: 'check', label: 'keys.otherWarehouse' },
  later: { keys: ['9'], scope: 'check', label: 'keys.later' },
  removeRepeated: { keys: ['Delete'], scope: 'check', label: 'keys.removeRepeated' },
  applyRules: { keys: ['F2'], scope: 'check', label: 'keys.applyRules' },
  send: { keys: ['Ctrl+Enter'], scope: 'check', label: 'keys.send' },
  sendGood: { keys: ['Ctrl+Shift+Enter'], scope: 'check', label: 'keys.sendGood' },
  leaveOpen: { keys: ['F9'], scope: 'check', label: 'keys.leaveOpen' },
  open: { keys: ['Enter'], scope: 'lists', label: 'keys.open' },
  allEntities: { keys: ['Ctrl+E'], scope: 'lists', label: 'keys.allEntities' },
  report: { keys: ['Ctrl+Shift+M'], scope: 'lists', label: 'keys.report', needs: 'prices' },
  markOrder: { keys: ['Insert'], scope: 'lists', label: 'keys.markOrders' },
  markAllOrders: { keys: ['Ctrl+Insert'], scope: 'lists', label: 'keys.markAllOrders' },
  months: { keys: ['Ctrl+M'], scope: 'lists', label: 'keys.months', needs: 'prices' },
  repeat: { keys: ['F7'], scope: 'order', label: 'keys.repeat', needs: 'drafts' },
  retry: { keys: ['Ctrl+R'], scope: 'lists', label: 'keys.retry', needs: 'drafts' },
  withdraw: { keys: ['Delete'], scope: 'lists', label: 'keys.withdraw', needs: 'drafts' },
  sort: { keys: ['Alt+Shift+1…9'], scope: 'lists', label: 'keys.sort' },
  invoice: { keys: ['Ctrl+I'], scope: 'lists', label: 'keys.invoice', needs: 'prices' },
  claim: { keys: ['F6'], scope: 'lists', label: 'keys.claim' },
  save: { keys: ['Ctrl+S'], scope: 'documents', label: 'keys.save' },
  print: { keys: ['Ctrl+P'], scope: 'documents', label: 'keys.print' },
  archive: { keys: ['Ctrl+Shift+S'], scope: 'documents', label: 'keys.archive' },
  mark: { keys: ['Insert'], scope: 'documents', label: 'keys.mark' },
  markAll: { keys: ['Ctrl+Insert'], scope: 'documents', label: 'keys.markAll' },
  pay: { keys: ['Ctrl+Q'], scope: 'documents', label: 'keys.pay', needs: 'prices' },
  papers: { keys: ['Ctrl+P'], scope: 'lists', label: 'keys.papers' },
  zoomIn: { keys: ['+', '='], scope: 'documents', label: 'keys.zoomIn' },
  zoomOut: { keys: ['-'], scope: 'documents', label: 'keys.zoomOut' },
  nextPage: { keys: ['PageDown'], scope: 'documents', label: 'keys.nextPage' },
  previousPage: { keys: ['PageUp'], scope: 'documents', label: 'keys.previousPage' },
  attach: { keys: ['Ctrl+O'], scope: 'claims', label: 'keys.attach' },
  pasteFile: { keys: ['Ctrl+V'], scope: 'claims', label: 'keys.pasteFile' },
  sendClaim: { keys: ['Ctrl+Enter'], scope: 'claims', label: 'keys.sendClaim' },
} as const satisfies Record<string, KeyAction>;

export type ActionName = keyof typeof KEYMAP;

/** Whether an action does anything for a person with these rights. */
export function isUsable(name: ActionName, rights: Readonly<Record<'drafts' | 'prices', boolean>>): boolean {
  const action: KeyAction = KEYMAP[name];
  return action.needs === undefined || rights[action.needs];
}

/** The keys of an action as a person reads them: `Ctrl+K, F3`. */
export function keysOf(name: ActionName): string {
  return KEYMAP[name].keys.join(', ').replace('Escape', 'Esc');
}

/**
 * Runs the handler whose key was pressed, and keeps the browser from doing something else with it. A handler that
 * gives back `false` declines.
 */
export function dispatchKey(event: KeyboardEvent, handlers: Partial<Record<ActionName, () => unknown>>): boolean {
  if (event.defaultPrevented) return false;
  const pressed = chord(event);
  for (const [name, handler] of Object.entries(handlers) as [ActionName, () => unknown][]) {
    const keys: readonly string[] = KEYMAP[name].keys;
    if (!keys.includes(pressed) || handler() === false) continue;
    event.preventDefault();
    return true;
  }
  return false;
}
