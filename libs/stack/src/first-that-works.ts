/** One way to get something. It throws when it cannot work on this machine. */
export interface Way<T> {
  readonly name: string;
  take(): Promise<T>;
}

/**
 * Tries the ways in order. Each that cannot work costs one line in the log that says why.
 * @throws when none works, with all reasons and the remedy.
 */
export async function firstThatWorks<T>(
  wanted: string,
  ways: readonly Way<T>[],
  remedy: string,
  log: (line: string) => void,
): Promise<T> {
  const reasons: string[] = [];
  for (const [index, way] of ways.entries()) {
    try {
      return await way.take();
    } catch (error) {
      const reason = `${way.name}: ${oneLine(error)}`;
      reasons.push(reason);
      const next = ways[index + 1];
      if (next) log(`${wanted}: not ${reason}; trying ${next.name}`);
    }
  }
  throw new Error([`No ${wanted} for this run.`, ...reasons.map((reason) => `  not ${reason}`), remedy].join('\n'));
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return text.replace(/\s+/g, ' ').trim();
}
