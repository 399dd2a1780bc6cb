// The words of what a step of the connection check found, in the user's language.

import type { ClockSkew, StepDetail, StepTrouble } from '$lib/bindings';
import { reasonText } from './reason';
import { show, t, type MessageValues } from './text.svelte';

/** What the messages take for something that is not known. */
const NONE = 'none';

export function foundText(found: StepDetail): string {
  return t(`found.${found.found}`, values(found)).trim();
}

function values(found: StepDetail): MessageValues {
  switch (found.found) {
    case 'address':
      return { address: found.address };
    case 'proxy_not_looked_into':
      return { scheme: found.scheme };
    case 'proxy':
      return { at: found.at, by: namedBy(found.is_of_settings) };
    case 'proxy_failed':
      return { at: found.at, by: namedBy(found.is_of_settings), trouble: troubleText(found.trouble) };
    case 'numbers':
      return { host: found.host, numbers: found.numbers.join(', ') };
    case 'no_number':
    case 'no_host':
      return { host: found.host };
    case 'name_failed':
      return { host: found.host, trouble: troubleText(found.trouble) };
    case 'connected':
      return { number: found.number };
    case 'not_connected':
      return { number: found.number, trouble: troubleText(found.trouble) };
    case 'certificate_unread':
      return { sha256: found.sha256, clock: clockText(found.clock) };
    case 'certificate':
      return {
        subject: found.subject,
        issuer: found.issuer,
        from: show.day(found.from_ms),
        until: show.day(found.until_ms),
        sha256: found.sha256,
        clock: clockText(found.clock),
      };
    case 'trouble':
      return { trouble: troubleText(found.trouble) };
    case 'answer':
      return { status: found.status, title: found.title || NONE };
    case 'without_token':
      return { status: found.status };
    case 'clock_off':
      return { clock: clockText(found.clock) };
    case 'protocol':
      return { version: found.version };
    case 'call':
      return { reason: found.reason === null ? '' : reasonText(found.reason) };
    case 'no_proxy':
    case 'trusted':
    case 'named':
    case 'in_step':
    case 'gateway_busy':
    case 'call_unknown':
      return {};
  }
}

const namedBy = (isOfSettings: boolean): string => (isOfSettings ? 'settings' : 'system');

function troubleText(trouble: StepTrouble): string {
  const known: MessageValues =
    trouble.trouble === 'said'
      ? { words: trouble.words }
      : trouble.trouble === 'silent'
        ? { seconds: trouble.seconds }
        : {};
  return t(`trouble.${trouble.trouble}`, known);
}

function clockText(skew: ClockSkew | null): string {
  if (skew === null) return '';
  const part = skew.days > 0 ? 'days' : skew.hours > 0 ? 'hours' : 'minutes';
  const { days, hours, minutes } = skew;
  return t(skew.is_ahead ? 'skew.ahead' : 'skew.behind', { amount: t(`skew.${part}`, { days, hours, minutes }) });
}
