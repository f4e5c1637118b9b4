import type { AgentList, AgentView, SkillProfileList, SkillProfileView, SkillView } from '../../shared/api.ts';
import { asProblem, isAbort, type ApiProblem } from '../api/api-problem.ts';
import type { Answer } from '../api/backend-client.ts';
import { Observable } from '../observable.ts';

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

export interface OrganizationSurroundings {
  later(task: () => void, ms: number): () => void;
  /** Called with each profile of a newly read list. */
  follow(profile: SkillProfileView): void;
}

const whileFilling = 1_500;
const usually = 60_000;
const afterFailure = 10_000;

/** Profiles, skills and agents of this person's scope, read at the start and again while the widget is on the page. */
export class Organization extends Observable {
  readonly #api: OrganizationApi;
  readonly #around: OrganizationSurroundings;
  #profiles: Loaded<SkillProfileList> = {};
  #agents: Loaded<AgentList> = {};
  #skillsById = new Map<string, SkillView>();
  #profilesById = new Map<string, SkillProfileView>();
  #agentsById = new Map<string, AgentView>();
  #running = false;
  #reading: Promise<void> | undefined;
  #stopTimer: () => void = () => undefined;

  constructor(api: OrganizationApi, around: OrganizationSurroundings) {
    super();
    this.#api = api;
    this.#around = around;
  }

  get profiles(): Loaded<SkillProfileList> {
    return this.#profiles;
  }

  get agents(): Loaded<AgentList> {
    return this.#agents;
  }

  get reading(): boolean {
    return this.#reading !== undefined;
  }

  skill = (id: string): SkillView | undefined => this.#skillsById.get(id);
  profile = (id: string): SkillProfileView | undefined => this.#profilesById.get(id);
  agent = (id: string): AgentView | undefined => this.#agentsById.get(id);

  start(): void {
    if (this.#running) return;
    this.#running = true;
    void this.read();
  }

  stop(): void {
    this.#running = false;
    this.#stopTimer();
  }

  /** Reads both lists from now on: a reading that began earlier may show what was there before. */
  async readAnew(): Promise<void> {
    await this.#reading;
    await this.read();
  }

  /** Reads both lists; whoever asks meanwhile waits for the same reading. */
  read(): Promise<void> {
    this.#stopTimer();
    this.#reading ??= this.#readBoth().finally(() => {
      this.#reading = undefined;
      this.#stopTimer();
      if (this.#running) this.#stopTimer = this.#around.later(() => void this.read(), this.#pause);
      this.changed();
    });
    this.changed();
    return this.#reading;
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
      if (this.#running && !isAbort(error)) take({ ...known, problem: asProblem(error) });
    }
    this.changed();
  }

  #takeProfiles(loaded: Loaded<SkillProfileList>): void {
    const isNew = loaded.value !== this.#profiles.value;
    this.#profiles = loaded;
    if (!isNew || !loaded.value) return;
    const { skills, skillProfiles } = loaded.value;
    this.#skillsById = new Map(skills.map((skill) => [skill.id, skill]));
    this.#profilesById = new Map(skillProfiles.map((profile) => [profile.id, profile]));
    skillProfiles.forEach((profile) => this.#around.follow(profile));
  }

  #takeAgents(loaded: Loaded<AgentList>): void {
    this.#agents = loaded;
    this.#agentsById = new Map(loaded.value?.agents.map((agent) => [agent.id, agent]));
  }

  get #pause(): number {
    if (this.#profiles.value?.complete === false) return whileFilling;
    return this.#profiles.problem || this.#agents.problem ? afterFailure : usually;
  }
}
