/** SQLite binds at most 32,766 parameters in one statement. */
const rowsAtOnce = 1000;

/** So many rows as one statement can insert. */
export const inPortions = <Row>(rows: readonly Row[]): Row[][] =>
  Array.from({ length: Math.ceil(rows.length / rowsAtOnce) }, (_, index) =>
    rows.slice(index * rowsAtOnce, (index + 1) * rowsAtOnce),
  );
