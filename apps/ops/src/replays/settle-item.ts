import { counter } from '@callbook/observability';
import { type Ending, endingOf } from './ending';
import type { CurrentItem, Holder, ReplayRows } from './replay-rows.repository';

const settled = counter({
  name: 'callbook_replayed_messages_total',
  help: 'Messages operators sent again, by how they ended',
  labelNames: ['result'],
});

/**
 * Settles a message that was sent when its end is seen, and counts it. A surprise ends the replay with it.
 * @returns undefined while nothing is known of it; `not_mine` when it is not for this holder to settle any more
 */
export async function settleItem(
  rows: ReplayRows,
  holder: Holder,
  item: CurrentItem,
): Promise<Ending | 'not_mine' | undefined> {
  const ending = await endingOf(rows, holder.replayId, item);
  if (!ending) return undefined;
  if (!(await rows.settle(holder, item, ending))) return 'not_mine';
  settled.inc({ result: ending.result });
  return ending;
}
