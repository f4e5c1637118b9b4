import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load, loadAll } from 'js-yaml';
import { describe, expect, test } from 'vitest';
import { readConfig, variableNames } from '../../server/config.ts';
import { routeTable } from '../../server/http/route-table.ts';

const root = new URL('../../', import.meta.url);
const file = (name: string) => readFileSync(new URL(`docs/operations/deploy/${name}`, root), 'utf8');
const paths: string[] = Object.values(routeTable).map(({ path }) => path);

/** What Node itself and our surroundings read. */
const notOurs = ['NODE_ENV', 'HOST', 'PORT'];
const isKnown = (name: string) => [...variableNames, ...notOurs].includes(name.replace(/_FILE$/, ''));

const key = `k1:${Buffer.alloc(32, 'CANARY').toString('base64')}`;
const secrets: Record<string, string> = {
  DATABASE_URL: 'postgres://skilldesk:CANARY@postgres:5432/skilldesk',
  VAULT_KEYS: key,
  METRICS_TOKEN: 'CANARY-metrics-token',
};

/** Reads the variables as Skilldesk will, with files where NAME_FILE names some. */
function configured(variables: Record<string, string>) {
  const folder = mkdtempSync(join(tmpdir(), 'skilldesk-deploy-'));
  const given = Object.entries(variables).map(([name, value]): [string, string] => {
    if (!name.endsWith('_FILE')) return [name, value];
    const own = join(folder, name);
    writeFileSync(own, secrets[name.replace(/_FILE$/, '')] ?? '', { mode: 0o600 });
    return [name, own];
  });
  try {
    return readConfig(Object.fromEntries(given));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the compose file', () => {
  interface Service {
    environment: Record<string, string>;
    secrets: string[];
    ports?: string[];
    read_only?: boolean;
    build?: { context: string; dockerfile: string };
  }
  const { services, secrets: declared } = load(file('compose.yaml')) as {
    services: { skilldesk: Service; postgres: Service };
    secrets: Record<string, { file: string }>;
  };
  const { skilldesk, postgres } = services;

  test('gives Skilldesk variables that there are, and a configuration that is valid', () => {
    for (const name of Object.keys(skilldesk.environment)) expect(isKnown(name), name).toBe(true);
    expect(configured(skilldesk.environment)).toMatchObject({ databaseUrl: secrets['DATABASE_URL'], port: 8080 });
  });

  test('has every secret as a file, and no value of one', () => {
    for (const { environment, secrets: used } of [skilldesk, postgres]) {
      const files = Object.entries(environment).filter(([name]) => name.endsWith('_FILE'));
      expect(files.map(([, path]) => path.replace('/run/secrets/', '')).sort()).toEqual([...used].sort());
      for (const name of used) expect(Object.keys(declared)).toContain(name);
    }
  });

  test('shows the port to this machine alone, writes nowhere but in its volume, and builds what is beside it', () => {
    expect(skilldesk.ports).toEqual(['127.0.0.1:8080:8080']);
    expect(skilldesk.read_only).toBe(true);
    const context = new URL(`docs/operations/deploy/${skilldesk.build?.context ?? ''}/`, root);
    expect(existsSync(new URL(skilldesk.build?.dockerfile ?? 'none', context))).toBe(true);
  });
});

