import { expect, test } from 'vitest';
import { causes } from './causes.ts';
import { explain } from './explain.ts';
import { probeNames } from './ports.ts';
import type { Sighting } from './sighting.ts';

const shapes = ['webex', 'contact-center', 'gateway', 'oauth', 'html', 'empty', 'other'] as const;

test('every answer to every probe is explained, with something to do and no gap left open', () => {
  for (const probe of probeNames) {
    for (const shape of shapes) {
      for (const status of [200, 302, 400, 401, 403, 404, 405, 409, 412, 418, 429, 500, 503]) {
        const seen: Sighting = { call: 'GET /v1/x', host: 'webexapis.com', status, shape };

        const { cause, fix } = explain(probe, seen, new Set());

        expect(cause.length, `${probe} ${status} ${shape}`).toBeGreaterThan(20);
        expect(fix.length, `${probe} ${status} ${shape}`).toBeGreaterThan(5);
        expect(cause + fix).not.toMatch(/[{}]|undefined/);
      }
    }
  }
});

test('a tracking id goes along, because Cisco asks for it', () => {
  const seen: Sighting = { call: 'GET /x', host: 'h', status: 500, shape: 'empty', trackingId: 'ROUTER_1' };

  expect(explain('people-me', seen, new Set()).cause).toContain('(tracking id ROUTER_1)');
});

test('only the last rule asks for nothing, so that none hides behind it', () => {
  const open = causes.filter((rule) => !rule.statuses && !rule.network && !rule.probes && !rule.facts);

  expect(open).toEqual([causes.at(-1)]);
});
