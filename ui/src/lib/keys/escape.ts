// Esc leaves a panel from any of its fields, and means nothing to whatever lies below.

export function onEscape(leave: () => void): (event: KeyboardEvent) => void {
  return event => {
    if (event.key !== 'Escape') return;
    leave();
    event.preventDefault();
    event.stopPropagation();
  };
}
