/** What `jest/spec-environment.js` keeps about the running spec file. */
interface RunningSpec {
  file: string;
  hasFailed: boolean;
}

function runningSpec(): RunningSpec {
  const { callbookSpec } = globalThis as { callbookSpec?: RunningSpec };
  if (!callbookSpec) throw new Error('This works in *.int-spec.ts files only');
  return callbookSpec;
}

export function specFile(): string {
  return runningSpec().file;
}

/** Whether a test or hook of the running spec file has failed so far. */
export function specHasFailed(): boolean {
  return runningSpec().hasFailed;
}

/** Tells where to look at what a failed spec left behind. */
export function tellWhatIsLeft(what: string): void {
  process.stderr.write(`left for a look: ${what}\n`);
}
