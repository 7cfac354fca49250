import { SandboxRandom } from '@callbook/sandbox';
import { loadNow, machineWith } from '../answer/machine';
import { rateOf, rateRatioOf } from '../statistics';
import { bookings } from './bookings';
import type { WriteOptions } from './options';
import { openSides, prefetch, type WorkedOff } from './sides';
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
    const { records, two, all, catalogue, stack } = sides;
    const told = bookings(new SandboxRandom(seed), catalogue);
    const backlog = (count: number) => Array.from({ length: count }, () => told.next().value);
    say('warming up');
    for (const side of [two, all, records]) await side.workOff(backlog(warmUpMessages));

    const loadBefore = loadNow();
    const times: { two: number; all: number; records: number; rows: number }[] = [];
    const wrong: string[] = [];
    for (let round = 1; round <= rounds; round += 1) {
      const messagesOfRound = backlog(messages);
      const plain = await two.workOff(messagesOfRound);
      const same = await all.workOff(messagesOfRound);
      const ours = await records.workOff(messagesOfRound);
      times.push({ two: plain.seconds, all: same.seconds, records: ours.seconds, rows: ours.rowsSeconds });
      wrong.push(...plain.wrong, ...same.wrong, ...ours.wrong);
      const perSecond = ({ seconds }: WorkedOff) => `${Math.round(messages / seconds)}/s`;
      say(
        `round ${round} of ${rounds}: message by message ${perSecond(plain)} with two rows, ${perSecond(same)} with all; records ${perSecond(ours)}`,
      );
    }
    const secondsOf = (side: 'two' | 'all' | 'records' | 'rows') => times.map((time) => time[side]);
    return {
      bench: 'records-write',
      ok: wrong.length === 0,
      seed,
      rounds,
      messages,
      prefetch,
      records: rateOf(messages, secondsOf('records')),
      recordsRows: rateOf(messages, secondsOf('rows')),
      sameRows: rateOf(messages, secondsOf('all')),
      twoRows: rateOf(messages, secondsOf('two')),
      ratioSameRows: rateRatioOf(secondsOf('all'), secondsOf('records')),
      ratioTwoRows: rateRatioOf(secondsOf('two'), secondsOf('records')),
      machine: await machineWith(stack, loadBefore),
      wrong: wrong.slice(0, mostTold),
    };
  } finally {
    await sides.close();
  }
}
