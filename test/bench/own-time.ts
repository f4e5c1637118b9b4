import type { Served } from './served.ts';
import type { Call } from './webex-process.ts';

/** In milliseconds. */
export interface Turn {
  all: number;
  /** Without the calls to Webex as the server waited for them: the way there and back, and the wait for a Webex that shares our cores, are none of ours. */
  own: number;
  /** Without what Webex itself took, by its own clock; the way there and back is ours. */
  besideWebex: number;
  calls: number;
  loop: number;
}

/** Readings of whole lists are the timer's, and nobody waits for them. */
const isList = ({ path }: Call) => /\/v[23]\/[^/]+$/.test(path);
const ofOperations = /operation="(?!.*\/v[23]\/[^/"]+")/;

/** One piece of work, and what of its time is ours. */
export async function measure(served: Served, work: () => Promise<unknown>): Promise<Turn> {
  const waited = 'webex_call_duration_seconds_sum';
  await served.webex.calls();
  const before = (await served.metrics())(waited, ofOperations);
  const began = performance.now();
  await work();
  const all = performance.now() - began;
  const figures = await served.metrics();
  const calls = (await served.webex.calls()).filter((call) => !isList(call));
  return {
    all,
    own: all - (figures(waited, ofOperations) - before) * 1_000,
    besideWebex: all - busyOf(calls),
    calls: calls.length,
    loop: figures('nodejs_eventloop_lag_max_seconds') * 1_000,
  };
}

/** For how long at least one of them was under way: calls at the same time count once. */
function busyOf(calls: readonly Call[]): number {
  let busy = 0;
  let until = -Infinity;
  for (const { at, took } of calls.filter((call) => !Number.isNaN(call.took)).sort((one, other) => one.at - other.at)) {
    busy += Math.max(0, at + took - Math.max(at, until));
    until = Math.max(until, at + took);
  }
  return busy;
}
