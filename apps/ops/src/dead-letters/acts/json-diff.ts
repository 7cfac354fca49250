/** Shown of a value that was replaced; the whole of it is in the bodies. Characters. */
const longestValue = 200;

export interface JsonDifference {
  /** Dotted, places in lists as numbers; `(body)` for the whole. */
  readonly path: string;
  /** Undefined: was not there. */
  readonly before?: unknown;
  /** Undefined: is not there any more. */
  readonly after?: unknown;
}

/** Where two JSON values differ, as deep as it goes, in the order of their fields. */
export function jsonDiff(before: unknown, after: unknown, path = ''): JsonDifference[] {
  if (before === after) return [];
  if (isContainer(before) && isContainer(after) && Array.isArray(before) === Array.isArray(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
    return keys.flatMap((key) => jsonDiff(before[key], after[key], path ? `${path}.${key}` : key));
  }
  return [{ path: path || '(body)', before, after }];
}

type Container = Record<string, unknown>;
const isContainer = (value: unknown): value is Container => typeof value === 'object' && value !== null;

/** One line for what was, one for what is. */
export function diffText(differences: readonly JsonDifference[]): string {
  const lines = differences.flatMap(({ path, before, after }) => [
    ...(before === undefined ? [] : [`- ${path}: ${shortened(before)}`]),
    ...(after === undefined ? [] : [`+ ${path}: ${shortened(after)}`]),
  ]);
  return lines.join('\n');
}

function shortened(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > longestValue ? `${text.slice(0, longestValue)}… (${text.length} characters)` : text;
}
