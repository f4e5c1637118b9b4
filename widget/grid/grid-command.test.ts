import { expect, test } from 'vitest';
import { commandOf } from './grid-command.ts';

const far = Number.MAX_SAFE_INTEGER;
const none = { ctrlKey: false, metaKey: false, shiftKey: false, altKey: false, isComposing: false };
const commandFor = (keys: string) => {
  const parts = keys.split('+');
  return commandOf(
    {
      ...none,
      key: parts.at(-1) ?? '',
      ctrlKey: parts.includes('Ctrl'),
      metaKey: parts.includes('Meta'),
      shiftKey: parts.includes('Shift'),
      altKey: parts.includes('Alt'),
    },
    15,
  );
};
const move = (rows: number, columns: number, extend = false) => ({ kind: 'move', rows, columns, extend });

test.each<[string, object | undefined]>([
  ['ArrowDown', move(1, 0)],
  ['Shift+ArrowRight', move(0, 1, true)],
  ['Ctrl+ArrowUp', move(-far, 0)],
  ['Home', move(0, -far)],
  ['End', move(0, far)],
  ['Ctrl+Home', move(-far, -far)],
  ['Ctrl+Shift+End', move(far, far, true)],
  ['PageDown', move(15, 0)],
  ['Shift+PageUp', move(-15, 0, true)],
  ['Ctrl+a', { kind: 'select', what: 'all' }],
  ['Shift+ ', { kind: 'select', what: 'row' }],
  ['Ctrl+ ', { kind: 'select', what: 'column' }],
  [' ', { kind: 'press' }],
  ['Enter', { kind: 'edit' }],
  ['F2', { kind: 'edit' }],
  ['Shift+F2', { kind: 'history' }],
  ['Escape', { kind: 'leave' }],
  ['Delete', { kind: 'remove' }],
  ['Backspace', { kind: 'remove' }],
  ['Ctrl+d', { kind: 'fill', direction: 'down' }],
  ['Meta+r', { kind: 'fill', direction: 'right' }],
  ['Ctrl+z', { kind: 'undo' }],
  ['Ctrl+Shift+Z', { kind: 'redo' }],
  ['Ctrl+y', { kind: 'redo' }],
  ['7', { kind: 'type', text: '7' }],
  ['é', { kind: 'type', text: 'é' }],
  ['Tab', undefined],
  ['Ctrl+Shift+R', undefined],
  ['Ctrl+c', undefined],
  ['Alt+ArrowLeft', undefined],
  ['F5', undefined],
  ['Process', undefined],
])('%s', (keys, command) => {
  expect(commandFor(keys)).toEqual(command);
});

test('a key in the middle of composing a character is the keyboard’s own', () => {
  expect(commandOf({ ...none, key: 'a', isComposing: true }, 15)).toBeUndefined();
});
