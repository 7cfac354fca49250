import type { Fillable } from './fill';

/** Appointments with a cell whose cause a change of the catalogue may take away. */
export abstract class CellsToFill {
  /** The next of them, in the order of their ids. @param after id of the last one seen; null to begin */
  abstract after(after: string | null, limit: number): Promise<Fillable[]>;
}
