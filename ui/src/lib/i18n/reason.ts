// The words of a cause that Rust names, in the user's language: what, where, what to do.

import type { Reason } from '$lib/bindings';
import { show, t, type MessageValues } from './text.svelte';

/** What the messages take for a name or a figure that is not known. */
const NONE = 'none';
const MEGABYTE = 1_048_576;

export function reasonText(reason: Reason): string {
  return t(`cause.${reason.cause}`, values(reason));
}

/** A code of HTTP as it is written everywhere; 0 means that there was none. */
const status = (code: number): string => (code === 0 ? NONE : String(code));

function values(reason: Reason): MessageValues {
  switch (reason.cause) {
    case 'no_such':
    case 'not_in_directory':
      return { what: t(`thing.${reason.what}`) };
    case 'server_not_found':
    case 'proxy_password':
    case 'server_unreachable':
    case 'server_silent':
    case 'connection_broken':
      return { at: reason.at || NONE };
    case 'page_answers':
      return { title: reason.title || NONE, status: status(reason.status) };
    case 'address_leads_elsewhere':
    case 'strange_answer':
    case 'server_failed':
      return { status: status(reason.status) };
    case 'answer_too_large':
      return { size: show.count(Math.ceil(reason.allowed_bytes / MEGABYTE)) };
    case 'last_day_over':
    case 'wished_day_over':
      return { day: show.isoDate(reason.day) };
    case 'picture_unusable':
      return { why: t(`attach.${reason.why}`) };
    case 'file':
      return {
        deed: t(`deed.${reason.deed}`),
        path: reason.path,
        fault: t(`disk.${reason.fault}`, { said: reason.said }),
      };
    case 'no_copy_kept':
      return { path: reason.path, fault: t(`disk.${reason.fault}`, { said: reason.said }) };
    case 'not_a_table':
      return { kind: t(`foreign.${reason.kind}`) };
    case 'profile_in_use':
      return { holder: t(`holder.${reason.by}`) };
    case 'data_newer':
      return { path: reason.path, version: reason.version, known: reason.known, copy: reason.copy ?? NONE };
    case 'keyring_unusable':
    case 'passphrase_needed':
      return { fault: t(`keyring.${reason.fault}`) };
    default:
      return plain(reason);
  }
}

/** Names and figures that stand in the message as they are. */
function plain(reason: Reason): MessageValues {
  const taken = Object.entries(reason).filter(
    (field): field is [string, string | number] => typeof field[1] === 'string' || typeof field[1] === 'number',
  );
  return Object.fromEntries(taken);
}
