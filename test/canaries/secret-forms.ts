const prefixLength = 12;

/**
 * How a secret shows in text or bytes: as it is, URL-encoded, in base64 (wherever in other data it begins) and in hex. Each is cut to
 * what the first twelve bytes come to, so a part of a secret is found as well as all of it.
 */
export function secretForms(secret: string): ReadonlyMap<string, string> {
  const begin = Buffer.from(secret).subarray(0, prefixLength);
  const text = begin.toString('latin1');
  const base64 = [0, 1, 2].map((shift) => base64Within(begin, shift));
  return new Map([
    ['plain', text],
    ['URL-encoded', encodeURIComponent(text)],
    ...base64.map((form, shift) => [`base64 from byte ${shift}`, form] as const),
    ...base64.map((form, shift) => [`base64url from byte ${shift}`, urlSafe(form)] as const),
    ['hex', begin.toString('hex')],
    ['upper-case hex', begin.toString('hex').toUpperCase()],
  ]);
}

/** Those characters that depend on `bytes` alone, where `shift` other bytes stand before them in a group of three. */
function base64Within(bytes: Buffer, shift: number): string {
  const encoded = Buffer.concat([Buffer.alloc(shift), bytes]).toString('base64');
  return encoded.slice(Math.ceil((shift * 8) / 6), Math.floor(((shift + bytes.length) * 8) / 6));
}

const urlSafe = (base64: string) => base64.replaceAll('+', '-').replaceAll('/', '_');
