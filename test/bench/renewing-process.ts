import { openDatabase } from '../../server/adapters/database/database.ts';
import { DatabaseClock } from '../../server/adapters/database/database-time.ts';
import { openCustody } from '../../server/compose-custody.ts';
import { readConfig } from '../../server/config.ts';
import { openLog } from '../../server/log.ts';

/** Renews the token as after a refusal by Webex; kills itself, as by kill -9, where the first argument says. */
const [, , point] = process.argv;
const log = openLog('silent');
const config = readConfig(process.env);
const database = await openDatabase(config.databaseUrl, log);
const clock = new DatabaseClock(database);
await clock.set();
const settings = { claim: 1_000, heartbeat: 300, poll: 40, longest: 90_000 };
let armed = false;
const custody = await openCustody(config, database, clock, log, settings, (reached) => {
  if (armed && reached === point) process.kill(process.pid, 'SIGKILL');
});
await custody.access.refreshWhenDue();
const refused = await custody.access.token();
armed = true;
const began = performance.now();
// The first version was pasted, the second came with the first start: what is newer was renewed before the kill, and need not be again.
const isRenewed = ((await custody.store.inUse('admin'))?.version ?? 0) > 2;
const token = isRenewed ? refused : await custody.access.renew(refused).catch(() => undefined);
const took = performance.now() - began;
const response = await fetch(
  `${config.contactCenterUrl}/organization/${config.organizationId}/v2/skill?page=0&pageSize=1`,
  {
    headers: { authorization: `Bearer ${token?.reveal() ?? ''}` },
  },
);
process.send?.({ state: custody.access.state, works: response.ok, took });
await database.destroy();
process.disconnect();
