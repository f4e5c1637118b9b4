import { beforeEach, describe, expect, test } from 'vitest';
import type { SkillProfileView, SkillView } from '../../shared/api.ts';
import { Cursor } from './cursor.ts';
import { Sheet } from './sheet.ts';

const sheet = (rows: string, columns: string) =>
  new Sheet(
    Array.from(rows).map((id) => ({ id, name: id }) as SkillProfileView),
    Array.from(columns).map((id) => ({ id, name: id }) as SkillView),
  );
const far = Number.MAX_SAFE_INTEGER;

let cursor: Cursor;
beforeEach(() => {
  cursor = new Cursor(sheet('ABCD', 'xyz'));
});
const selected = () => `${cursor.selection.rows.join('')}/${cursor.selection.columns.join('')}`;

test('it begins at the first cell', () => {
  expect(cursor.active).toEqual({ row: 0, column: 0 });
  expect(selected()).toBe('A/x');
});

test('a leap ends at the first cell, from which the heads are one step further', () => {
  cursor.goTo({ row: 2, column: 2 });
  cursor.move(-far, -far);
  expect(cursor.active).toEqual({ row: 0, column: 0 });
  cursor.move(-1, 0);
  cursor.move(0, far);
  expect(cursor.active).toEqual({ row: -1, column: 2 });
});

test('it goes to the heads and no further, and to the last cell and no further', () => {
  cursor.move(-1, -1);
  expect(cursor.active).toEqual({ row: -1, column: -1 });
  expect(selected()).toBe('/');
  cursor.move(-far, -far);
  expect(cursor.active).toEqual({ row: -1, column: -1 });
  cursor.move(far, far);
  expect(cursor.active).toEqual({ row: 3, column: 2 });
});

describe('a range', () => {
  test('reaches from where it began to where the cursor is, in any direction', () => {
    cursor.goTo({ row: 2, column: 1 });
    cursor.move(-1, 1, true);
    expect(selected()).toBe('BC/yz');
    cursor.move(2, -2, true);
    expect(selected()).toBe('CD/xy');
    cursor.move(1, 0);
    expect(selected()).toBe('D/x');
  });

  test('has no heads in it', () => {
    cursor.move(-far, -far, true);
    expect(cursor.active).toEqual({ row: 0, column: 0 });
  });

  test('is the whole row, the whole column or everything', () => {
    cursor.goTo({ row: 2, column: 1 });
    cursor.select('row');
    expect(selected()).toBe('C/xyz');
    cursor.select('column');
    expect(selected()).toBe('ABCD/y');
    cursor.select('all');
    expect(selected()).toBe('ABCD/xyz');
    expect(cursor.active).toEqual({ row: 2, column: 1 });
  });

  test('stays with its cells when they are in another order or hidden', () => {
    cursor.goTo({ row: 0, column: 0 });
    cursor.move(1, 1, true);
    cursor.follow(sheet('DCB', 'yx'));

    expect(selected()).toBe('AB/xy');
    expect(cursor.selects('B', 'y')).toBe(true);
    expect(cursor.selects('C', 'y')).toBe(false);
    expect(cursor.active).toEqual({ row: 2, column: 0 });
  });
});

test('a single cell that is hidden is left for the one in its place', () => {
  cursor.goTo({ row: 3, column: 2 });
  cursor.follow(sheet('AB', 'xy'));

  expect(cursor.active).toEqual({ row: 1, column: 1 });
  expect(selected()).toBe('B/y');
});

test('a sheet without rows leaves the heads', () => {
  cursor.follow(sheet('', 'xy'));
  expect(cursor.active).toEqual({ row: -1, column: 0 });
  cursor.move(1, 1);
  expect(cursor.active).toEqual({ row: -1, column: 1 });
  expect(cursor.many).toBe(false);
  cursor.follow(sheet('AB', 'xy'));
  expect(cursor.active).toEqual({ row: 0, column: 1 });
});
