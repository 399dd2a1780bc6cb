// What the program can be asked, as the screens see it: every command of the bindings, with one shape of answer.
//
// `Api` is derived from the generated bindings, so a new command is a type error until both variants have it.
// Not here: the calls themselves (tauri.ts for the window, mock/ for tests and `npm run dev`).

import type { Changes, CommandError, commands, ToastTarget } from '$lib/bindings';

export type ApiError = CommandError;

/** An answer: a value, or an error with a code to branch on. */
export type Result<T> = { ok: true; value: T } | { ok: false; error: ApiError };

type Commands = typeof commands;
type ValueOf<Answer> = Answer extends { status: 'ok'; data: infer Data } ? Data : never;
type Call<Command> = Command extends (...args: infer Args) => Promise<infer Answer>
  ? (...args: Args) => Promise<Result<ValueOf<Answer>>>
  : never;

export type Api = { [Name in keyof Commands]: Call<Commands[Name]> } & {
  /** Calls back after each commit that changed something shown; gives back how to stop. */
  onChanges: (listener: (changes: Changes) => void) => () => void;
  /** Calls back when a toast on the desktop was clicked; gives back how to stop. */
  onOpenToast: (listener: (target: ToastTarget) => void) => () => void;
  /** Calls back when files were dropped on the window; gives back how to stop. */
  onFilesDropped: (listener: () => void) => () => void;
  /** Begins the page anew, with nothing in it of before. */
  startAnew: () => void;
};

export function done<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function failed(
  code: ApiError['code'],
  message: string,
  reason: ApiError['reason'] = null,
): { ok: false; error: ApiError } {
  return { ok: false, error: { code, message, reason } };
}
