import { deliveriesOf, type History, type Message } from './events';
import type { StepPlan, Wish } from './plan';

/** A history as people read it: each message once, in the order of the plan, with when and to which writer it was handed over. */
export function linesOf({ company, messages, atOnce }: History): string[] {
  const order = atOnce
    ? 'messages with the same number are handed over at once'
    : 'one after the other, by their numbers';
  return [`in ${company}, to the writers a and b; ${order}:`, ...messages.map(lineOf)];
}

function lineOf(message: Message): string {
  const { event, step } = message;
  const handed = deliveriesOf(message, false).map(handOver);
  const replayed = deliveriesOf(message, true).map(handOver);
  const how = [handed.join(' '), ...(replayed.length > 0 ? [`again ${replayed.join(' ')}`] : [])].join(', ');
  const time = event.time.slice(11, 16);
  return `  ${time}  ${how.padEnd(24)} ${event.type.replace('.v1', '').padEnd(30)} ${contentOf(step)}`;
}

const handOver = ({ at, writer }: { at: number; writer: 0 | 1 }): string => `${at}${'ab'[writer]}`;

function contentOf(step: StepPlan): string {
  switch (step.kind) {
    case 'fact': {
      const { chain, status, moved, host, absent, attendee, service, price, createdMinute, changedBy } = step;
      const asked =
        changedBy && `asked for by call ${changedBy.call} (${changedBy.operation}, round ${changedBy.round})`;
      const parts = [
        `chain ${chain}`,
        status,
        `time ${moved}`,
        `host ${host}`,
        absent === 'nobody' ? null : `${absent} absent`,
        `attendee ${attendee}`,
        service ? null : 'no service',
        price ? null : 'no price',
        createdMinute === null ? null : `created at minute ${createdMinute}`,
        calls(step.functionCalls),
        asked,
      ];
      return parts.filter((part) => part !== null).join(', ');
    }
    case 'started':
      return `call ${step.call}`;
    case 'ended':
    case 'analyzed': {
      const known = Object.entries(step.known).flatMap(([field, isKnown]) => (isKnown ? field : []));
      return `call ${step.call}, ${known.join(', ') || 'nothing known'}, variant ${step.variant}`;
    }
    case 'failed':
    case 'unresolved':
      return `call ${step.call}, ${wished(step.wish)}, round ${step.round}, reason ${step.reason}, ${calls(step.functionCalls)}`;
    case 'asked-back':
      return `call ${step.call}, ${wished(step.wish)}, function call ${step.functionCall}`;
    case 'joined':
      return `call ${step.call}, ${wished(step.wish)}, round ${step.round}, function call ${step.functionCall}`;
    case 'already-booked':
      return `call ${step.call}, chain ${step.chain} by the uid of time ${step.moved}, ${calls(step.functionCalls)}`;
    case 'answered': {
      const about = step.wish ? wished(step.wish) : 'nothing';
      const lost = step.delivered ? '' : ', not delivered';
      return `call ${step.call}, ${about}, function call ${step.functionCall}: ${step.status}${lost}`;
    }
    case 'linked':
      return `chain ${step.chain} to call ${step.call}`;
    case 'unlinked':
      return `chain ${step.chain}`;
    case 'noted':
      return `chain ${step.chain}: ${step.text === null ? 'nothing' : `note ${step.text}`}`;
    case 'merged':
      return `${customer(step.customer)} into ${customer(step.into)}`;
    case 'unmerged':
      return customer(step.customer);
  }
}

const wished = ({ operation, chain }: Wish): string =>
  `${operation} ${typeof chain === 'number' ? `chain ${chain}` : chain}`;
const calls = (all: readonly number[]): string => `function calls [${all.join(' ')}]`;
const customer = (one: { number: number } | { call: number }): string =>
  'number' in one ? `customer of number ${one.number}` : `customer of call ${one.call}`;
