import type { HistoryFilter } from './history-filters.ts';

/** The person wants to see the history of something that he looks at. */
export class HistoryWanted extends Event {
  static readonly eventName = 'skilldesk-history-wanted';
  readonly filter: HistoryFilter;

  constructor(filter: HistoryFilter) {
    super(HistoryWanted.eventName, { bubbles: true, composed: true });
    this.filter = filter;
  }
}
