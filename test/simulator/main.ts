import { startWebexSimulator } from './webex-simulator.ts';

const simulator = await startWebexSimulator({ port: Number(process.env['PORT'] ?? 8090) });
const control = `${simulator.url}/_simulator`;

console.log(`The Webex simulator answers at ${simulator.url} (contact center, webexapis.com and idbroker).

Its control surface:
  GET   ${control}/people                who is there
  POST  ${control}/desktop-tokens        {"ciUserId":"…"} signs somebody in to the desktop
  GET   ${control}/credentials           what an administrator would copy from the developer portal
  GET   ${control}/state                 the organization as it is now
  GET   ${control}/switches              what is unknown about Webex, and how it behaves here; PATCH to change, DELETE to reset
  GET   ${control}/switch-positions      every position of every switch, the default first
  GET   ${control}/faults                POST a rule, DELETE all of them
  GET   ${control}/requests              what was asked so far

For example:
  curl -X PATCH ${control}/switches -H 'Content-Type: application/json' -d '{"readBackLag":2000}'
  curl -X POST ${control}/faults -H 'Content-Type: application/json' -d '{"method":"PUT","status":503}'`);

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.once(signal, () => void simulator.close().then(() => process.exit(0)));
}
