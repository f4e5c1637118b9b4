import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { freePort } from '../demo/free-port.ts';
import { CommandLine, consenting } from './command-line.ts';

let line: CommandLine;
beforeEach(async () => {
  line = await CommandLine.start();
});
afterEach(async () => {
  expect(await line.close()).toEqual([]);
});

describe('connect', () => {
  test('opens the browser, listens on the redirect URI of the environment, and hands over the tokens', async () => {
    const redirect = `http://127.0.0.1:${await freePort()}/oauth/back`;

    const code = await line.skilldesk(['connect'], {
      variables: { ...(await line.integration()), WEBEX_REDIRECT_URI: redirect },
      browser: consenting(),
    });

    expect(code).toBe(0);
    expect(line.accepted).toMatchObject([{ kind: 'integration', scopes: ['cjp:config_read', 'cjp:config_write'] }]);
    expect(line.notes.join('\n')).toContain(redirect);
    expect(line.out.join()).toContain('Stored: the integration, active.');
  });

  test('does not let a foreign answer end the attempt', async () => {
    const variables = await line.integration();
    const foreign = (back: URL) => {
      back.searchParams.set('state', 'somebody-elses');
      back.searchParams.set('error', 'access_denied');
      return back;
    };

    const code = await line.skilldesk(['connect'], {
      variables,
      browser: consenting(foreign),
    });

    expect(code).toBe(0);
    expect(line.notes.join()).toContain('belongs to another attempt');
  });

  test('asks with the redirect URI letter by letter as it was given', async () => {
    const redirect = `http://LOCALHOST:${await freePort()}`;

    const code = await line.skilldesk(['connect'], {
      variables: { ...(await line.integration()), WEBEX_REDIRECT_URI: redirect },
      typed: ['', '  '],
      browser: async (url) => {
        expect(new URL(url).searchParams.get('redirect_uri')).toBe(redirect);
        return consenting()(url);
      },
    });

    expect(code).toBe(0);
  });

  test('explains a declined consent', async () => {
    const variables = await line.integration();

    const code = await line.skilldesk(['connect'], {
      variables,
      browser: async (url) => {
        await fetch(
          `${variables.WEBEX_REDIRECT_URI}?error=access_denied&state=${new URL(url).searchParams.get('state') ?? ''}`,
        );
        return true;
      },
    });

    expect(code).toBe(1);
    expect(line.notes.join()).toContain('full administrator');
    expect(line.accepted).toEqual([]);
  });

  test('takes the pasted address where the port is taken, and asks for secrets that the environment lacks', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const { port } = taken.address() as { port: number };
    const { clientId, clientSecret } = line.webex.credentials.integration;
    const typed = [clientId, clientSecret];
    const paste = async (url: string) => {
      typed.push((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
      return false;
    };

    const code = await line.skilldesk(['connect'], {
      variables: { WEBEX_REDIRECT_URI: `http://127.0.0.1:${port}/back` },
      typed,
      browser: paste,
    });
    taken.close();

    expect(code).toBe(0);
    expect(line.accepted).toHaveLength(1);
  });

  test('without any answer ends by itself and says what to register', async () => {
    const variables = await line.integration();

    const code = await line.skilldesk(['connect', '--no-browser'], {
      variables,
      patience: 100,
    });

    expect(code).toBe(1);
    expect(line.notes.join()).toContain(`Register exactly ${variables.WEBEX_REDIRECT_URI}`);
  });

  test.each([
    ['pending', 'Stored: the integration, pending. The region is wrong.'],
    ['refused', 'Not taken into use: the integration, refused. The region is wrong.'],
  ])('reports why custody left a credential %s', async (state, said) => {
    const variables = await line.integration();

    const code = await line.skilldesk(['connect'], {
      commands: { acceptCredential: () => Promise.resolve({ state, reason: 'The region is wrong.' }) },
      variables,
      browser: consenting(),
    });

    expect(code).toBe(1);
    expect(line.out.join()).toContain(said);
  });
});
