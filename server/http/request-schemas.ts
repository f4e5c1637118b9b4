import type * as z from 'zod/mini';
import { ChangeQuery, IdempotencyKey } from '../../shared/change-query.ts';
import {
  ChangeRequest,
  DraftRemoval,
  DraftRequest,
  LeaseMove,
  PreviewRequest,
  UndoRequest,
} from '../../shared/edit-schemas.ts';

/** The schemas by which routes parse what they are sent, for the document of the API. A body that has none here is described by its type. */
export const bodies: Readonly<Record<string, z.ZodMiniType>> = {
  keepDraft: DraftRequest,
  previewEdits: PreviewRequest,
  makeChange: ChangeRequest,
  undoChange: UndoRequest,
  moveLease: LeaseMove,
};

export const queries: Readonly<Record<string, z.ZodMiniObject>> = {
  listChanges: ChangeQuery,
  removeDraft: DraftRemoval,
};

/** Headers that a route asks for. */
export const headers: Readonly<Record<string, Readonly<Record<string, z.ZodMiniType>>>> = {
  makeChange: { 'Idempotency-Key': IdempotencyKey },
  undoChange: { 'Idempotency-Key': IdempotencyKey },
};
