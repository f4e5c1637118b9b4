import { expect, test } from 'vitest';
import { inQuotes, readTable, writeTable } from './table-text.ts';

const texts = (text: string) => readTable(text).map((row) => row.map((cell) => cell.text));

test.each<[string, string[][]]>([
  ['5', [['5']]],
  [
    '5\t6\n7\t8',
    [
      ['5', '6'],
      ['7', '8'],
    ],
  ],
  [
    '5\t6\r\n7\t8\r\n',
    [
      ['5', '6'],
      ['7', '8'],
    ],
  ],
  ['\t6\n\n8', [['', '6'], [''], ['8']]],
  ['"a\tb"\t"two\nlines"', [['a\tb', 'two\nlines']]],
  ['"say ""yes"""', [['say "yes"']]],
  ['an "inner" quote', [['an "inner" quote']]],
  ['"not closed', [['"not closed']]],
  [' 5 \t\t', [['5', '', '']]],
  ['', [['']]],
])('%j is read as a spreadsheet gives it', (text, rows) => {
  expect(texts(text)).toEqual(rows);
});

test('what stood in quotation marks is known as such', () => {
  expect(readTable('"-"\t-')[0]?.map(({ quoted }) => quoted)).toEqual([true, false]);
});

test('what is written is read again as it was', () => {
  const rows = [
    ['5', inQuotes('a\tb')],
    [inQuotes('say "yes"\nor no'), '–'],
  ];

  expect(texts(writeTable(rows))).toEqual([
    ['5', 'a\tb'],
    ['say "yes"\nor no', '–'],
  ]);
});
