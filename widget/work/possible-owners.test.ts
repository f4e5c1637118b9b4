import { expect, test } from 'vitest';
import type { Change } from '../../shared/change.ts';
import { possibleOwners } from './possible-owners.ts';

const change = (more: Partial<Change>): Change => ({
  id: 'c',
  actor: { id: 'nadia', name: 'Nadia North', email: '' },
  reason: '',
  createdAt: '2026-11-21T10:00:00Z',
  terms: [],
  items: [],
  ...more,
});

test('whoever made, moved or owns a Change can be handed one over, but neither Skilldesk nor oneself', async () => {
  const term = { at: '', actor: 'ada', actorName: 'Ada Admin', until: null, owner: 'nadia', ownerName: 'Nadia North' };
  const pages = [
    { changes: [change({ owner: 'colin', ownerName: 'Colin Clarke' })], nextCursor: 'more' },
    {
      changes: [change({ actor: { id: 'skilldesk', name: 'Skilldesk', email: '' }, via: 'lease-end', terms: [term] })],
    },
  ];

  expect(
    await possibleOwners({ listChanges: () => Promise.resolve(pages.shift() ?? { changes: [] }) }, 'nadia'),
  ).toEqual([
    { id: 'ada', name: 'Ada Admin' },
    { id: 'colin', name: 'Colin Clarke' },
  ]);
});
