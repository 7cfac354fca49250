import { appendFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';

/** A line of an app's log that a person should see. */
export interface Remark {
  readonly app: string;
  readonly level: string;
  readonly message: string;
}

const shown = new Set(['warn', 'error', 'fatal']);

/** In an outage an app says the same many times a second: once in this time is enough. */
const sameAgainMs = 10_000;

/** Keeps each app's log in a file, and picks out what a person should see. */
export class AppLogs {
  /** Ends of what was written so far that are no whole line yet. */
  private readonly rests = new Map<string, string>();
  private readonly shownAt = new Map<string, number>();

  constructor(
    readonly folder: string,
    private readonly remark: (remark: Remark) => void,
  ) {
    mkdirSync(folder, { recursive: true });
  }

  take(app: string, text: string): void {
    appendFileSync(join(this.folder, `${app}.log`), text);
    const lines = ((this.rests.get(app) ?? '') + text).split('\n');
    this.rests.set(app, lines.pop() ?? '');
    for (const line of lines) {
      const found = readRemark(app, line);
      if (found && this.isNews(found)) this.remark(found);
    }
  }

  private isNews({ app, message }: Remark): boolean {
    const now = performance.now();
    const key = `${app} ${message}`;
    if (now - (this.shownAt.get(key) ?? -Infinity) < sameAgainMs) return false;
    this.shownAt.set(key, now);
    return true;
  }
}

/** Undefined for a line that is no JSON, or not worth a person's time. */
export function readRemark(app: string, line: string): Remark | undefined {
  try {
    const { level, msg } = JSON.parse(line) as { level?: unknown; msg?: unknown };
    if (typeof level !== 'string' || !shown.has(level) || typeof msg !== 'string') return undefined;
    return { app, level, message: msg.length > 160 ? `${msg.slice(0, 159)}…` : msg };
  } catch {
    return undefined;
  }
}
