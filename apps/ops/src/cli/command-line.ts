/** What a command works with; given, so that tests need no process. */
export interface CommandLine {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Machines read it: the answer, or with `--json` one document and nothing else. */
  readonly stdout: (text: string) => void;
  /** People read it: progress and problems. */
  readonly stderr: (text: string) => void;
  /** Asks whoever sits there; absent where nobody does. */
  readonly ask?: (question: string) => Promise<string>;
}

/** What a command found or did: `json` for machines, `text` for people. */
export interface Answer {
  readonly json: object;
  readonly text: string;
  /** What was looked at is not as it should be (1), or it could not be told (2); absent when all is well. */
  readonly exitCode?: FailureCode;
}

/** Ends a command that has said everything already. */
export class Verdict extends Error {
  constructor(readonly exitCode: FailureCode) {
    super('the command has looked, and this is what it ends with');
  }
}

/** 1: looked, and there is a problem. 2: could not even begin, because of how it was called or configured. */
export type FailureCode = 1 | 2;

/** A command could not do its work; `next` is what the operator should do now. */
export class CommandFailure extends Error {
  override readonly name = 'CommandFailure';

  constructor(
    message: string,
    readonly next: string,
    readonly exitCode: FailureCode = 1,
    readonly problems: readonly object[] = [],
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
