import { AddSkill } from './components/add-skill/add-skill.ts';
import { BlockText } from './components/block-text/block-text.ts';
import { BlockValue } from './components/block-value/block-value.ts';
import { CellEditor } from './components/cell-editor/cell-editor.ts';
import { ChangeEntry } from './components/change-entry/change-entry.ts';
import { ChangeHistory } from './components/change-history/change-history.ts';
import { ChangeItems } from './components/change-items/change-items.ts';
import { ChangeSteering } from './components/change-steering/change-steering.ts';
import { ConflictChoice } from './components/conflict-choice/conflict-choice.ts';
import { DeviationList } from './components/deviation-list/deviation-list.ts';
import { DeviationRow } from './components/deviation-row/deviation-row.ts';
import { DraftNotice } from './components/draft-notice/draft-notice.ts';
import { EndPicker } from './components/end-picker/end-picker.ts';
import { GridColumns } from './components/grid-filters/grid-columns.ts';
import { GridFilters } from './components/grid-filters/grid-filters.ts';
import { GridToolbar } from './components/grid-toolbar/grid-toolbar.ts';
import { HandOver } from './components/hand-over/hand-over.ts';
import { HistoryFilters } from './components/history-filters/history-filters.ts';
import { PersonChoice } from './components/person-choice/person-choice.ts';
import { PreviewEffects } from './components/preview-effects/preview-effects.ts';
import { PreviewStatus } from './components/preview-status/preview-status.ts';
import { ProficiencyInput } from './components/proficiency-input/proficiency-input.ts';
import { ProfileEditor } from './components/profile-editor/profile-editor.ts';
import { ProfileList } from './components/profile-list/profile-list.ts';
import { ProfileView } from './components/profile-view/profile-view.ts';
import { ReviewList } from './components/review-list/review-list.ts';
import { RoadForm } from './components/road-form/road-form.ts';
import { SaveResult } from './components/save-result/save-result.ts';
import { drawGridAhead } from './components/skill-grid/draw-ahead.ts';
import { SkillGrid } from './components/skill-grid/skill-grid.ts';
import { SkillInput } from './components/skill-input/skill-input.ts';
import { SkillRow } from './components/skill-row/skill-row.ts';
import { UndoForm } from './components/undo-form/undo-form.ts';
import { define } from './define.ts';
import './localize/en-more.ts';
import { moreElements } from './more-elements.ts';

define({
  'skilldesk-proficiency-input': ProficiencyInput,
  'skilldesk-skill-input': SkillInput,
  'skilldesk-skill-row': SkillRow,
  'skilldesk-add-skill': AddSkill,
  'skilldesk-profile-list': ProfileList,
  'skilldesk-profile-editor': ProfileEditor,
  'skilldesk-cell-editor': CellEditor,
  'skilldesk-block-text': BlockText,
  'skilldesk-block-value': BlockValue,
  'skilldesk-grid-filters': GridFilters,
  'skilldesk-grid-columns': GridColumns,
  'skilldesk-grid-toolbar': GridToolbar,
  'skilldesk-skill-grid': SkillGrid,
  'skilldesk-profile-view': ProfileView,
  'skilldesk-conflict-choice': ConflictChoice,
  'skilldesk-review-list': ReviewList,
  'skilldesk-change-items': ChangeItems,
  'skilldesk-change-steering': ChangeSteering,
  'skilldesk-draft-notice': DraftNotice,
  'skilldesk-person-choice': PersonChoice,
  'skilldesk-save-result': SaveResult,
  'skilldesk-end-picker': EndPicker,
  'skilldesk-preview-effects': PreviewEffects,
  'skilldesk-preview-status': PreviewStatus,
  'skilldesk-road-form': RoadForm,
  'skilldesk-hand-over': HandOver,
  'skilldesk-deviation-row': DeviationRow,
  'skilldesk-deviation-list': DeviationList,
  'skilldesk-undo-form': UndoForm,
  'skilldesk-history-filters': HistoryFilters,
  'skilldesk-change-entry': ChangeEntry,
  'skilldesk-change-history': ChangeHistory,
});
moreElements.arrive(drawGridAhead);
