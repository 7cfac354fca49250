/** One line of what happened. */
export interface Line {
  readonly atMs: number;
  readonly who: string;
  readonly what: string;
}

/**
 * What happened, in order. Every line goes into the digest, which is equal for two runs that took the same steps; the lines
 * themselves are kept only when somebody will read them.
 */
export class Story {
  readonly lines: Line[] = [];
  private high = 0x811c9dc5;
  private low = 0x1b873593;

  constructor(private readonly isKept: boolean) {}

  /** @param detail made only when the story is kept; not part of the digest */
  tell(atMs: number, who: string, what: string, detail?: () => string): void {
    this.digestIn(who);
    this.digestIn(what);
    if (this.isKept) this.lines.push({ atMs, who, what: detail ? `${what} ${detail()}` : what });
  }

  /** 52 bits of the order of steps. */
  get digest(): number {
    return (this.high >>> 0) * 2 ** 20 + (this.low >>> 12);
  }

  private digestIn(text: string): void {
    let { high, low } = this;
    for (let i = 0; i < text.length; i += 1) {
      const code = text.charCodeAt(i);
      high = Math.imul(high ^ code, 0x01000193);
      low = Math.imul(low ^ (code + (high >>> 15)), 0x85ebca6b);
    }
    this.high = high;
    this.low = low;
  }
}
