/**
 * Columns and checks beside a cell that may stay empty: an empty cell says why and since when, a filled one has no cause.
 * Fixed for ever: migrations that ran are made of it.
 */
export function emptyCell(name: string, cell: string): string {
  return `
    ${name}_cause text,
    ${name}_cause_since timestamptz,
    CONSTRAINT empty_${name}_has_a_cause CHECK ((${cell} IS NULL) = (${name}_cause IS NOT NULL)),
    CONSTRAINT ${name}_cause_has_a_time CHECK ((${name}_cause IS NULL) = (${name}_cause_since IS NULL))`;
}
