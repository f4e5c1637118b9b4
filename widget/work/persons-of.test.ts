import { expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { personsOf } from './persons-of.ts';

const change = (more: Partial<Change>): Change => ({
  id: 'c',
  actor: { id: 'nadia', name: 'Nadia North', email: '' },
  reason: '',
  createdAt: '2026-11-21T10:00:00Z',
  terms: [],
  items: [],
  ...more,
});
const names = (one: Change) => new Set(personsOf(one).map(({ name }) => name));

test('a Change names whoever made, moved or owns it, but Skilldesk is nobody', () => {
  const term = { at: '', actor: 'ada', actorName: 'Ada Admin', until: null, owner: 'nadia', ownerName: 'Nadia North' };
  const skilldesk = { id: 'skilldesk', name: 'Skilldesk', email: '' };

  expect(names(change({ owner: 'colin', ownerName: 'Colin Clarke' }))).toEqual(
    new Set(['Nadia North', 'Colin Clarke']),
  );
  expect(names(change({ actor: skilldesk, via: 'lease-end', terms: [term] }))).toEqual(
    new Set(['Ada Admin', 'Nadia North']),
  );
});
