import type { Death, Renewed } from './renewing-process.ts';
import { Replica } from './replica.ts';
import { TokenScene } from './token-scene.ts';

/** One kill -9 of one process in the middle of a refresh. */
export interface Blow {
  /** At a named point; without it after `after` milliseconds. */
  death?: Death;
  after?: number;
  /** How long Webex takes to answer, in milliseconds. */
  latency: number;
  /** The other processes ask in the same moment, and not only after the kill. */
  together?: boolean;
  /** The refresh token is refused, so that the second rung is climbed. */
  isRefused?: boolean;
  /** The token manager's token is over too. */
  isManagerOver?: boolean;
}

/** How all processes stood after a kill. */
export interface Aftermath {
  /** The process was killed before it had its token. */
  inside: boolean;
  needsHuman: boolean;
  needsManager: boolean;
  works: boolean;
  /** Of the slowest, in milliseconds from when it began to ask. */
  recovery: number;
  readable: boolean;
  versionLost: boolean;
}

/** Processes on one database, of which one is killed at a time and another comes in its place. */
export class CrashGroup {
  readonly scene: TokenScene;
  readonly #replicas: Replica[] = [];
  #next = Replica.start();
  #version = 0;

  private constructor(scene: TokenScene) {
    this.scene = scene;
  }

  static async open(options: Parameters<typeof TokenScene.open>[0], processes: number): Promise<CrashGroup> {
    const group = new CrashGroup(await TokenScene.open(options));
    while (group.#replicas.length < processes) {
      const newcomer = await group.#newcomer();
      const { state, works, version } = (await newcomer.renew()) ?? {};
      if (state !== 'active' || !works) throw new Error(`The first token: ${String(state)}.`);
      group.#version = version ?? 0;
      group.#replicas.push(newcomer);
    }
    return group;
  }

  async strike(blow: Blow): Promise<Aftermath> {
    const { faults } = this.scene.webex;
    const victim = this.#replicas.shift();
    if (!victim) throw new Error('Nobody to kill.');
    await victim.expire('service-app');
    if (blow.isManagerOver) await victim.expire('token-manager');
    if (blow.isRefused) faults.push({ path: '/v1/access_token', status: 400, body: { error: 'invalid_grant' } });
    faults.push({ path: '/v1/', delayMs: blow.latency, times: 100 });

    let asked: Promise<(Renewed | undefined)[]> | undefined;
    const askOthers = () => (asked ??= Promise.all(this.#replicas.map((replica) => replica.renew())));
    let killed: NodeJS.Timeout | undefined;
    const said = await victim.renew(blow.death, () => {
      if (blow.together) void askOthers();
      if (blow.after !== undefined) killed = setTimeout(() => void victim.kill(), blow.after);
    });
    clearTimeout(killed);
    await victim.kill();
    // A newcomer's way to the database is part of its start; those that were there ask at once.
    const [others, newcomer] = await Promise.all([askOthers(), this.#newcomer()]);
    const after = [...others, await newcomer.renew()].filter((renewed) => renewed !== undefined);
    this.#replicas.push(newcomer);
    faults.length = 0;

    const before = this.#version;
    this.#version = Math.max(before, ...after.map(({ version }) => version));
    return {
      inside: said === undefined,
      needsHuman: after.some(({ state }) => state === 'needs-reauthorization'),
      needsManager: after.some(({ managerState }) => managerState === 'needs-reauthorization'),
      works: after.every(({ state, works }) => state === 'active' && works),
      recovery: Math.max(...after.map(({ took }) => took)),
      readable: after.every(({ readable }) => readable),
      // What the dead one had in hand is what everybody has now, or older than it.
      versionLost: after.some(({ version, fingerprint }) => {
        const isOther = said !== undefined && version === said.version && fingerprint !== said.fingerprint;
        return version < Math.max(before, said?.version ?? 0) || isOther;
      }),
    };
  }

  /** What the human does who is needed. */
  async reconnect(): Promise<void> {
    const [replica] = this.#replicas;
    await replica?.reconnect(await this.scene.freshRefreshToken());
    this.#version = 0;
    for (const each of this.#replicas) this.#version = (await each.renew())?.version ?? 0;
  }

  async close(): Promise<void> {
    await (await this.#next).kill();
    await this.scene.close();
  }

  #newcomer(): Promise<Replica> {
    const started = this.#next;
    this.#next = Replica.start();
    return this.scene.join(started);
  }
}
