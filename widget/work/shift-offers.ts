import { offerShiftEnds } from '../../shared/shift-end.ts';
import type { Person } from '../api/session.ts';

/** An end of a shift, and whose. */
export interface ShiftOffer {
  at: number;
  teams: string[];
}

/** The next ends of the shifts of these teams, as far as the policy names them, with the teams by name. */
export function shiftOffers({ policy, scope }: Person, teamIds: readonly string[], now: number): ShiftOffer[] {
  const names = new Map(scope.teams.map(({ id, name }) => [id, name]));
  return offerShiftEnds(policy.shiftEnds, teamIds, now).map((offer) => ({
    at: offer.at,
    teams: offer.teamIds.map((id) => names.get(id) ?? id),
  }));
}
