/** Thrown within a transaction: rolls it back, and nothing more. */
export class RollBack extends Error {}

/** False where it was rolled back so. */
export async function isCommitted(transaction: Promise<unknown>): Promise<boolean> {
  try {
    await transaction;
    return true;
  } catch (error) {
    if (error instanceof RollBack) return false;
    throw error;
  }
}
