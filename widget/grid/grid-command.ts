/** What a key asks for in the grid. */
export type GridCommand =
  | { kind: 'move'; rows: number; columns: number; extend: boolean }
  | { kind: 'select'; what: 'all' | 'row' | 'column' }
  | { kind: 'fill'; direction: 'down' | 'right' }
  | { kind: 'type'; text: string }
  | { kind: 'undo' | 'redo' | 'remove' | 'edit' | 'press' | 'leave' | 'history' };

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey' | 'isComposing'>;

const far = Number.MAX_SAFE_INTEGER;
const arrows: Readonly<Record<string, readonly [rows: number, columns: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** What a key means; undefined leaves it to the browser. `page` is how many rows are seen at once. */
export function commandOf(event: Keys, page: number): GridCommand | undefined {
  if (event.altKey || event.isComposing) return undefined;
  return moveOf(event, page) ?? (event.ctrlKey || event.metaKey ? withControl(event) : plain(event));
}

function moveOf({ key, ctrlKey, metaKey, shiftKey }: Keys, page: number): GridCommand | undefined {
  const control = ctrlKey || metaKey;
  const move = (rows: number, columns: number): GridCommand => ({ kind: 'move', rows, columns, extend: shiftKey });
  const arrow = arrows[key];
  if (arrow) return move(arrow[0] * (control ? far : 1), arrow[1] * (control ? far : 1));
  if (key === 'Home') return move(control ? -far : 0, -far);
  if (key === 'End') return move(control ? far : 0, far);
  if (key === 'PageUp') return move(-page, 0);
  return key === 'PageDown' ? move(page, 0) : undefined;
}

function withControl({ key, shiftKey }: Keys): GridCommand | undefined {
  switch (key.toLowerCase()) {
    case 'a':
      return { kind: 'select', what: 'all' };
    case ' ':
      return { kind: 'select', what: 'column' };
    case 'd':
      return { kind: 'fill', direction: 'down' };
    case 'r':
      return shiftKey ? undefined : { kind: 'fill', direction: 'right' };
    case 'z':
      return { kind: shiftKey ? 'redo' : 'undo' };
    case 'y':
      return { kind: 'redo' };
    default:
      return undefined;
  }
}

function plain({ key, shiftKey }: Keys): GridCommand | undefined {
  switch (key) {
    case 'Delete':
    case 'Backspace':
      return { kind: 'remove' };
    case 'F2':
      return { kind: shiftKey ? 'history' : 'edit' };
    case 'Enter':
      return { kind: 'edit' };
    case 'Escape':
      return { kind: 'leave' };
    case ' ':
      return shiftKey ? { kind: 'select', what: 'row' } : { kind: 'press' };
    default:
      return /^.$/u.test(key) ? { kind: 'type', text: key } : undefined;
  }
}
