import {
  type CalcomClient,
  CalcomError,
  type CalcomEventType,
  CalcomRateLimited,
  CalcomRefused,
  CalcomUnauthorized,
} from '@callbook/calcom-client';
import type { CalendarEventType, CalendarEventTypes, CalendarEventTypesReply } from '@callbook/contracts';
import { CalendarUnavailable } from '../calendar/calendar';
import type { CalcomAccount } from '../calendar/company-clients';

type Found = Pick<CalendarEventTypesReply, 'eventTypes' | 'furtherLists'>;

/** Reads what can be booked at Cal.com, list by list, out of reconciliation's share of the key's requests. Writes nothing. */
export class ReadEventTypes {
  /** @param accountOf throws when the company or its key is not known */
  constructor(private readonly accountOf: (company: string) => CalcomAccount) {}

  /** Never rejects for what Cal.com does: the asker is told, and can ask again. */
  async execute({ company, list }: Pick<CalendarEventTypes, 'company' | 'list'>): Promise<CalendarEventTypesReply> {
    let account: CalcomAccount;
    try {
      account = this.accountOf(company);
    } catch {
      return failed('refused', 'calcom_not_configured');
    }
    const openForMs = account.client.breakerOpenForMs;
    if (openForMs > 0) return failed('unavailable', 'calcom_breaker_open', Math.ceil(openForMs));
    try {
      await account.take('reconciliation');
      const found = await read(account.client, list);
      return found ? { ...found, problem: 'none', code: null, retryAfterMs: null } : failed('not_found', null);
    } catch (error) {
      return failureOf(error);
    }
  }
}

/** Undefined when Cal.com has no such list. */
async function read(client: CalcomClient, list: string): Promise<Found | undefined> {
  const [kind, name = ''] = list.split(/:(.*)/s);
  switch (kind) {
    case 'own':
      return only(await client.listEventTypes());
    case 'user':
      return only(await client.listEventTypes({ username: name }));
    case 'team':
      return only(await client.listTeamEventTypes(Number(name)));
    case 'teams':
      return { eventTypes: [], furtherLists: (await client.listTeams()).map(({ id }) => `team:${id}`) };
    default: {
      const one = await client.getEventType(Number(name));
      // Whoever has one of them may have others: a list costs no more than the next one alone.
      const owners = one?.scheduling === 'individual' ? one.hosts.flatMap(({ username }) => username ?? []) : [];
      return one && { eventTypes: [asTold(one)], furtherLists: owners.map((username) => `user:${username}`) };
    }
  }
}

const only = (eventTypes: readonly CalcomEventType[]): Found => ({
  eventTypes: eventTypes.map(asTold),
  furtherLists: [],
});

function asTold({ lengthInMinutes, price, hosts, requiredFields, ...same }: CalcomEventType): CalendarEventType {
  return {
    ...same,
    minutes: lengthInMinutes,
    priceMinor: price?.minor ?? null,
    currency: price?.currency ?? null,
    hosts: hosts.map(({ userId, name }) => ({ userId, name })),
    requiredFields: [...requiredFields],
  };
}

function failureOf(error: unknown): CalendarEventTypesReply {
  if (error instanceof CalendarUnavailable) return failed('unavailable', error.code, error.retryAfterMs);
  if (error instanceof CalcomUnauthorized) return failed('refused', 'calcom_unauthorized');
  if (error instanceof CalcomRateLimited) return failed('unavailable', 'calcom_rate_limited', error.resetMs);
  // 403 and 404; self-hosted installations have no teams at all.
  if (error instanceof CalcomRefused && [403, 404].includes(error.status)) return failed('not_found', null);
  if (error instanceof CalcomError) return failed('unavailable', codeOf(error));
  throw error;
}

/** `calcom_` and the client's own word for what happened. */
function codeOf(error: CalcomError): string {
  return `calcom_${'reason' in error ? String(error.reason) : 'refused'}`;
}

function failed(
  problem: CalendarEventTypesReply['problem'],
  code: string | null,
  retryAfterMs?: number,
): CalendarEventTypesReply {
  return {
    eventTypes: [],
    furtherLists: [],
    problem,
    code,
    retryAfterMs: retryAfterMs === undefined ? null : Math.ceil(retryAfterMs),
  };
}
