// Moments (UTC, ms since 1970) and ISO dates, on the user's clock and in his order of day and month.

import type { Language } from './number';

const LOCALES: Readonly<Record<Language, string>> = { ru: 'ru-RU', uk: 'uk-UA', en: 'en-GB' };
type Kind = 'time' | 'seconds' | 'day' | 'date' | 'month' | 'monthShort';
const formats = new Map<string, Intl.DateTimeFormat>();

function formatOf(language: Language, kind: Kind): Intl.DateTimeFormat {
  const key = language + kind;
  const known = formats.get(key);
  if (known) return known;
  const options: Record<Kind, Intl.DateTimeFormatOptions> = {
    time: { hour: '2-digit', minute: '2-digit' },
    seconds: { hour: '2-digit', minute: '2-digit', second: '2-digit' },
    day: { day: '2-digit', month: '2-digit' },
    date: { day: '2-digit', month: '2-digit', year: 'numeric' },
    month: { month: 'long', year: 'numeric' },
    monthShort: { month: 'short', year: '2-digit' },
  };
  const made = new Intl.DateTimeFormat(LOCALES[language], options[kind]);
  formats.set(key, made);
  return made;
}

function isSameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString();
}

/** `14:05` today, `20.11 14:05` this year, `20.11.2025` before. */
export function moment(atMs: number, nowMs: number, language: Language): string {
  const at = new Date(atMs);
  const now = new Date(nowMs);
  if (isSameDay(at, now)) return formatOf(language, 'time').format(at);
  if (at.getFullYear() !== now.getFullYear()) return formatOf(language, 'date').format(at);
  return `${formatOf(language, 'day').format(at)} ${formatOf(language, 'time').format(at)}`;
}

/** `14:07:32`. */
export function momentWithSeconds(atMs: number, language: Language): string {
  return formatOf(language, 'seconds').format(new Date(atMs));
}

/** `21.11.2026`, for the name of a new draft and the like. */
export function day(atMs: number, language: Language): string {
  return formatOf(language, 'date').format(new Date(atMs));
}

/** An ISO date of a document (`2026-11-21`, no zone) as it is; what cannot be read is shown as it came. */
export function isoDate(iso: string, language: Language): string {
  const parts = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  if (!parts) return iso;
  const [, year = '', month = '', date = ''] = parts;
  return formatOf(language, 'date').format(new Date(Number(year), Number(month) - 1, Number(date)));
}

/** `21.11`, where the year is plain. */
export function dayAndMonth(atMs: number, language: Language): string {
  return formatOf(language, 'day').format(new Date(atMs));
}

/** A month (`2026-11`) in words, whole or short enough for an axis; what cannot be read is shown as it came. */
export function month(iso: string, language: Language, isShort: boolean): string {
  const parts = /^(\d{4})-(\d{2})$/.exec(iso);
  if (!parts) return iso;
  const first = new Date(Number(parts[1]), Number(parts[2]) - 1, 1);
  return formatOf(language, isShort ? 'monthShort' : 'month').format(first);
}
