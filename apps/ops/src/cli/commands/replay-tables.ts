import Table from 'cli-table3';
import type { Replay } from '../../replays/find-replay';
import type { ReplayCounts, ReplayedLetter, ReportLine } from '../../replays/replay-report';

const style = { head: [], border: [] };

const words: Readonly<Record<string, string>> = {
  nothing: 'do nothing',
  create: 'create',
  change: 'change',
  link: 'link',
  fail: 'fail again',
  too_late: 'be too late',
};

const results: Readonly<Record<string, string>> = {
  as_predicted: 'as predicted',
  different: 'something else',
  died_again: 'died again',
  too_late: 'marked too late, not sent',
  left: 'stays open, not sent',
  handled_before: 'handled before, not sent',
  gone: 'settled otherwise',
};

/** What a plan predicts, in lines of what is alike. */
export function tableOfPlan(lines: readonly ReportLine[]): string {
  const table = new Table({ head: ['Letters', 'Consumer', 'Would', 'Because'], style });
  for (const { count, queue, prediction, code, reason } of lines)
    table.push([count, queue, words[prediction] ?? prediction, code ? `${code}: ${reason}` : reason]);
  return table.toString();
}

/** What was predicted beside what came of it. */
export function tableOfReport(lines: readonly ReportLine[]): string {
  const table = new Table({ head: ['Letters', 'Consumer', 'Predicted', 'Came of it'], style });
  for (const { count, queue, prediction, code, state, result } of lines) {
    const predicted = `${words[prediction] ?? prediction}${code ? ` (${code})` : ''}`;
    const end = result ? (results[result] ?? result) : state === 'sent' ? 'on its way' : 'not sent yet';
    table.push([count, queue, predicted, end]);
  }
  return table.toString();
}

/** Message by message. */
export function tableOfMessages(letters: readonly ReplayedLetter[]): string {
  const table = new Table({ head: ['', 'Letter', 'Consumer', 'Predicted', 'Came of it'], style });
  for (const { place, letterId, queue, prediction, reason, result, state } of letters)
    table.push([
      place,
      letterId,
      queue,
      `${words[prediction] ?? prediction}: ${reason}`,
      results[result ?? ''] ?? state,
    ]);
  return table.toString();
}

export function countsInWords(counts: ReplayCounts): string {
  const told = [
    [counts.asPredicted, 'as predicted'],
    [counts.different, 'did something else'],
    [counts.diedAgain, 'died again'],
    [counts.handledBefore, 'handled before'],
    [counts.tooLate, 'too late'],
    [counts.left, 'left open'],
    [counts.gone, 'settled otherwise'],
    [counts.sent, 'on its way'],
    [counts.pending, 'not sent yet'],
  ] as const;
  const some = told.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return `${counts.messages} ${counts.messages === 1 ? 'message' : 'messages'}: ${some.join(', ')}`;
}

/** How it stands, and what can be done. */
export function stateInWords({ id, state, stopReason, stopDetail, stoppedBy, confirmedBy, isTaken }: Replay): string {
  switch (state) {
    case 'finished':
      return `Finished, confirmed by ${confirmedBy}.`;
    case 'stopped':
      return stoppedBy
        ? `Stopped by ${stoppedBy}.\nGo on: callbook dlq replay --resume ${id}`
        : `Stopped (${stopReason}): ${stopDetail}.\nLook at it: callbook dlq show. Go on after it: callbook dlq replay --resume ${id}`;
    case 'running':
      return isTaken
        ? `Running, confirmed by ${confirmedBy}.`
        : `Confirmed by ${confirmedBy}; no ops process has taken it yet. It begins when one runs.`;
    default:
      return 'Planned; nothing was sent.';
  }
}

export const shortHash = (hash: string): string => hash.slice(0, 16);
