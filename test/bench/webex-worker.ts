import { ciUserIdOf, emailOf, idOf } from '../simulator/organization-builder.ts';
import type { Organization } from '../simulator/organization.ts';
import { largeOrganization } from '../simulator/large-organization.ts';
import { people } from '../simulator/standard-organization.ts';
import { startWebexSimulator } from '../simulator/webex-simulator.ts';
import type { Call, WebexQuestion, WebexScene, WebexStarted } from './webex-process.ts';

// A simulated Webex of its own, asked by its parent; imported for its types, it does nothing.
if (process.send && process.argv[2] === 'webex') {
  const { size, supervisors } = JSON.parse(process.argv[3] ?? '') as WebexScene;
  const organization = largeOrganization(size);
  const webex = await startWebexSimulator({ organization, requestsPerMinute: 1_000_000 });
  const { url, credentials, requests } = webex;

  process.on('message', (question: WebexQuestion) => {
    if ('signIn' in question) process.send?.(webex.issueDesktopToken(question.signIn));
    else
      process.send?.(requests.splice(0).map(({ at, took, path, tokenKind }): Call => ({ at, took, path, tokenKind })));
  });
  process.on('disconnect', () => process.exit());
  const colleagues = Array.from({ length: supervisors }, (_, at) => addSupervisor(organization, at));
  process.send({ url, organizationId: organization.id, credentials, supervisors: colleagues } satisfies WebexStarted);
}

/** One more who has Nadia North's teams and profiles; returns his id in Common Identity. */
function addSupervisor({ users }: Organization, at: number): string {
  const model = [...users.values()].find(({ ciUserId }) => ciUserId === people.nadiaNorth.ciUserId);
  if (!model) throw new Error('There is no Nadia North.');
  const [firstName, lastName] = ['Sam', `Soak ${at + 1}`];
  const name = `${firstName} ${lastName}`;
  const id = idOf('user', name);
  users.set(id, { ...model, id, ciUserId: ciUserIdOf(name), firstName, lastName, email: emailOf(name) });
  return ciUserIdOf(name);
}
