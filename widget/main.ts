import { AddSkill } from './components/add-skill/add-skill.ts';
import { AgentList } from './components/agent-list/agent-list.ts';
import { AgentRow } from './components/agent-row/agent-row.ts';
import { AgentSelection } from './components/agent-selection/agent-selection.ts';
import { BlockText } from './components/block-text/block-text.ts';
import { BlockValue } from './components/block-value/block-value.ts';
import { CellEditor } from './components/cell-editor/cell-editor.ts';
import { ChangeEntry } from './components/change-entry/change-entry.ts';
import { ChangeHistory } from './components/change-history/change-history.ts';
import { ChangeItems } from './components/change-items/change-items.ts';
import { ChangeSteering } from './components/change-steering/change-steering.ts';
import { ConflictChoice } from './components/conflict-choice/conflict-choice.ts';
import { CopyText } from './components/copy-text/copy-text.ts';
import { DeviationList } from './components/deviation-list/deviation-list.ts';
import { DeviationRow } from './components/deviation-row/deviation-row.ts';
import { DraftNotice } from './components/draft-notice/draft-notice.ts';
import { EndPicker } from './components/end-picker/end-picker.ts';
import { GridColumns } from './components/grid-filters/grid-columns.ts';
import { GridFilters } from './components/grid-filters/grid-filters.ts';
import { GridToolbar } from './components/grid-toolbar/grid-toolbar.ts';
import { HandOver } from './components/hand-over/hand-over.ts';
import { HiddenCells } from './components/hidden-cells/hidden-cells.ts';
import { HistoryFilters } from './components/history-filters/history-filters.ts';
import { IncidentBanner } from './components/incident-banner/incident-banner.ts';
import { Notice } from './components/notice/notice.ts';
import { PersonChoice } from './components/person-choice/person-choice.ts';
import { PreviewEffects } from './components/preview-effects/preview-effects.ts';
import { PreviewStatus } from './components/preview-status/preview-status.ts';
import { ProblemPage } from './components/problem-page/problem-page.ts';
import { ProblemNotice } from './components/problem-notice/problem-notice.ts';
import { ProficiencyInput } from './components/proficiency-input/proficiency-input.ts';
import { ProfileEditor } from './components/profile-editor/profile-editor.ts';
import { ProfileList } from './components/profile-list/profile-list.ts';
import { ProfileView } from './components/profile-view/profile-view.ts';
import { ReviewList } from './components/review-list/review-list.ts';
import { RoadForm } from './components/road-form/road-form.ts';
import { RoadPanel } from './components/road-panel/road-panel.ts';
import { SaveResult } from './components/save-result/save-result.ts';
import { SkillGrid } from './components/skill-grid/skill-grid.ts';
import { SkillInput } from './components/skill-input/skill-input.ts';
import { SkillRow } from './components/skill-row/skill-row.ts';
import { UndoForm } from './components/undo-form/undo-form.ts';
import { SkilldeskEditor } from './skilldesk-editor.ts';

const elements: Readonly<Record<string, CustomElementConstructor>> = {
  'skilldesk-notice': Notice,
  'skilldesk-problem-notice': ProblemNotice,
  'skilldesk-problem-page': ProblemPage,
  'skilldesk-proficiency-input': ProficiencyInput,
  'skilldesk-skill-input': SkillInput,
  'skilldesk-skill-row': SkillRow,
  'skilldesk-add-skill': AddSkill,
  'skilldesk-profile-list': ProfileList,
  'skilldesk-profile-editor': ProfileEditor,
  'skilldesk-cell-editor': CellEditor,
  'skilldesk-block-text': BlockText,
  'skilldesk-block-value': BlockValue,
  'skilldesk-hidden-cells': HiddenCells,
  'skilldesk-grid-filters': GridFilters,
  'skilldesk-grid-columns': GridColumns,
  'skilldesk-grid-toolbar': GridToolbar,
  'skilldesk-skill-grid': SkillGrid,
  'skilldesk-profile-view': ProfileView,
  'skilldesk-agent-row': AgentRow,
  'skilldesk-agent-selection': AgentSelection,
  'skilldesk-agent-list': AgentList,
  'skilldesk-conflict-choice': ConflictChoice,
  'skilldesk-review-list': ReviewList,
  'skilldesk-change-items': ChangeItems,
  'skilldesk-change-steering': ChangeSteering,
  'skilldesk-save-result': SaveResult,
  'skilldesk-draft-notice': DraftNotice,
  'skilldesk-end-picker': EndPicker,
  'skilldesk-preview-effects': PreviewEffects,
  'skilldesk-preview-status': PreviewStatus,
  'skilldesk-road-form': RoadForm,
  'skilldesk-road-panel': RoadPanel,
  'skilldesk-copy-text': CopyText,
  'skilldesk-person-choice': PersonChoice,
  'skilldesk-hand-over': HandOver,
  'skilldesk-deviation-row': DeviationRow,
  'skilldesk-deviation-list': DeviationList,
  'skilldesk-incident-banner': IncidentBanner,
  'skilldesk-undo-form': UndoForm,
  'skilldesk-history-filters': HistoryFilters,
  'skilldesk-change-entry': ChangeEntry,
  'skilldesk-change-history': ChangeHistory,
  'skilldesk-editor': SkilldeskEditor,
};

// The desktop may evaluate the bundle twice, and a tag can be taken only once: whoever came first stays until the page is reloaded.
for (const [tag, element] of Object.entries(elements)) {
  if (!customElements.get(tag)) customElements.define(tag, element);
}
