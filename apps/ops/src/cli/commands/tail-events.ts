import { setTimeout as pause } from 'node:timers/promises';
import { WakeUp } from '@callbook/database';
import { Logger } from '@nestjs/common';
import { opsDatabase } from '../../config';
import { historyChannel } from '../../history/event-history.repository';
import { arrivedEvents, type FoundEvent, lastArrival } from '../../history/find-events.repository';
import type { CommandLine } from '../command-line';
import { interruption } from '../interruption';
import { wholeNumber } from '../whole-number';
import { withDatabase } from '../with-database';
import { cellsOf, type EventOptions, filterOf, shown } from './show-events';

export interface TailOptions extends Pick<EventOptions, 'company' | 'type' | 'call'> {
  readonly last: string;
  readonly json?: boolean;
}

const pageSize = 500;
/** The net under the announcements. */
const pollMs = 1_000;

/** `callbook events tail`: follows the history until it is interrupted. With `--json` each event is a document, on a line. */
export async function tailEventsCommand(line: CommandLine, options: TailOptions, given?: AbortSignal): Promise<void> {
  Logger.overrideLogger(false); // it would write to stdout, which is the caller's
  const filter = filterOf(options);
  const last = options.last === '0' ? 0 : wholeNumber('--last', options.last, pageSize);
  const database = opsDatabase(line.env);
  const own = interruption();
  const signal = given ?? own.signal;
  const show = (event: FoundEvent) => line.stdout(options.json ? `${JSON.stringify(shown(event))}\n` : asLine(event));
  try {
    await withDatabase(database, async (db) => {
      let place = await lastArrival(db);
      if (last > 0) (await arrivedEvents(db, filter, { after: null, limit: last })).forEach(show);
      const bell = new Bell();
      const wakeUp = new WakeUp({ url: database.url, channel: historyChannel, pollMs, onWake: () => bell.ring() });
      wakeUp.start();
      try {
        while (!signal.aborted) {
          const upTo = await lastArrival(db);
          for (;;) {
            const events = await arrivedEvents(db, filter, { after: place, limit: pageSize });
            events.forEach(show);
            place = events.at(-1)?.seq ?? place;
            if (events.length < pageSize) break;
          }
          if (BigInt(upTo) > BigInt(place)) place = upTo; // what was passed over is not looked at again
          await bell.heard(signal);
        }
      } finally {
        await wakeUp.stop();
      }
    });
  } finally {
    own.dispose();
  }
}

/** Rung while nobody waits, it is heard by the next who does. */
class Bell {
  private rung = false;
  private wake: () => void = () => undefined;

  ring(): void {
    this.rung = true;
    this.wake();
  }

  async heard(signal: AbortSignal): Promise<void> {
    if (!this.rung) {
      const rings = new Promise<void>((resolve) => (this.wake = resolve));
      await Promise.race([rings, pause(2 * pollMs, undefined, { signal }).catch(() => undefined)]);
    }
    this.rung = false;
  }
}

function asLine(event: FoundEvent): string {
  const [time, type, company, about, id] = cellsOf(event);
  return `${time}  ${type.padEnd(30)} ${company.padEnd(20)} ${about.padEnd(36)} ${id}\n`;
}
