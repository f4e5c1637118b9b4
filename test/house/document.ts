import { readFileSync } from 'node:fs';

/** A page in Markdown, taken apart as far as its claims can be checked. */
export interface Document {
  /** From the root of the repository, as `docs/api.md`. */
  path: string;
  /** Of links and pictures, as they are written. */
  targets: string[];
  /** What links may lead to, as GitHub names it. */
  anchors: ReadonlySet<string>;
  /** What stands in code, inline or in a block: only there a name is meant letter for letter. */
  code: string[];
}

const fence = /^ *```(\w*)[^\n]*\n(.*?)^ *```$/gms;
const span = /`([^`\n]+)`/g;
/** Words of a diagram are prose. */
const diagrams = ['mermaid'];

export const readDocument = (path: string): Document => takeApart(path, readFileSync(path, 'utf8'));

export function takeApart(path: string, text: string): Document {
  const prose = text.replace(fence, '');
  const blocks = [...text.matchAll(fence)].filter(([, language = '']) => !diagrams.includes(language));
  return {
    path,
    targets: [...prose.replace(span, '').matchAll(/\]\(([^()\s]+)\)/g)].map(([, target = '']) => target),
    anchors: anchorsOf([...prose.matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => heading)),
    code: [...blocks.map(([, , block = '']) => block), ...[...prose.matchAll(span)].map(([, code = '']) => code)],
  };
}

function anchorsOf(headings: readonly string[]): ReadonlySet<string> {
  const anchors = new Set<string>();
  for (const heading of headings) {
    const shown = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, '$1').toLowerCase();
    const anchor = shown.replace(/[^\p{L}\p{M}\p{N}_ -]/gu, '').replaceAll(' ', '-');
    let name = anchor;
    for (let nth = 1; anchors.has(name); nth += 1) name = `${anchor}-${nth}`;
    anchors.add(name);
  }
  return anchors;
}
