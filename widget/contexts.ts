import { createContext } from '@lit/context';
import type { Announcer } from './announcer.ts';
import type { Person } from './api/session.ts';
import type { SkilldeskApi } from './api/skilldesk-api.ts';
import type { Words } from './localize/words.ts';
import type { MoreElements } from './more-elements.ts';
import type { Organization } from './organization/organization.ts';
import type { Deviations } from './work/deviations.ts';
import type { Work } from './work/work-of-person.ts';

/** Calls to the backend. */
export const apiContext = createContext<SkilldeskApi, symbol>(Symbol('skilldesk-api'));
/** Who is at the desk. */
export const personContext = createContext<Person, symbol>(Symbol('skilldesk-person'));
/** Profiles, skills and agents in scope. */
export const organizationContext = createContext<Organization, symbol>(Symbol('skilldesk-organization'));
/** Unsaved edits and saves of this person. */
export const workContext = createContext<Work, symbol>(Symbol('skilldesk-work'));
/** What is open now. */
export const deviationsContext = createContext<Deviations, symbol>(Symbol('skilldesk-deviations'));
/** What is said aloud. */
export const announcerContext = createContext<Announcer, symbol>(Symbol('skilldesk-announcer'));
/** The texts of the page in its language. */
export const wordsContext = createContext<Words, symbol>(Symbol('skilldesk-words'));
/** The elements beyond the first view. */
export const moreContext = createContext<MoreElements, symbol>(Symbol('skilldesk-more'));
