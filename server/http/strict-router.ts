import { Router } from 'express';

/** A router that takes a path letter for letter: `/API/agents` must not find a route behind a guard that stands at `/api`. */
export const strictRouter = (): Router => Router({ caseSensitive: true, strict: true });
