import type { WholeLetter } from './show-letter';

type Explained = Pick<
  WholeLetter,
  'code' | 'diedOf' | 'deliveries' | 'firstFailedAt' | 'deadAt' | 'alone' | 'state' | 'queue'
>;

const byCode: Readonly<Record<string, string>> = {
  unreadable: 'The body is not JSON, so its consumer never looked at it.',
  invalid_contract:
    'The body breaks the contract of its event, so its consumer never looked at it; the error names the fields.',
  delivery_limit:
    'The broker handed it over until the delivery limit and never got an answer: each time its consumer died, or lost its connection, while it held this message. It may be what killed it, or have been beside what did.',
  rejected: 'Its consumer refused it without a reason.',
  maxlen: 'It was pushed out of a queue that was full.',
  expired: 'Its time was over before anybody took it.',
  unknown: 'Somebody put it here without a word of why.',
  unknown_company: 'The catalogue has no such company, at least not when this was tried.',
  erasure_key_differs: 'People were erased with another ERASURE_KEY than the one its consumer has.',
};

/** Why it died, in a sentence or two. */
export function whyItDied({ code, deliveries, firstFailedAt, deadAt }: Explained): string {
  const known = byCode[code];
  const tries = deliveries && deliveries > 1 ? `It was handed over ${deliveries} times` : 'It was handed over once';
  const over = firstFailedAt ? during(deadAt.getTime() - firstFailedAt.getTime()) : '';
  if (known) return deliveries ? `${known} ${tries}${over}.` : known;
  const what = code.startsWith('unexpected')
    ? 'Its consumer met an error that nobody foresaw: that is a bug, or something it needs was broken.'
    : `Its consumer gave up with ${code}.`;
  return `${what} ${tries}${over}.`;
}

function during(ms: number): string {
  if (!(ms >= 1_000)) return '';
  const [amount, unit] =
    ms < 120_000 ? [ms / 1_000, 's'] : ms < 7_200_000 ? [ms / 60_000, 'min'] : [ms / 3_600_000, 'h'];
  return ` within ${Math.round(amount)} ${unit}`;
}

/** What an operator can do now, most likely first. */
export function whatNext({ state, diedOf, alone, code }: Explained, id: string): readonly string[] {
  const plan = `callbook dlq plan ${id}    what a replay would do now`;
  const edit = `callbook dlq edit ${id} --set PATH=VALUE --why …    correct it; can be undone`;
  const discard = `callbook dlq discard ${id} --why …    nobody needs it; can be undone`;
  switch (state) {
    case 'open': {
      if (diedOf === 'delivery_limit' && !alone) return ['It is sent again once by itself, alone.', plan, discard];
      return code === 'unreadable' || code === 'invalid_contract' ? [edit, plan, discard] : [plan, edit, discard];
    }
    case 'replaying':
      return [
        'Wait: it was sent again. It is resolved when its consumer has handled it, and open again when it dies again.',
        `callbook dlq undo ${id} --why …    it was lost on its way: open again`,
      ];
    case 'resolved':
      return ['Nothing: its consumer has handled it.'];
    case 'discarded':
    case 'too_late':
      return [`callbook dlq undo ${id} --why …    it is open again`];
  }
}
