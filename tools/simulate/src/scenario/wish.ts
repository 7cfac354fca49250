import type { Person } from './person';

/** What can be booked, in the calendar's terms. */
export interface Offer {
  /** As the catalogue and a caller name it. */
  readonly spoken: readonly string[];
  /** Every booking it may consist of: the event types that will do, and how long after the start it begins. */
  readonly parts: readonly { readonly eventTypeIds: readonly number[]; readonly offsetMinutes: number }[];
  readonly minutes: number;
  /** Whom one may wish for. */
  readonly staff: readonly string[];
  readonly needsEmail?: boolean;
}

export const offers = {
  haircut: {
    spoken: ["Men's haircut", 'Herrenhaarschnitt', 'herrenhaarschnitt', 'Herrenschnitt'],
    parts: [{ eventTypeIds: [2001, 2011], offsetMinutes: 0 }],
    minutes: 30,
    staff: ['Mehmet', 'Anna'],
  },
  beard: {
    spoken: ['Beard trim', 'Bartpflege', 'Rasur'],
    parts: [{ eventTypeIds: [2051, 2052, 2053], offsetMinutes: 0 }],
    minutes: 30,
    staff: ['Mehmet', 'Sofia'],
  },
  extensions: {
    spoken: ['Hair extensions', 'Extensions'],
    parts: [{ eventTypeIds: [2041], offsetMinutes: 0 }],
    minutes: 120,
    staff: ['Anna'],
  },
  consultation: {
    spoken: ['Consultation', 'Beratung'],
    parts: [{ eventTypeIds: [2099], offsetMinutes: 0 }],
    minutes: 15,
    staff: ['Mehmet'],
    needsEmail: true,
  },
  perm: {
    spoken: ['Perm', 'Dauerwelle'],
    parts: [
      { eventTypeIds: [2021], offsetMinutes: 0 },
      { eventTypeIds: [2022], offsetMinutes: 65 },
      { eventTypeIds: [2023], offsetMinutes: 95 },
    ],
    minutes: 125,
    staff: [],
  },
} as const satisfies Record<string, Offer>;

export type OfferName = keyof typeof offers;

/** One appointment a person would have. Wishes of one intention take each other's place. */
export interface Wish {
  readonly person: Person;
  readonly offer: OfferName;
  readonly startMs: number;
}

/** What the caller was told last about a wish, and how it must therefore stand in the end. */
export type Word =
  /** Nothing was ever asked for. */
  | 'none'
  /** Asked for, and answered with a question. */
  | 'asked'
  /** Asked for, and no answer arrived. */
  | 'unheard'
  /** Asked for, and not confirmed. */
  | 'pending'
  /** Asked for more than once at a time, or in two calls; one answer was a refusal, one that it is not confirmed, or none. */
  | 'mixed'
  /** It is there. */
  | 'good'
  /** It is not there. */
  | 'gone';

/** One appointment somebody wants, wherever it may end up in time. */
export class Intention {
  /** In the order they came up. */
  readonly wishes: Wish[] = [];
  /** The last word about each wish. */
  private readonly words = new Map<Wish, Word>();
  /** False once the caller has given all of it up. */
  isWanted = true;

  constructor(
    readonly name: string,
    first: Wish,
  ) {
    this.wishes.push(first);
  }

  /** What the caller wants, or has, as far as they know: the last one that was not refused. */
  get current(): Wish {
    return this.wishes.findLast((wish) => this.word(wish) !== 'gone') ?? (this.wishes[this.wishes.length - 1] as Wish);
  }

  word(wish: Wish): Word {
    return this.words.get(wish) ?? 'none';
  }

  heard(wish: Wish, word: Word): void {
    this.words.set(wish, word);
  }
}
