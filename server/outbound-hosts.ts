import type { Config } from './config.ts';

export interface OutboundHost {
  host: string;
  port: number;
  purpose: string;
}

type Places = Pick<Config, 'contactCenterUrl' | 'webexUrl' | 'identityUrl' | 'databaseUrl'>;

const usualPorts: Readonly<Record<string, number>> = {
  'https:': 443,
  'http:': 80,
  'postgres:': 5432,
  'postgresql:': 5432,
};

/** Every host that this installation calls by itself, for a firewall: there is no other. What browsers need is not among them. */
export function outboundHosts({ contactCenterUrl, webexUrl, identityUrl, databaseUrl }: Places): OutboundHost[] {
  const hosts = [
    hostOf(contactCenterUrl, 'the contact center: who may what, reading the organization, writing skills'),
    hostOf(webexUrl, 'who a desktop token belongs to; the admin token and its renewal'),
    hostOf(identityUrl, 'revoking tokens (skilldesk disconnect)'),
  ];
  return databaseUrl.startsWith('file:') ? hosts : [...hosts, hostOf(databaseUrl, 'the database, never by a proxy')];
}

function hostOf(address: string, purpose: string): OutboundHost {
  const { protocol, hostname, port } = new URL(address);
  return { host: hostname, port: port === '' ? (usualPorts[protocol] ?? 0) : Number(port), purpose };
}
