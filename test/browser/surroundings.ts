import { defaultPolicy } from '../../shared/policy.ts';
import { Skilldesk } from '../api/skilldesk.ts';
import { freePort } from '../demo/free-port.ts';
import { startAgentDesktop } from '../desktop/agent-desktop-server.ts';

export type Hosting = 'page' | 'iframe';

/** Everything between a browser and Webex: the stand-in desktop, the shipped bundle, the backend, the simulator. */
export async function openSurroundings(options: Parameters<typeof Skilldesk.start>[0] = {}) {
  const port = await freePort();
  const environment = { ALLOWED_ORIGINS: `http://127.0.0.1:${port},null`, ...options.environment };
  const skilldesk = await Skilldesk.start({ ...options, environment });
  // One supervisor opens the page more often here in a minute than a person does in a day.
  await skilldesk.importPolicy({ limits: { ...defaultPolicy.limits, sessionExchangesPerMinute: 1_000 } });
  const desktop = await startAgentDesktop({
    port,
    widgetUrl: `${skilldesk.url}/widget/v1/skilldesk.js`,
    apiBase: skilldesk.url,
    simulatorUrl: skilldesk.webex.url,
  });
  return {
    skilldesk,
    /** Agent Desktop of this person. */
    urlFor: (hosting: Hosting, ciUserId: string, query: string) =>
      `${desktop.url}/desktop?mode=${hosting}&person=${ciUserId}&${query}`,
    uploadLayout: (text: string) => desktop.uploadLayout(text),
    close: async () => {
      await desktop.close();
      await skilldesk.close();
    },
  };
}

export type Surroundings = Awaited<ReturnType<typeof openSurroundings>>;
