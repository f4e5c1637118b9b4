import { accessSync, constants } from 'node:fs';

type Variables = Readonly<Record<string, string | undefined>>;

/** On this machine only. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);

/** What others may reach must be called by an address that they reach, and that is https unless somebody says otherwise. */
export function unreachableAddress({ HOST: host, PUBLIC_URL: publicUrl }: Variables): string[] {
  return host && !isLoopback(host) && !publicUrl
    ? ['PUBLIC_URL is needed when HOST is more than this machine: the https address by which browsers reach Skilldesk']
    : [];
}

/** Settings of Node itself that undo what Skilldesk promises, by name. */
export function unsafeForNode(variables: Variables): string[] {
  const options = variables['NODE_OPTIONS'] ?? '';
  return [
    ...(variables['NODE_TLS_REJECT_UNAUTHORIZED'] === '0'
      ? [
          'NODE_TLS_REJECT_UNAUTHORIZED must not be 0: anybody could be Webex. Give private authorities by NODE_EXTRA_CA_CERTS',
        ]
      : []),
    ...(/--inspect(-brk|-wait|-port)?[= ](?!(localhost|127\.0\.0\.1|\[::1\])(:|\s|$)|\d+(\s|$))/.test(options)
      ? ['NODE_OPTIONS must not open the inspector to other machines: whoever reaches it reads every token']
      : []),
    ...(/--tls-(min|max)-v1\.[01]\b|--tls-cipher-list|--insecure-http-parser/.test(options)
      ? ['NODE_OPTIONS must not weaken TLS or the HTTP parser']
      : []),
    ...unreadable(variables, 'NODE_EXTRA_CA_CERTS'),
  ];
}

/** Node itself would only warn, and then trust nobody who is meant. */
function unreadable(variables: Variables, name: string): string[] {
  const file = variables[name];
  if (!file) return [];
  try {
    accessSync(file, constants.R_OK);
    return [];
  } catch {
    return [`${name} names a file that cannot be read`];
  }
}
