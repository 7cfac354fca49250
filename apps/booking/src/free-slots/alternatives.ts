import type { Alternative } from '@callbook/contracts';

export interface Wish {
  readonly company: string;
  readonly serviceId: string;
  readonly start: Date;
  /** The wished person; null for anybody. */
  readonly staffId: string | null;
}

/** What could be had instead. */
export abstract class Alternatives {
  /**
   * Up to three other starts, nearest to the wish first, those of the wished person before the others'. Never rejects, and
   * takes a bounded time: without an answer of the calendar there are none.
   */
  abstract near(wish: Wish): Promise<Alternative[]>;

  /** Whether the start is offered now; undefined when that cannot be told. Never rejects. */
  abstract isOffered(slot: {
    readonly company: string;
    readonly eventTypeId: number;
    readonly hostSubset: readonly number[] | null;
    readonly start: Date;
  }): Promise<boolean | undefined>;
}
