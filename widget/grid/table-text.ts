/** One cell of a block as text; what was in quotation marks is meant literally. */
export interface TextCell {
  readonly text: string;
  readonly quoted: boolean;
}

/** Reads tab-separated text as spreadsheets give it: a cell with a tab, a line break or a quotation mark in it stands in quotation marks. */
export function readTable(text: string): TextCell[][] {
  const rows: TextCell[][] = [[]];
  const cell = /"((?:[^"]|"")*)"(?=\t|\r?\n|$)|([^\t\r\n]*)/y;
  const end = text.replace(/\r?\n$/, '');
  for (let at = 0; at <= end.length;) {
    cell.lastIndex = at;
    const [whole = '', quoted, plain = ''] = cell.exec(end) ?? [];
    rows.at(-1)?.push({ text: quoted?.replaceAll('""', '"') ?? plain.trim(), quoted: quoted !== undefined });
    at += whole.length;
    if (at >= end.length) break;
    if (end[at] !== '\t') rows.push([]);
    at += end.startsWith('\r\n', at) ? 2 : 1;
  }
  return rows;
}

export function writeTable(rows: readonly (readonly string[])[]): string {
  return rows.map((row) => row.join('\t')).join('\n');
}

export const inQuotes = (text: string): string => `"${text.replaceAll('"', '""')}"`;
