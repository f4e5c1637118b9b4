import { mostEdits, type Edit } from '../../shared/edit.ts';

/** The backend takes 256 kB; reason, times and consent need some of it. */
const mostBytes = 200_000;

/** As many Changes as edits need: each with no more of them, and no more bytes, than the backend takes at once. */
export function inParts(edits: readonly Edit[]): Edit[][] {
  const parts: Edit[][] = [];
  let bytes = 0;
  for (const edit of edits) {
    const size = new TextEncoder().encode(JSON.stringify(edit)).length + 1;
    const part = parts.at(-1);
    if (!part || part.length >= mostEdits || bytes + size > mostBytes) {
      parts.push([edit]);
      bytes = size;
    } else {
      part.push(edit);
      bytes += size;
    }
  }
  return parts;
}
