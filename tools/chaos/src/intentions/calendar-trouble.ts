import type { CalcomSandbox, RecordedRequest } from '@callbook/sandbox';

const order = { operation: 'create-booking' } as const;

/** What goes wrong with orders at the simulated Cal.com, and that every third of its webhooks is lost. */
export function armTrouble({ faults, webhookFaults }: CalcomSandbox): void {
  const often = { on: order, times: null };
  faults.arm({ ...often, chance: 0.2, effect: { kind: 'silence', at: 'written' } });
  faults.arm({ ...often, chance: 0.05, effect: { kind: 'answer', at: 'before-write', status: 500 } });
  faults.arm({ ...often, chance: 0.05, effect: { kind: 'answer', at: 'written', status: 502 } });
  webhookFaults.arm({ on: {}, times: null, chance: 1 / 3, effect: { kind: 'never' } });
}

/** What the simulated Cal.com did with the orders, by its own account. */
export interface Orders {
  readonly posts: number;
  /** Booked, and never answered. */
  readonly silentAfterInsert: number;
  /** 5xx, and nothing booked. */
  readonly failedBeforeInsert: number;
  /** 5xx, and booked. */
  readonly failedAfterInsert: number;
}

export function ordersIn({ requests }: CalcomSandbox): Orders {
  const posts = requests.of('create-booking');
  const count = (isMeant: (post: RecordedRequest) => boolean) => posts.filter(isMeant).length;
  return {
    posts: posts.length,
    silentAfterInsert: count(({ result, bookingUid }) => result === 'silent' && bookingUid !== null),
    failedBeforeInsert: count((post) => isServerError(post) && post.bookingUid === null),
    failedAfterInsert: count((post) => isServerError(post) && post.bookingUid !== null),
  };
}

/** How many requests of any kind were turned away because there were too many. */
export function tooManyIn({ requests }: CalcomSandbox): number {
  return requests.all().filter((request) => statusOf(request) === 429).length;
}

const isServerError = (request: RecordedRequest): boolean => statusOf(request) >= 500;

function statusOf({ result }: RecordedRequest): number {
  return typeof result === 'object' && result ? result.status : 0;
}
