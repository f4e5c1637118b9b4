import { frameKinds, sdkStates } from './host/desktop-config.ts';
import type { Person } from './host/desktop-people.ts';

interface Group {
  title: string;
  hint: string;
  holds(person: Person): boolean;
}

const groups: Group[] = [
  {
    title: 'Supervisors',
    hint: 'What each may see and edit follows from the rights they have in Webex.',
    holds: ({ profileType }) => profileType.includes('SUPERVISOR'),
  },
  {
    title: 'Administrators',
    hint: 'They see and edit the whole organization.',
    holds: ({ profileType }) => profileType.startsWith('ADMINISTRATOR'),
  },
  {
    title: 'Agents',
    hint: 'Refused by the backend: their layout should not have the page at all.',
    holds: () => true,
  },
];
const shownWithoutRemark = 4;

/** The page on which one chooses who to be, and how the desktop hosts the widget. */
export function startPage(people: Person[]): string {
  const left = [...people];
  const sections = groups.map((group) => {
    const members = left.filter((person) => group.holds(person));
    for (const member of members) left.splice(left.indexOf(member), 1);
    return members.length === 0 ? '' : section(group, members);
  });

  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Skilldesk demo: who to be</title>
<style>${styles}</style>
</head>
<body>
<main>
<h1>Who do you want to be?</h1>
<p>This is a stand-in for Webex Agent Desktop. Webex is simulated and nothing leaves this machine.</p>
<form action="/desktop">
<fieldset>
<legend>How the desktop hosts the widget</legend>
${choice('mode', 'Hosting', [
  ['page', 'In the page'],
  ['iframe', 'In a sandboxed frame'],
])}
${choice('dark', 'Colours', [
  ['0', 'Light'],
  ['1', 'Dark'],
])}
${choice('persona', 'Persona', [
  ['supervisor', 'Supervisor'],
  ['supervisorAgent', 'Supervisor and agent'],
])}
${choice(
  'sdk',
  'State of the desktop’s SDK',
  sdkStates.map((state) => [state, state]),
)}
${choice(
  'frame',
  'Kind of frame',
  frameKinds.map((kind) => [kind, kind]),
)}
</fieldset>
${sections.join('\n')}
</form>
</main>
</body>
</html>`;
}

function section({ title, hint }: Group, members: Person[]): string {
  // Those with a remark are there to be tried; the rest only fill the organization.
  const remarkable = members.filter(({ remark }) => remark);
  const others = members.filter(({ remark }) => !remark);
  const shown = [...remarkable, ...others.slice(0, shownWithoutRemark)];
  const more = members.length - shown.length;
  return `<section>
<h2>${title}</h2>
<p class="hint">${hint}</p>
<div class="people">${shown.map(card).join('')}</div>
${more > 0 ? `<p class="hint">And ${more} more, in the list at the top of the desktop.</p>` : ''}
</section>`;
}

function card({ ciUserId, name, email, teams, remark }: Person): string {
  const inTeams = teams.length > 3 ? `${teams.slice(0, 3).join(', ')} and ${teams.length - 3} more` : teams.join(', ');
  return `<button name="person" value="${escape(ciUserId)}">
<strong>${escape(name)}</strong>
${[remark, inTeams].map((line) => (line ? `<span class="remark">${escape(line)}</span>` : '')).join('')}
<span class="small">${escape(email)}</span>
</button>`;
}

function choice(name: string, label: string, choices: [value: string, text: string][]): string {
  const options = choices.map(([value, text]) => `<option value="${value}">${text}</option>`).join('');
  return `<label>${label} <select name="${name}">${options}</select></label>`;
}

function escape(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

const styles = `
  :root { color-scheme: light dark; --card: light-dark(#fff, #232323); --line: light-dark(#c9c9c9, #4d4d4d); --soft: light-dark(#555, #b5b5b5); }
  body { margin: 0; background: light-dark(#f4f4f6, #161616); color: light-dark(#1f1f1f, #f2f2f2); font: 15px/1.45 system-ui, sans-serif; }
  main { max-width: 1040px; margin: 0 auto; padding: 32px 24px 64px; }
  h1 { font-size: 26px; margin: 0 0 4px; }
  h2 { font-size: 18px; margin: 28px 0 0; }
  p { margin: 0 0 12px; }
  .remark::first-letter { text-transform: uppercase; }
  .remark { display: block; }
  .hint, .small { color: var(--soft); font-size: 13px; }
  fieldset { display: flex; flex-wrap: wrap; gap: 12px 20px; border: 1px solid var(--line); border-radius: 10px; padding: 10px 16px 14px; background: var(--card); margin: 16px 0 0; }
  label { display: grid; gap: 2px; font-size: 13px; }
  select { font: inherit; padding: 4px 8px; }
  .people { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 12px; }
  .people button { font: inherit; color: inherit; text-align: left; display: grid; gap: 2px; align-content: start; padding: 12px 14px; border: 1px solid var(--line); border-radius: 10px; background: var(--card); cursor: pointer; overflow-wrap: anywhere; }
  .people button:hover { border-color: #1170cf; }
  .people button:focus-visible { outline: 3px solid #1170cf; outline-offset: 1px; }
  .remark { font-size: 14px; }
`;
