import { parseArgs } from 'node:util';
import { type CallToPlace, describeRows, nextOpening, placeCall } from '@callbook/launcher';
import { rowsOnceLinked } from './linked-call';
import { findRunningStart } from './running-start';

const usage = `Usage: npm run call -- [OPTIONS]      places a call into the "npm start" that is running
  --service TEXT   as the caller says it (default: Herrenhaarschnitt)
  --at TIME        2026-11-24T10:00, in the salon's zone (default: ten o'clock on an open day)
  --name TEXT      who calls (default: Jonas Weber)
  --email ADDRESS  (default: an invented one)
  --from NUMBER    the caller's number, or anonymous (default: an invented one)
  --staff TEXT     whom the caller wishes for
  --json           one JSON document on stdout`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

/** `npm run call`. Exit code 0 when the gateway answered, whatever it said; 1 when it did not; 2 for a wrong option. */
async function main(args: string[]): Promise<number> {
  const options = readOptions(args);
  if (!options) {
    process.stderr.write(`${usage}\n`);
    return 2;
  }
  const running = findRunningStart();
  if (!running) {
    process.stderr.write('There is nothing to call: start it with "npm start" in another terminal first.\n');
    return 1;
  }
  const { callId, answer } = await placeCall(running.retellUrl, options.call);
  const mayBook = ['booked', 'already_booked', 'requested', 'pending'].includes(String(answer.status));
  const rows = mayBook ? await rowsOnceLinked(running.databaseUrl, callId) : undefined;
  if (options.json) say(JSON.stringify({ callId, answer, ...rows }));
  else {
    say(`The agent said    ${String(answer.say)}`);
    for (const line of rows ? describeRows(rows) : [`Call              ${callId}, without an appointment`]) say(line);
  }
  return 0;
}

function readOptions(args: string[]): { readonly call: CallToPlace; readonly json: boolean } | undefined {
  const text = { type: 'string' } as const;
  try {
    const { values } = parseArgs({
      args,
      options: { service: text, at: text, name: text, email: text, from: text, staff: text, json: { type: 'boolean' } },
    });
    const call = {
      service: values.service ?? 'Herrenhaarschnitt',
      start: values.at ?? nextOpening(new Date()),
      attendeeName: values.name ?? 'Jonas Weber',
      ...(values.email && { attendeeEmail: values.email }),
      ...(values.from && { from: values.from }),
      ...(values.staff && { preferredStaff: values.staff }),
    };
    return { call, json: values.json ?? false };
  } catch {
    return undefined;
  }
}

main(process.argv.slice(2)).then(
  (code) => process.exit(code),
  (error: Error) => {
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  },
);
