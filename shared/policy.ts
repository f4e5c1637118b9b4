/**
 * Who must be in scope for the values of a profile to be edited: `strict` every user and team that has it · `acknowledge` the same, unless
 * who edits it was shown the use outside of his scope by a preview and agreed to it · `open` nobody.
 */
export type EditPolicy = 'strict' | 'acknowledge' | 'open';

/**
 * How far the roll-out is. `preview`: nobody writes, administrators included · `named`: a person who is named (by his id in Common Identity)
 * writes within his whole scope; anybody else who supervises a named team writes what concerns named teams alone · `all`.
 */
export type Stage = 'preview' | { named: { persons: string[]; teams: string[] } } | 'all';

export interface Limits {
  /** Per person. */
  sessionExchangesPerMinute: number;
  /** Per person; a Change counts once, however many items it has. */
  changesPerMinute: number;
  /** Per address. */
  refusedExchangesPerMinute: number;
}

/** A shift of a team ends at this time every day; a team may have several. */
export interface ShiftEnd {
  teamId: string;
  /** “HH:MM” by the clock on the wall there, 00:00 to 23:59. */
  time: string;
  /** By IANA, such as “Europe/Berlin”. */
  zone: string;
}

/** What an organization lets its people do with Skilldesk. */
export interface Policy {
  edit: EditPolicy;
  /** Ids of skills that only administrators may change. */
  protectedSkills: string[];
  stage: Stage;
  /** How long a Change lasts unless its person chooses another end; null: none is proposed. A proposal: the API puts no end where none is asked for. */
  defaultEndMinutes: number | null;
  shiftEnds: ShiftEnd[];
  /** How long audit records are kept. */
  retentionDays: number;
  limits: Limits;
}

/** What holds until somebody says otherwise. */
export const defaultPolicy: Policy = {
  edit: 'strict',
  protectedSkills: [],
  stage: 'all',
  defaultEndMinutes: 60,
  shiftEnds: [],
  retentionDays: 1095,
  limits: { sessionExchangesPerMinute: 30, changesPerMinute: 60, refusedExchangesPerMinute: 20 },
};

/** The policy as the widget is told it: of a named stage only whether it includes this person, of the ends of shifts those of his teams. */
export interface PolicyView {
  edit: EditPolicy;
  protectedSkills: string[];
  stage: 'preview' | 'named' | 'all';
  /** False: at this stage nothing that this person asks for is written. */
  mayWrite: boolean;
  defaultEndMinutes: number | null;
  shiftEnds: ShiftEnd[];
}

export const nameOfStage = (stage: Stage): PolicyView['stage'] => (typeof stage === 'object' ? 'named' : stage);
