import { Spool } from '../../src/spool/spool';
import { SystemClock } from '../../src/time/clock';
import { nameOf } from './events';
import { freshSpoolPath } from './gateway';

export const openSpool = (path = freshSpoolPath(), maxBytes = 10_000_000): Spool => {
  const spool = new Spool({ path, maxBytes }, new SystemClock());
  spool.open();
  return spool;
};

/** Forwards everything to nowhere; what there was, in order. */
export function emptied(spool: Spool): string[] {
  const names: string[] = [];
  for (let next = spool.next(); next; next = spool.next()) {
    names.push(nameOf(next.event));
    spool.done(next.place);
  }
  spool.sweep();
  return names;
}
