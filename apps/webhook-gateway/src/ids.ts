import { randomUUID } from 'node:crypto';

/** Ids for what is new every time it is said. */
export abstract class FreshIds {
  abstract next(): string;
}

export class RandomIds extends FreshIds {
  next(): string {
    return randomUUID();
  }
}
