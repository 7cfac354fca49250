import { SandboxRandom } from './sandbox-random';

/** Ids that look like the providers' and repeat exactly for the same random seed. */
export class SandboxIds {
  private readonly random: SandboxRandom;
  private lastNumber = 500_000;
  private lastPhone: number | undefined;

  constructor(randomSeed = 1) {
    this.random = new SandboxRandom(randomSeed);
  }

  /** Rising integers, as a database sequence gives them. */
  number(): number {
    return ++this.lastNumber;
  }

  /** A German mobile number no earlier one is equal to; where they begin depends on the seed. */
  phoneNumber(): string {
    this.lastPhone = ((this.lastPhone ?? Math.floor(this.random.next() * PHONES)) + 1) % PHONES;
    return `+49151${String(this.lastPhone).padStart(8, '0')}`;
  }

  text(length: number, alphabet: string): string {
    return Array.from({ length }, () => alphabet[Math.floor(this.random.next() * alphabet.length)]).join('');
  }
}

const PHONES = 100_000_000;

export const HEX = '0123456789abcdef';
/** Base 58, the alphabet of Cal.com's shortened uids. */
export const BASE58 = '123456789abcdefghijkmnopqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ';
