import { type Callbook, type FoundPorts, scriptOf } from '@callbook/launcher';
import type { ServiceKind, Stack } from '@callbook/stack';

const names: Readonly<Record<keyof FoundPorts['ports'], string>> = {
  'webhook-gateway': 'the gateway',
  booking: 'booking',
  records: 'records',
  ops: 'ops',
  'sandbox-calcom': 'the simulated Cal.com',
  'sandbox-retell': 'the simulated Retell',
};

/** What to say about documented ports that somebody else holds. */
export function takenPortLines({ taken }: Pick<FoundPorts, 'taken'>): string[] {
  return taken.map(
    ({ name, wanted, instead }) =>
      `port ${wanted} is taken, so ${names[name]} listens on ${instead}; to have it on ${wanted}, end what uses that port and start again`,
  );
}

/** Where everything can be reached. */
export function addressLines(callbook: Callbook, stack: Stack, logs: string): string[] {
  const urlOf = (name: string) => String(callbook.apps.find((app) => app.name === name)?.ready.url);
  return [
    `Gateway           ${callbook.gateways[0]}   takes the webhooks; /health/ready and /metrics, as the next three`,
    `Booking           ${urlOf('booking')}`,
    `Records           ${urlOf('records')}`,
    `Ops               ${urlOf('ops')}`,
    `Simulated Cal.com ${callbook.sandbox?.calcom}   /sandbox/bookings shows what is booked there`,
    `Simulated Retell  ${callbook.sandbox?.retell}   /sandbox/calls shows the calls`,
    `PostgreSQL        ${shownAddress(stack.postgres.kind, stack.databaseUrl)}   records.calls, records.appointments`,
    `RabbitMQ          ${shownAddress(stack.rabbitmq.kind, stack.rabbitmqManagementUrl ?? stack.rabbitmqUrl)}`,
    `Logs              ${logs}`,
  ];
}

/** How to place another call from another terminal. */
export function anotherCallLines(retellUrl: string, start: string): string[] {
  const call = {
    service: 'Damenhaarschnitt',
    start: start.slice(0, 16),
    attendeeName: 'Lea Sommer',
    attendeeEmail: 'lea.sommer@kunde.example',
  };
  return [
    `npm run call -- --service ${call.service} --at ${call.start}`,
    `curl -s ${retellUrl}/sandbox/calls -H 'content-type: application/json' -d '${JSON.stringify(scriptOf(call))}'`,
  ];
}

/** The password of a given service is nobody's business; that of a private one is needed to have a look. */
function shownAddress(kind: ServiceKind, address: string): string {
  if (kind !== 'given') return address;
  const url = new URL(address);
  url.username = '';
  url.password = '';
  return url.toString();
}
