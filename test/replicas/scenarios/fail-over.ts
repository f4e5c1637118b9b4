import { setTimeout as pause } from 'node:timers/promises';
import type { Scenario } from '../play.ts';

const behind = 5_000;
const noticedWithin = 30_000;
const onTheWay = 1_000;

/**
 * The database is lost, and a standby takes its place that is 5 s behind it: the same cluster, the same database in it, and some records less. It
 * cannot know of what was acknowledged meanwhile; what counts is that this is noticed, and nothing is written on the grounds of it.
 */
export const failOver: Scenario = {
  name: 'fail-over to a standby 5 s behind',
  async run(site, load) {
    const { postgres, toDatabase, replicas, operator } = site;
    if (!postgres.standby) return 'NOT RUN: this PostgreSQL has no standby';
    const before = load.acknowledgedKeys();
    const standby = await postgres.standby();
    site.closing(() => standby.close());
    await pause(behind);
    toDatabase.isShut = true;
    toDatabase.cut();
    toDatabase.targets = [Number(new URL(standby.url).port)];
    const unknown = [...load.acknowledgedKeys()].filter((key) => !before.has(key));
    load.excused = new Set(unknown);
    const head = site.newestHead();
    const failedOver = Date.now();
    const writesBefore = site.webex.requests.length;
    toDatabase.isShut = false;

    const said = () => replicas.flatMap(({ output }) => output.errors).find((line) => line.includes('older copy'));
    while (!said() && Date.now() < failedOver + noticedWithin) await pause(50);
    const noticed = Date.now() - failedOver;
    if (!said()) throw new Error('nobody noticed that the database is older');
    await pause(10_000);
    const writes = site.webex.requests
      .slice(writesBefore)
      .filter(({ method, at }) => (method === 'PUT' || method === 'PATCH') && at > failedOver);
    // Before anybody noticed, what was committed as sent on the old one may come in, and what a server does that knew of nothing newer.
    const late = writes.filter(({ at }) => at > failedOver + noticed + onTheWay).length;
    const [fork] = await operator.verifyChain(head);
    if (fork === undefined) throw new Error('the chain does not show that records are missing');
    await operator.command((commands) => commands.resume?.());
    if (late > 0) throw new Error(`${late} writes on the grounds of an older database`);
    return `${unknown.length} acknowledged Changes were not in it; noticed and paused after ${(noticed / 1000).toFixed(1)} s; writes before that ${writes.length}, after it and before “resume” 0; audit verify: ${fork}`;
  },
};
