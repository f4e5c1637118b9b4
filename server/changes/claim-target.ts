/** What is locked while one profile, user or team is written or accounted for: the same for everybody who does so. */
export const claimTargetOf = (organizationId: string, id: string): string => `${organizationId}/${id}`;
