import { runCommandLine } from './run-command-line';

async function callbook(args: string, env: Record<string, string> = {}) {
  const [stdout, stderr]: [string[], string[]] = [[], []];
  const exitCode = await runCommandLine(args.split(' ').filter(Boolean), {
    env,
    stdout: (text) => void stdout.push(text),
    stderr: (text) => void stderr.push(text),
  });
  return { exitCode, stdout: stdout.join(''), stderr: stderr.join('') };
}

describe('the callbook command', () => {
  it.each([
    '',
    'migrate ',
    'topology declare ',
    'topology print ',
    'catalogue import ',
    'catalogue export ',
    'owed ls ',
    'owed done ',
    'privacy export ',
    'privacy erase ',
    'dlq plan ',
    'dlq replay ',
  ])('explains "%s" with examples', async (verb) => {
    const { exitCode, stdout, stderr } = await callbook(`${verb}--help`);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(stdout).toContain(`Examples:\n  npx callbook ${verb}`.trimEnd());
  });

  it.each([
    '',
    'migrat',
    'migrate --force',
    'topology',
    'catalogue',
    'catalogue import',
    'catalogue export a b',
    'owed',
    'owed done --by anna',
    'owed done 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11',
    'owed done the-second --by anna',
    'owed done 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --by anna', // without RABBITMQ_URL
    'owed ls',
    'privacy erase +4915112345678', // without --why
    'privacy erase +4915112345678 --why letter', // without RABBITMQ_URL
    'privacy export',
    'dlq replay', // neither plan, nor resume, nor report
    'dlq replay --plan 3f9a01c2 --report 3f9a01c2',
    'dlq replay --plan 3f9a01c2 --rate fast',
    'dlq plan --state resolved',
  ])('ends with 2 when called as "%s", and leaves stdout alone', async (args) => {
    expect(await callbook(args)).toEqual({ exitCode: 2, stdout: '', stderr: expect.stringMatching(/.+/) });
  });

  it('tells machines, too, that it was called wrongly', async () => {
    const { exitCode, stdout } = await callbook('migrate --force --json');
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ ok: false, problem: expect.stringContaining('--force') });
  });

  it('names every wrong setting at once, without values, and ends with 2', async () => {
    const { exitCode, stdout, stderr } = await callbook('migrate', {
      BOOKING_DATABASE_URL: 'mysql://secret',
      RECORDS_DATABASE_URL: 'secret',
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    for (const variable of ['DATABASE_URL is not set', 'BOOKING_DATABASE_URL must be', 'RECORDS_DATABASE_URL must be'])
      expect(stderr).toContain(variable);
    expect(stderr).not.toContain('secret');
  });

  it('says which of the two databases it would take for the catalogue', async () => {
    const { exitCode, stderr } = await callbook('catalogue export');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('OPS_DATABASE_URL is not set, and neither is DATABASE_URL');
  });

  it('prints the topology without a broker', async () => {
    const { exitCode, stdout } = await callbook('topology print', { RETRY_LADDER: '200ms,400ms' });
    expect(exitCode).toBe(0);
    expect(stdout).toContain('booking.booking-requested');
    expect(stdout).toContain('400ms');
  });

  it('prints one JSON document with --json', async () => {
    const { stdout, stderr } = await callbook('topology print --json', { MESSAGING_PREFIX: 'spec.' });
    expect(JSON.parse(stdout)).toMatchObject({ ok: true });
    expect(stderr).toBe('');
  });

  it('prints one JSON document with --json also when it fails', async () => {
    const { exitCode, stdout, stderr } = await callbook('topology print --json', { RETRY_LADDER: 'soon' });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({
      ok: false,
      problem: expect.stringContaining('soon'),
      next: expect.any(String),
    });
    expect(stderr).toContain('Correct RETRY_LADDER.');
  });

  it.each([
    ['migrate', 'DATABASE_URL'],
    ['catalogue export', 'OPS_DATABASE_URL'],
  ])('tells what to do when %s finds no database', async (args, variable) => {
    const { exitCode, stderr } = await callbook(args, { [variable]: 'postgres://nobody@127.0.0.1:1/nothing' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain(`Start PostgreSQL, or correct ${variable}.`);
  });

  it('tells what to do when there is no broker to ask records over', async () => {
    const done = 'owed done 6f1c2f0e-5f0e-5d7e-9a51-2b1f6a3f8c11 --by anna';
    const { exitCode, stderr } = await callbook(done, { RABBITMQ_URL: 'amqp://127.0.0.1:1' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Start RabbitMQ, or correct RABBITMQ_URL.');
  });

  it('tells what to do when there is no broker', async () => {
    const { exitCode, stderr } = await callbook('topology declare', { RABBITMQ_URL: 'amqp://127.0.0.1:1' });
    expect(exitCode).toBe(1);
    expect(stderr).toContain('Start RabbitMQ, or correct RABBITMQ_URL.');
  });
});
