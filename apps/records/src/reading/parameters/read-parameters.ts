import type { Parameter } from './parameter';

/** What is wrong with one parameter. It never repeats what was said. */
export interface ParameterProblem {
  readonly field: string;
  readonly expected: string;
  /** What whoever reads this can do. */
  readonly next: string;
}

/** A request that says something else than it may. */
export class BadParameters extends Error {
  override readonly name = 'BadParameters';

  constructor(readonly problems: readonly ParameterProblem[]) {
    super(problems.map(({ field }) => field).join(', '));
  }
}

export type ParametersOf<T extends object> = Readonly<Record<keyof T & string, Parameter<unknown>>>;
type Values<Spec> = { [K in keyof Spec]?: Spec[K] extends Parameter<infer T> ? T : never };

/**
 * Reads what is there; nothing is obligatory.
 * @throws BadParameters naming all that is wrong, a parameter that does not exist included: one that is ignored in silence
 * gives a list that is taken for another
 */
export function readParameters<Spec extends Readonly<Record<string, Parameter<unknown>>>>(
  spec: Spec,
  given: Readonly<Record<string, unknown>>,
): Values<Spec> {
  const problems: ParameterProblem[] = [];
  const values: Record<string, unknown> = {};
  for (const [field, said] of Object.entries(given)) {
    const parameter = Object.hasOwn(spec, field) ? spec[field] : undefined;
    if (!parameter) {
      problems.push(unknownParameter(field, Object.keys(spec)));
      continue;
    }
    const value = typeof said === 'string' ? parameter.read(said) : undefined;
    if (value !== undefined) values[field] = value;
    else problems.push({ field, expected: parameter.expected, next: next(said) });
  }
  if (problems.length > 0) throw new BadParameters(problems);
  return values as Values<Spec>;
}

function next(said: unknown): string {
  if (Array.isArray(said)) return 'Give it once.';
  return said === '' ? 'Give it a value, or leave it out.' : 'Correct it, or leave it out.';
}

/** A name of somebody else's making is repeated only as far as it is one. */
function unknownParameter(field: string, known: readonly string[]): ParameterProblem {
  return {
    field: /^\w{1,40}$/.test(field) ? field : '(unknown)',
    expected: known.length > 0 ? `one of the parameters ${known.join(', ')}` : 'no parameters',
    next: 'Leave it out.',
  };
}
