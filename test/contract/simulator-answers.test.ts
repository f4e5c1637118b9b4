import { beforeAll, describe, expect, test } from 'vitest';
import type { RecordedRequest } from '../simulator/recorded-request.ts';
import { skillIds, skillProfileIds } from '../simulator/standard-organization.ts';
import { deviationOf, knownDeviations } from './known-deviations.ts';
import { officialOpenapi, openapiMissing, type Violation } from './official-openapi.ts';
import { checkRequests } from './request-conformance.ts';
import { simulatorTour } from './simulator-tour.ts';

const shown = ({ of, method, path, status, message }: Violation): string =>
  `${of} ${method} ${path} ${status}: ${message}`;

if (!officialOpenapi) {
  // Vitest's report only counts what was skipped; whoever reads it must see why.
  process.stderr.write(`${openapiMissing}\n`);
  test.skip(openapiMissing);
}

describe.skipIf(officialOpenapi === null)('the published documents and the simulator', () => {
  let tour: RecordedRequest[];
  let answerViolations: Violation[];
  let requestViolations: Violation[];

  beforeAll(async () => {
    tour = await simulatorTour();
    answerViolations = tour.flatMap((exchange) => officialOpenapi?.checkAnswer(exchange) ?? []);
    requestViolations = tour.flatMap((exchange) => officialOpenapi?.checkRequest(exchange) ?? []);
  }, 60_000);

  test('no answer is a fault of the simulator itself', () => {
    expect(tour.filter(({ answer }) => JSON.stringify(answer ?? '').includes('simulatorBug'))).toEqual([]);
  });

  test('every request was answered', () => {
    expect(tour.length).toBeGreaterThan(1_000);
    expect(tour.filter(({ status }) => status === 0)).toEqual([]);
  });

  test('every answer fits the published documents or a listed deviation', () => {
    const unlisted = answerViolations.filter((violation) => !deviationOf(violation));
    expect([...new Set(unlisted.map(shown))].slice(0, 20)).toEqual([]);
  });

  test('every listed deviation is seen', () => {
    const seen = new Set([...answerViolations, ...requestViolations].map((violation) => deviationOf(violation)?.id));
    expect(knownDeviations.map(({ id }) => id).filter((id) => !seen.has(id))).toEqual([]);
  });

  test('no two deviations share an id', () => {
    expect(new Set(knownDeviations.map(({ id }) => id)).size).toBe(knownDeviations.length);
  });

  describe('the check of requests', () => {
    const profile = `/organization/d5627e0e-0c8e-445e-b28f-4883cfce7bdb/skill-profile/${skillProfileIds.billingSpecialist}`;
    const exchange = { method: 'PUT', path: profile, query: {}, status: 200, answer: undefined };
    const headers = { 'content-type': 'application/json' };
    const activeSkills = [{ skillId: skillIds.german, proficiencyValue: 8 }];
    const faultsOf = (fields: object) =>
      checkRequests([{ ...exchange, headers, body: undefined, ...fields }]).map(({ message }) => message);

    test('lets a complete JSON body pass', () => {
      expect(faultsOf({ body: { name: 'Billing', activeSkills, activeEnumSkills: [] } })).toEqual([]);
    });

    test('finds skillId within activeEnumSkills', () => {
      const activeEnumSkills = [{ skillId: skillIds.tier, enumSkillValueId: 'gold' }];
      expect(faultsOf({ body: { name: 'Billing', activeSkills, activeEnumSkills } })).toEqual([
        "body: /activeEnumSkills/0 must NOT have additional properties 'skillId'",
      ]);
    });

    test('finds a value outside 0 to 10', () => {
      const body = { name: 'Billing', activeSkills: [{ skillId: skillIds.german, proficiencyValue: 11 }] };
      expect(faultsOf({ body })).toEqual(['body: /activeSkills/0/proficiencyValue must be <= 10']);
    });

    test('finds the profile in the query', () => {
      expect(faultsOf({ query: { skillProfileDTO: '{}' } })).toEqual([
        'query: skillProfileDTO is not in the published documents',
        'body: is required',
      ]);
    });

    test('finds a path, a method and a query parameter that are not published', () => {
      expect(faultsOf({ path: `${profile}/active-skill` })).toEqual(['the path is not in the published documents']);
      expect(faultsOf({ method: 'PATCH' })).toEqual(['the method is not in the published documents']);
      expect(faultsOf({ method: 'GET', query: { include: 'all' } })).toEqual([
        'query: include is not in the published documents',
      ]);
      expect(faultsOf({ method: 'GET', query: { includeSkillDetails: '1' } })).toEqual([
        'query: includeSkillDetails must be boolean',
      ]);
    });
  });
});
