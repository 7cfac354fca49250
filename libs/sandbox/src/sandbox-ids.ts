/** Ids that look like the providers' and repeat exactly for the same random seed. */
export class SandboxIds {
  private state: number;
  private lastNumber = 500_000;

  constructor(randomSeed = 1) {
    this.state = randomSeed >>> 0;
  }

  /** Rising integers, as a database sequence gives them. */
  number(): number {
    return ++this.lastNumber;
  }

  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[Math.floor(this.random() * alphabet.length)]).join('');
  }

  /** Mulberry32: small, fast and the same on every machine. */
  private random(): number {
    this.state = (this.state + 0x6d2b79f5) >>> 0;
    let t = this.state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }
}

export const HEX = '0123456789abcdef';
/** Base 58, the alphabet of Cal.com's shortened uids. */
export const BASE58 = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
