import express, { type RequestHandler } from 'express';
import { AppError } from '../app-error.ts';

const refuseOtherTypes: RequestHandler = (request, _response, next) => {
  const hasBody =
    request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (hasBody && !/^application\/json\s*(;\s*charset="?utf-8"?\s*)?$/i.test(request.headers['content-type'] ?? '')) {
    throw new AppError('unsupported-media-type', 'Send the body as application/json, in UTF-8.');
  }
  next();
};

const aString = /"(?:[^"\\]|\\.)*"(\s*:)?/g;

/** JSON may hold a member twice, and parsers differ in which one counts; and `__proto__` is a name for which schemas are blind. */
function refuseAmbiguity(bytes: Buffer): void {
  const text = bytes.toString();
  if (text.startsWith('\uFEFF')) throw new AppError('bad-request', 'Send the JSON without a byte order mark.');
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return; // The parser that comes next says so.
  }
  const written = [...text.matchAll(aString)].filter(([, colon]) => colon !== undefined).length;
  const names = memberNames(value);
  if (names.length !== written) throw new AppError('bad-request', 'The JSON names a member twice.');
  if (names.includes('__proto__')) throw new AppError('bad-request', 'The JSON has a member that is not known.');
}

/** Of all objects within; no recursion, as JSON can be nested deeper than the stack. */
function memberNames(value: unknown): string[] {
  const names: string[] = [];
  const open = [value];
  while (open.length > 0) {
    const one = open.pop();
    if (typeof one !== 'object' || one === null) continue;
    if (!Array.isArray(one)) for (const name of Object.keys(one)) names.push(name);
    for (const inner of Object.values(one)) open.push(inner);
  }
  return names;
}

const bodyUpTo = (limit: string): RequestHandler[] => [
  refuseOtherTypes,
  express.json({
    limit,
    strict: true,
    type: 'application/json',
    inflate: false,
    verify: (_request, _response, bytes) => refuseAmbiguity(bytes),
  }),
];

/** Reads a JSON body of at most 256 kB; a body of another type is refused, not ignored. */
export const jsonBody = bodyUpTo('256kb');

/** The same, with room for a desktop layout of 1 MB as a string in it, each quotation mark of which takes two characters. */
export const layoutBody = bodyUpTo('3mb');
