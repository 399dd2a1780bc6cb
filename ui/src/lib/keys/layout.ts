// A pressed key as a name that is the same in every keyboard layout: `Ctrl+K` is pressed with Ctrl+Л too.

const PLACES: Readonly<Record<string, string>> = {
  Minus: '-',
  Equal: '=',
  NumpadAdd: '+',
  NumpadSubtract: '-',
  NumpadMultiply: '*',
  Slash: '/',
  Period: '.',
  Comma: ',',
};

type Pressed = Pick<KeyboardEvent, 'key' | 'code'>;
type Chorded = Pressed & Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>;

/** The key's own name if it is Latin (Dvorak stays Dvorak), else the place of the key on the board. */
export function keyName({ key, code }: Pressed): string {
  if (key.length > 1) return key;
  if (key >= ' ' && key <= '~') return key.toUpperCase();
  if (code.startsWith('Key')) return code.slice(3);
  if (code.startsWith('Digit')) return code.slice(5);
  return PLACES[code] ?? key;
}

/** The key with its modifiers in a fixed order: `Ctrl+Alt+Shift+K`. Command counts as Ctrl. */
export function chord(event: Chorded): string {
  const name = keyName(event);
  const isLetter = name.length > 1 || /[A-Z0-9]/.test(name);
  return [
    event.ctrlKey || event.metaKey ? 'Ctrl' : '',
    event.altKey ? 'Alt' : '',
    // Shift belongs to the sign itself in `+` or `?`.
    event.shiftKey && isLetter ? 'Shift' : '',
    name === ' ' ? 'Space' : name,
  ]
    .filter(part => part !== '')
    .join('+');
}

/** Whether keys typed there are text. */
export function isTextField(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement) return true;
  return target instanceof HTMLInputElement && !['checkbox', 'radio', 'button'].includes(target.type);
}
