/**
 * `bundle-served` a browser fetched the bundle from this server · `supervisor-seen` a supervisor or administrator got a session from his desktop.
 */
export const milestones = ['bundle-served', 'supervisor-seen'] as const;
export type Milestone = (typeof milestones)[number];

/** What happened for the first time in this organization, and when. */
export interface Milestones {
  reach(name: Milestone): Promise<void>;
  reached(): Promise<ReadonlyMap<Milestone, number>>;
}
