import { AgentList } from './components/agent-list/agent-list.ts';
import { AgentRow } from './components/agent-row/agent-row.ts';
import { IncidentBanner } from './components/incident-banner/incident-banner.ts';
import { Notice } from './components/notice/notice.ts';
import { PartPending } from './components/part-pending/part-pending.ts';
import { ProblemNotice } from './components/problem-notice/problem-notice.ts';
import { RoadPanel } from './components/road-panel/road-panel.ts';
import { define } from './define.ts';
import { SkilldeskEditor } from './skilldesk-editor.ts';

// The desktop may evaluate the bundle twice: whoever came first, and what he loads later, stays until the page is reloaded.
if (!customElements.get('skilldesk-editor')) {
  define({
    'skilldesk-notice': Notice,
    'skilldesk-problem-notice': ProblemNotice,
    'skilldesk-part-pending': PartPending,
    'skilldesk-agent-row': AgentRow,
    'skilldesk-agent-list': AgentList,
    'skilldesk-road-panel': RoadPanel,
    'skilldesk-incident-banner': IncidentBanner,
    'skilldesk-editor': SkilldeskEditor,
  });
}
