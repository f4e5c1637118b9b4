import { readConfig } from '../config.ts';
import { outboundHosts } from '../outbound-hosts.ts';
import { exitCodes, type Command } from './command.ts';

/** Asks nobody: it is for the time before a firewall lets anything through. */
export const hosts: Command = {
  name: 'hosts',
  summary: 'Lists the hosts that Skilldesk must reach, for a firewall or a proxy.',
  more: [
    'HTTPS_PROXY, NO_PROXY and NODE_EXTRA_CA_CERTS hold for all but the database. “doctor” also looks at the contact',
    'centers of other regions when a token seems to be of one, and does without where it may not.',
  ],
  options: { json: { type: 'boolean', help: 'The list as JSON on standard output.' } },
  needs: [],
  run({ terminal, variables }, given) {
    const found = outboundHosts(readConfig(variables));
    const width = Math.max(...found.map(({ host, port }) => `${host}:${port}`.length));
    const lines = found.map(({ host, port, purpose }) => `${`${host}:${port}`.padEnd(width)}  ${purpose}`);
    terminal.print(given.flag('json') ? JSON.stringify(found, null, 2) : lines.join('\n'));
    return Promise.resolve(exitCodes.ok);
  },
};
