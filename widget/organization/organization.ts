import type { AgentList, AgentView, SkillProfileList, SkillProfileView, SkillView } from '../../shared/api.ts';
import { asProblem, isAbort, type ApiProblem } from '../api/api-problem.ts';
import type { Answer } from '../api/backend-client.ts';
import { Observable } from '../observable.ts';
import { pauseAfter, Polling, type Polled, type PollingSurroundings } from '../polling.ts';

/** A list as it was last read; `problem` is why it could not be read since. */
export interface Loaded<Value> {
  value?: Value;
  etag?: string | undefined;
  problem?: ApiProblem;
}

export interface OrganizationApi {
  listSkillProfiles(etag?: string): Promise<Answer<SkillProfileList>>;
  listAgents(etag?: string): Promise<Answer<AgentList>>;
}

export interface OrganizationSurroundings extends PollingSurroundings {
  /** Called with each profile of a newly read list. */
  follow(profile: SkillProfileView): void;
  /** Called with all agents of a newly read list. */
  followAgents(agents: readonly AgentView[]): void;
  /** A list has become another one since it was read for the first time. */
  moved(): void;
}

const whileFilling = 1_500;
const atWork = 5_000;
const idle = 60_000;
const afterFailure = 10_000;

/** Profiles, skills and agents of this person's scope, read at the start and again while the widget is on the page. */
export class Organization extends Observable implements Polled {
  readonly #api: OrganizationApi;
  readonly #around: OrganizationSurroundings;
  #profiles: Loaded<SkillProfileList> = {};
  #agents: Loaded<AgentList> = {};
  #skillsById = new Map<string, SkillView>();
  #profilesById = new Map<string, SkillProfileView>();
  #agentsById = new Map<string, AgentView>();
  readonly #polling: Polling;

  constructor(api: OrganizationApi, around: OrganizationSurroundings) {
    super();
    this.#api = api;
    this.#around = around;
    this.#polling = new Polling(
      around,
      () => this.#readBoth(),
      () => this.#pause,
    );
  }

  get profiles(): Loaded<SkillProfileList> {
    return this.#profiles;
  }

  get agents(): Loaded<AgentList> {
    return this.#agents;
  }

  skill = (id: string): SkillView | undefined => this.#skillsById.get(id);
  profile = (id: string): SkillProfileView | undefined => this.#profilesById.get(id);
  agent = (id: string): AgentView | undefined => this.#agentsById.get(id);

  start(): void {
    this.#polling.start();
  }

  stop(): void {
    this.#polling.stop();
  }

  wake(): void {
    this.#polling.wake();
  }

  /** Reads both lists from now on. */
  readAnew(): Promise<void> {
    return this.#polling.readAnew();
  }

  async #readBoth(): Promise<void> {
    await Promise.all([
      this.#readOne(
        this.#profiles,
        (etag) => this.#api.listSkillProfiles(etag),
        (loaded) => this.#takeProfiles(loaded),
      ),
      this.#readOne(
        this.#agents,
        (etag) => this.#api.listAgents(etag),
        (loaded) => this.#takeAgents(loaded),
      ),
    ]);
  }

  async #readOne<Value>(
    known: Loaded<Value>,
    read: (etag?: string) => Promise<Answer<Value>>,
    take: (loaded: Loaded<Value>) => void,
  ): Promise<void> {
    try {
      const { value, etag } = await read(known.etag);
      if (value) take({ value, etag });
      else take({ ...(known.value && { value: known.value }), etag: known.etag });
    } catch (error) {
      if (this.#polling.running && !isAbort(error)) take({ ...known, problem: asProblem(error) });
    }
    this.changed();
  }

  #takeProfiles(loaded: Loaded<SkillProfileList>): void {
    const { value: before } = this.#profiles;
    this.#profiles = loaded;
    if (loaded.value === before || !loaded.value) return;
    const { skills, skillProfiles } = loaded.value;
    this.#skillsById = new Map(skills.map((skill) => [skill.id, skill]));
    this.#profilesById = new Map(skillProfiles.map((profile) => [profile.id, profile]));
    skillProfiles.forEach((profile) => this.#around.follow(profile));
    if (before) this.#around.moved();
  }

  #takeAgents(loaded: Loaded<AgentList>): void {
    const { value: before } = this.#agents;
    this.#agents = loaded;
    if (loaded.value === before || !loaded.value) return;
    const { agents } = loaded.value;
    this.#agentsById = new Map(agents.map((agent) => [agent.id, agent]));
    this.#around.followAgents(agents);
    if (before) this.#around.moved();
  }

  get #pause(): number {
    if (this.#profiles.value?.complete === false) return whileFilling;
    const problem = this.#profiles.problem ?? this.#agents.problem;
    return problem ? Math.max(afterFailure, problem.retryAfter ?? 0) : pauseAfter(this.#around.idle(), atWork, idle);
  }
}
