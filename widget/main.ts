import { AgentList } from './components/agent-list/agent-list.ts';
import { AgentRow } from './components/agent-row/agent-row.ts';
import { AgentSelection } from './components/agent-selection/agent-selection.ts';
import { CopyText } from './components/copy-text/copy-text.ts';
import { DeskPage } from './components/desk-page/desk-page.ts';
import { HiddenCells } from './components/hidden-cells/hidden-cells.ts';
import { IncidentBanner } from './components/incident-banner/incident-banner.ts';
import { Notice } from './components/notice/notice.ts';
import { PartPending } from './components/part-pending/part-pending.ts';
import { ProblemPage } from './components/problem-page/problem-page.ts';
import { ProblemNotice } from './components/problem-notice/problem-notice.ts';
import { RoadPanel } from './components/road-panel/road-panel.ts';
import { define } from './define.ts';
import { SkilldeskEditor } from './skilldesk-editor.ts';

// The desktop may evaluate the bundle twice: whoever came first, and what he loads later, stays until the page is reloaded.
if (!customElements.get('skilldesk-editor')) {
  define({
    'skilldesk-notice': Notice,
    'skilldesk-problem-notice': ProblemNotice,
    'skilldesk-copy-text': CopyText,
    'skilldesk-problem-page': ProblemPage,
    'skilldesk-part-pending': PartPending,
    'skilldesk-hidden-cells': HiddenCells,
    'skilldesk-agent-row': AgentRow,
    'skilldesk-agent-selection': AgentSelection,
    'skilldesk-agent-list': AgentList,
    'skilldesk-road-panel': RoadPanel,
    'skilldesk-incident-banner': IncidentBanner,
    'skilldesk-desk-page': DeskPage,
    'skilldesk-editor': SkilldeskEditor,
  });
}
