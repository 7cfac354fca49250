import { digestOf } from '@callbook/contracts';
import type { ActTransaction } from './acts';

type ActRows = Pick<ActTransaction, 'notes' | 'merges'>;

/** The same rows, and in `lines` what was done to them: they are written at once and leave no trace in the working set. */
export function watchedActs({ notes, merges }: ActRows): ActRows & { readonly lines: readonly string[] } {
  const lines: string[] = [];
  const short = (id: string) => digestOf(id).slice(0, 16);
  return {
    lines,
    notes: {
      open: (id) => notes.open(id),
      write: async (id, text, mark) => {
        await notes.write(id, text, mark);
        lines.push(`notes changed ${short(id)}`);
      },
    },
    merges: {
      openFamily: (ids) => merges.openFamily(ids),
      count: (id) => merges.count(id),
      save: async (customers) => {
        await merges.save(customers);
        lines.push(...customers.map(({ id }) => `merges changed ${short(id)}`));
      },
    },
  };
}
