import { SkilldeskConsole } from './skilldesk-console.ts';
import { ConsoleAudit } from './pages/console-audit.ts';
import { ConsoleConnection } from './pages/console-connection.ts';
import { ConsoleDeviations } from './pages/console-deviations.ts';
import { ConsoleDoctor } from './pages/console-doctor.ts';
import { ConsoleEntry } from './pages/console-entry.ts';
import { ConsoleLayout } from './pages/console-layout.ts';
import { ConsoleOverview } from './pages/console-overview.ts';
import { ConsolePolicy } from './pages/console-policy.ts';
import { ConsoleSessions } from './pages/console-sessions.ts';
import { ConsoleSso } from './pages/console-sso.ts';
import { ConsoleStop } from './pages/console-stop.ts';
import { ConsoleToken } from './pages/console-token.ts';

// A policy that lets no style of a page in lets one in that a script has made.
const around = new CSSStyleSheet();
around.replaceSync('body { margin: 0 }');
document.adoptedStyleSheets = [around];

customElements.define('console-audit', ConsoleAudit);
customElements.define('console-connection', ConsoleConnection);
customElements.define('console-deviations', ConsoleDeviations);
customElements.define('console-doctor', ConsoleDoctor);
customElements.define('console-entry', ConsoleEntry);
customElements.define('console-layout', ConsoleLayout);
customElements.define('console-overview', ConsoleOverview);
customElements.define('console-policy', ConsolePolicy);
customElements.define('console-sessions', ConsoleSessions);
customElements.define('console-sso', ConsoleSso);
customElements.define('console-stop', ConsoleStop);
customElements.define('console-token', ConsoleToken);
customElements.define('skilldesk-console', SkilldeskConsole);
