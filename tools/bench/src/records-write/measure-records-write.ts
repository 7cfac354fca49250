import { SandboxRandom } from '@callbook/sandbox';
import { loadNow, machineWith } from '../answer/machine';
import { rateOf, rateRatioOf } from '../statistics';
import { bookings } from './bookings';
import type { WriteOptions } from './options';
import { openSides, prefetch } from './sides';
import type { WriteSummary } from './summary';

const warmUpMessages = 1_000;
const mostTold = 20;

/** @throws Error when it cannot be measured */
export async function measureRecordsWrite(
  { rounds, messages, seed }: WriteOptions,
  say: (line: string) => void,
): Promise<WriteSummary> {
  const sides = await openSides(say);
  try {
    const { records, peer, catalogue, stack } = sides;
    const all = bookings(new SandboxRandom(seed), catalogue);
    const backlog = (count: number) => Array.from({ length: count }, () => all.next().value);
    say('warming up');
    for (const side of [peer, records]) await side.workOff(backlog(warmUpMessages));

    const loadBefore = loadNow();
    const times: { peer: number; records: number; rows: number }[] = [];
    const wrong: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const told = backlog(messages);
      const plain = await peer.workOff(told);
      const ours = await records.workOff(told);
      times.push({ peer: plain.seconds, records: ours.seconds, rows: ours.rowsSeconds });
      wrong.push(...plain.wrong, ...ours.wrong);
      const perSecond = (seconds: number) => `${Math.round(messages / seconds)}/s`;
      say(
        `round ${round} of ${rounds}: message by message ${perSecond(plain.seconds)}, records ${perSecond(ours.seconds)}`,
      );
    }
    const secondsOf = (side: 'peer' | 'records' | 'rows') => times.map((time) => time[side]);
    return {
      bench: 'records-write',
      ok: wrong.length === 0,
      seed,
      rounds,
      messages,
      prefetch,
      records: rateOf(messages, secondsOf('records')),
      recordsRows: rateOf(messages, secondsOf('rows')),
      peer: rateOf(messages, secondsOf('peer')),
      ratio: rateRatioOf(secondsOf('peer'), secondsOf('records')),
      machine: await machineWith(stack, loadBefore),
      wrong: wrong.slice(0, mostTold),
    };
  } finally {
    await sides.close();
  }
}
