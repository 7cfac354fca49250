import type { WatchedCall } from './trace-calls';

/** When each thing on the path of a traced call happened, in milliseconds from the call: at, then how long it took. */
export function timelineOf({ call, path }: WatchedCall): string[] {
  const since = (at: number) => (at - call.sentAt).toFixed(1).padStart(7);
  let until = call.sentAt;
  const lines = path.map((step) => {
    const [from, to, what] =
      step.kind === 'statement'
        ? [
            step.statement.startedAt,
            step.statement.endedAt,
            `${step.statement.application} ${oneLine(step.statement.text)} -> ${step.statement.tag}`,
          ]
        : [step.event.at, step.event.at, `seen at the broker: ${step.event.type}`];
    const gap = from - until;
    until = Math.max(until, to);
    return `${since(from)} ${(to - from).toFixed(1).padStart(6)}  ${gap >= 1 ? `(after ${gap.toFixed(1)}) ` : ''}${what}`;
  });
  return [...lines, `${since(call.answeredAt)}         answered`];
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 110);
