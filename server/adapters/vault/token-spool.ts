import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { SpooledTokens, TokenSpool } from '../../admin-token/ports.ts';
import { Secret } from '../../secret.ts';
import type { Keyring } from './keyring.ts';
import { keyIdOf, type Place } from './sealing-key.ts';

type Plain = Omit<SpooledTokens, 'tokens'> & {
  tokens: Omit<SpooledTokens['tokens'], 'accessToken' | 'refreshToken'> & { access?: string; refresh?: string };
};

/** Answers of Webex that the database could not take, each a sealed file of its own until it can. */
export class FileTokenSpool implements TokenSpool {
  readonly #folder: string;
  readonly #keyring: Keyring;

  constructor(folder: string, keyring: Keyring) {
    this.#folder = folder;
    this.#keyring = keyring;
  }

  keep(organizationId: string, { tokens, ...spooled }: SpooledTokens): Promise<void> {
    const { accessToken, refreshToken, ...times } = tokens;
    const plain: Plain = {
      ...spooled,
      tokens: {
        ...times,
        ...(accessToken && { access: accessToken.reveal() }),
        ...(refreshToken && { refresh: refreshToken.reveal() }),
      },
    };
    const name = `${organizationId}_${spooled.credentialId}_${spooled.usedVersion}_${tokens.obtainedAt}`;
    if (!existsSync(this.#folder)) mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const descriptor = openSync(join(this.#folder, name), 'w', 0o600);
    try {
      writeSync(descriptor, this.#keyring.first.seal(placeOf(name), JSON.stringify(plain)));
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    return Promise.resolve();
  }

  async drain(take: (spooled: SpooledTokens) => Promise<boolean>): Promise<void> {
    for (const name of this.#names()) {
      const place = placeOf(name);
      const sealed = readFileSync(join(this.#folder, name), 'utf8');
      const key = this.#keyring.key(keyIdOf(place, sealed), `spool ${name}`);
      const { tokens, ...spooled } = JSON.parse(key.open(place, sealed)) as Plain;
      const { access, refresh, ...times } = tokens;
      const secret = (text: string | undefined) => (text === undefined ? undefined : new Secret(text));
      const both = { accessToken: secret(access), refreshToken: secret(refresh) };
      if (await take({ ...spooled, tokens: { ...times, ...both } })) rmSync(join(this.#folder, name));
    }
  }

  /** Of each file the key that it needs. */
  keyIds(): Promise<string[]> {
    return Promise.resolve(
      this.#names().map((name) => keyIdOf(placeOf(name), readFileSync(join(this.#folder, name), 'utf8'))),
    );
  }

  #names(): string[] {
    return existsSync(this.#folder) ? readdirSync(this.#folder).filter((name) => nameForm.test(name)) : [];
  }
}

const nameForm = /^[0-9a-f-]{36}_[0-9a-f-]{36}_\d+_\d+$/;

function placeOf(name: string): Place {
  const [organizationId = '', credentialId = '', version = '0', obtainedAt = ''] = name.split('_');
  return { table: 'spool', organizationId, credentialId, field: `tokens ${obtainedAt}`, version: Number(version) };
}