describe('the Kubernetes manifests', () => {
  interface Manifest {
    kind: string;
    metadata: { name: string };
    data?: Record<string, string>;
    stringData?: Record<string, string>;
    spec?: Record<string, unknown>;
  }
  interface Container {
    env: { name: string; value: string }[];
    ports: { name: string; containerPort: number }[];
    securityContext: Record<string, unknown>;
    [probe: `${string}Probe`]: { httpGet: { path: string; port: string } };
  }
  const manifests = loadAll(file('kubernetes.yaml')) as Manifest[];
  const of = (kind: string) => manifests.find((one) => one.kind === kind);
  const deployment = of('Deployment')?.spec as unknown as {
    replicas: number;
    template: {
      spec: {
        containers: Container[];
        securityContext: Record<string, unknown>;
        terminationGracePeriodSeconds: number;
      };
    };
  };
  const [container] = deployment.template.spec.containers;
  const variables = {
    ...of('ConfigMap')?.data,
    ...Object.fromEntries((container?.env ?? []).map(({ name, value }) => [name, value])),
  };

  test('are the ones that an installation with three replicas needs', () => {
    expect(manifests.map(({ kind }) => kind)).toEqual([
      'Namespace',
      'Secret',
      'ConfigMap',
      'Deployment',
      'PodDisruptionBudget',
      'Service',
      'NetworkPolicy',
    ]);
    expect(deployment.replicas).toBe(3);
    expect(of('PodDisruptionBudget')?.spec).toMatchObject({ minAvailable: 2 });
  });

  test('give Skilldesk variables that there are, and a configuration that is valid once the secrets are replaced', () => {
    for (const name of Object.keys(variables)) expect(isKnown(name), name).toBe(true);
    expect(configured({ HOST: '0.0.0.0', ...variables })).toMatchObject({ host: '0.0.0.0' });
  });

  test('do not start with the secrets as they stand here', () => {
    const { stringData } = of('Secret') ?? {};

    expect(Object.keys(stringData ?? {}).map((name) => `${name}_FILE`)).toEqual(
      Object.keys(variables).filter((name) => name.endsWith('_FILE')),
    );
    expect(() => readConfig({ ...of('ConfigMap')?.data, ...stringData })).toThrow(/DATABASE_URL .*\n.*VAULT_KEYS/);
  });

  test('ask at addresses that Skilldesk has, on the port where it listens', () => {
    for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
      expect(paths).toContain(container?.[probe]?.httpGet.path);
      expect(container?.[probe]?.httpGet.port).toBe('http');
    }
    expect(container?.ports).toEqual([{ name: 'http', containerPort: 8080 }]);
  });

  test('let it do nothing but its work, and end in its time', () => {
    const { securityContext, terminationGracePeriodSeconds } = deployment.template.spec;
    expect(securityContext).toMatchObject({ runAsNonRoot: true, runAsUser: 10001 });
    expect(container?.securityContext).toEqual({
      allowPrivilegeEscalation: false,
      readOnlyRootFilesystem: true,
      capabilities: { drop: ['ALL'] },
    });
    expect(terminationGracePeriodSeconds).toBeGreaterThan(5 + 10);
  });
});

describe('the Dockerfile', () => {
  const text = file('Dockerfile');

  test('copies, starts and links what there is, or what the build makes', () => {
    const scripts = (JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as { scripts: { start: string } })
      .scripts;
    expect(text).toContain(`CMD ${JSON.stringify(scripts.start.split(' ')).replaceAll('","', '", "')}`);
    for (const [, copied = ''] of text.matchAll(/^COPY ((?:[\w./-]+ )+)\S+$/gm)) {
      for (const name of copied.trim().split(' ')) expect(existsSync(new URL(name, root)), name).toBe(true);
    }
    expect(existsSync(new URL('server/cli/main.ts', root))).toBe(true);
  });

  test('runs Node 24 of one version, as nobody, and asks whether it lives', () => {
    expect(text).toMatch(/^ARG NODE=node:24\.\d+\.\d+-[\w-]+$/m);
    expect(text.match(/^FROM /gm)).toHaveLength(3);
    expect(text.lastIndexOf('USER 10001:10001')).toBeGreaterThan(text.lastIndexOf('FROM'));
    expect(text).toContain('/healthz');
    for (const [, name = ''] of text.matchAll(/(\w+)=(?:production|0\.0\.0\.0|8080)/g))
      expect(isKnown(name), name).toBe(true);
  });
});

describe('the systemd unit', () => {
  const text = file('skilldesk.service');
  const variables = Object.fromEntries(
    [...text.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]),
  );

  test('gives Skilldesk variables that there are, and a configuration that is valid', () => {
    for (const name of Object.keys(variables)) expect(isKnown(name), name).toBe(true);
    expect(configured(variables)).toMatchObject({ databaseUrl: 'file:/var/lib/skilldesk/skilldesk.db' });
  });

  test('hands over each secret that it names, waits as long as an end takes, and does not repeat a bad start', () => {
    const handed = [...text.matchAll(/^LoadCredential=([\w-]+):/gm)].map(([, name]) => `%d/${name ?? ''}`);
    expect(Object.entries(variables).flatMap(([name, value]) => (name.endsWith('_FILE') ? [value] : []))).toEqual(
      handed,
    );
    expect(Number(/^TimeoutStopSec=(\d+)$/m.exec(text)?.[1])).toBeGreaterThan(10);
    expect(text).toContain('RestartPreventExitStatus=78');
  });

  const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
  test.skipIf(!hasSystemd)('is understood by systemd, and rated safe (skipped without systemd-analyze)', () => {
    const unit = new URL('docs/operations/deploy/skilldesk.service', root).pathname;
    const { stdout } = spawnSync('systemd-analyze', ['security', '--offline=true', '--threshold=20', unit]);

    expect(stdout.toString()).toMatch(/Overall exposure level for skilldesk\.service: [01]\.\d/);
  });
});
