import { globSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const sources = globSync('{server,shared,widget}/**/*.ts').filter((file) => !file.endsWith('.test.ts'));
const holding = (words: RegExp) => sources.filter((file) => words.test(readFileSync(file, 'utf8')));

test.each<[what: string, words: RegExp, allowedIn: string[]]>([
  ['markup is made of text', /\b(innerHTML|outerHTML|insertAdjacentHTML|unsafeHTML|unsafeSVG|unsafeStatic)\b/, []],
  ['a document is written into', /\bdocument\.write/, []],
  ['code is made of data', /\beval\(|\bnew Function\b|\bnode:vm\b/, []],
  ['SQL is made of text', /\bsql\.raw\b|\bsql\.unsafe\b/, []],
  ['a program is started', /child_process/, ['server/cli/open-browser.ts']],
  ['something is enciphered', /createCipheriv|createDecipheriv/, ['server/adapters/vault/sealing-key.ts']],
  ['a weak digest is used', /\b(md5|sha-?1|ripemd)\b/i, []],
  ['chance is left to Math.random (how long to wait)', /Math\.random/, ['server/admin-token/attempt.ts']],
  [
    'a page keeps something in the browser',
    /\b(localStorage|sessionStorage|indexedDB|document\.cookie)\b/,
    ['widget/console/entered-settings.ts'],
  ],
])('nowhere but where it must be, %s', (_what, words, allowedIn) => {
  expect(sources.length).toBeGreaterThan(100);
  expect(holding(words)).toEqual(allowedIn);
});
