/** One thing that is wrong in a catalogue file. */
export interface FileProblem {
  /** Keys from the top of the file, for instance `companies.salon-lindenhof.services.faerben.price`. */
  readonly path: string;
  /** Counts from 1; absent when the place cannot be told. */
  readonly line?: number;
  readonly message: string;
}

/** The file does not describe a catalogue. Lists everything that is wrong, in the order of the file. */
export class CatalogueFileError extends Error {
  override readonly name = 'CatalogueFileError';

  constructor(readonly problems: readonly FileProblem[]) {
    super(`The catalogue file has ${problems.length} problem(s):\n${problems.map(describe).join('\n')}`);
  }
}

function describe({ path, line, message }: FileProblem): string {
  return `  - ${line ? `line ${line}: ` : ''}${path ? `${path}: ` : ''}${message}`;
}
