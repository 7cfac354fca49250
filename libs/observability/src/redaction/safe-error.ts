import { scrub } from './scrub';

/** What a log may tell about an error. */
export interface SafeError {
  readonly name: string;
  /** `ECONNREFUSED`, an SQLSTATE, or one of our own; absent when the error has none. */
  readonly code?: string | number;
  /** The constant beginning of the message: what it says before it quotes anybody. */
  readonly message: string;
  /** Where it was thrown; innermost first. */
  readonly frames: readonly string[];
  readonly cause?: SafeError;
}

const deepestCause = 4;
const mostFrames = 15;
const frame = /^\s+at .*(?::\d+:\d+\)?|\(<anonymous>\)|\(native\))$/;
const word = /^[\w.$-]{1,80}$/;

/** An error without the words of others: those of a provider or a database quote what callers said. */
export function safeError(error: unknown, depth = 0): SafeError {
  if (!(error instanceof Error)) return { name: typeof error, message: '', frames: [] };
  const { code, status, statusCode } = error as { code?: unknown; status?: unknown; statusCode?: unknown };
  const known = [code, status, statusCode].find(
    (one): one is string | number => typeof one === 'number' || (typeof one === 'string' && word.test(one)),
  );
  return {
    name: word.test(error.name) ? error.name : 'Error',
    ...(known !== undefined && { code: known }),
    message: messageClass(error),
    frames: framesOf(error),
    ...(error.cause instanceof Error && depth < deepestCause && { cause: safeError(error.cause, depth + 1) }),
  };
}

/**
 * The message as far as it is the same whenever this error happens: up to the first colon, quotation mark, bracket or
 * line end, with numbers as `#`. `duplicate key value violates unique constraint "x"` ends before the name.
 */
export function messageClass({ message }: Error): string {
  const [constant = ''] = scrub(String(message)).split(/[:"'`„“”«»([{<\n\r]/, 1);
  return constant.replace(/\d+/g, '#').trim().slice(0, 100);
}

/** Without the first lines of the stack, which repeat the message. */
function framesOf({ stack = '' }: Error): string[] {
  return stack
    .split('\n')
    .filter((line) => frame.test(line))
    .slice(0, mostFrames)
    .map((line) => scrub(line.trim()));
}
