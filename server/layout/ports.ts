/** A desktop layout as the list of them shows it. */
export interface ListedLayout {
  id: string;
  name: string;
  isGlobal: boolean;
  isActive: boolean;
  /** Another one whenever Webex says that the layout has changed. */
  stamp: string;
}

export interface TeamWithLayout {
  id: string;
  name: string;
  /** Null: the global one holds. */
  layoutId: string | null;
}

/** A person who may use Agent Desktop as a supervisor. */
export interface DesktopSupervisor {
  /** In Common Identity. */
  id: string;
  name: string;
  teamIds: string[];
  /** Whose layout Webex loads for a supervisor, by its own words; null where nobody chose one. */
  preferredTeamId: string | null;
}

/** The organization's desktop layouts and who gets which, read with the admin token. Every method throws UpstreamError. */
export interface LayoutSource {
  listLayouts(): Promise<ListedLayout[]>;
  /** The text of the layout; undefined where Webex does not give it, or not any more. */
  readLayout(id: string): Promise<string | undefined>;
  /** Those in which people work. */
  listTeams(): Promise<TeamWithLayout[]>;
  /** Undefined: Webex does not show Skilldesk who supervises. */
  listSupervisors(): Promise<DesktopSupervisor[] | undefined>;
}
