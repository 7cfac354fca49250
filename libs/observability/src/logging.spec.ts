import { Writable } from 'node:stream';
import { Logger as JsonLogger, PinoLogger } from 'nestjs-pino';
import { correlation } from './correlation';
import { jsonLogger } from './logging';

function linesOf() {
  const lines: string[] = [];
  const stream = new Writable({ write: (chunk, _encoding, done) => (lines.push(String(chunk)), done()) });
  return { stream, lines, parsed: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
}

describe('the JSON log', () => {
  it('is one line with app, time, level, message and the ids of the work under way', () => {
    const { stream, parsed } = linesOf();
    const logger = jsonLogger('records', 'info', stream);
    const causationId = '7d5f6b1e-2f63-5a86-9a0e-3f1f2f6c8a10';
    correlation.run({ correlationId: 'call_1', causationId }, () =>
      logger.info({ queue: 'q', name: 'Jonas' }, 'taken'),
    );
    expect(parsed()).toEqual([
      {
        app: 'records',
        level: 'info',
        time: expect.stringMatching(/^\d{4}-/),
        msg: 'taken',
        correlationId: 'call_1',
        causationId,
        queue: 'q',
        redactedCount: 1,
      },
    ]);
  });

  it('does not hold what a child logger was bound to, unless it is allowed', () => {
    const { stream, lines } = linesOf();
    jsonLogger('records', 'info', stream).child({ reqId: 7, token: 'secret' }).info('x');
    expect(lines[0]).toContain('"reqId":7');
    expect(lines[0]).not.toContain('secret');
  });

  it("holds nothing else when Nest's own logger writes errors, objects and stacks", () => {
    const { stream, lines, parsed } = linesOf();
    const logger = new JsonLogger(new PinoLogger({ pinoHttp: { logger: jsonLogger('records', 'trace', stream) } }), {});
    const error = new Error('refused: Jonas Weber');
    logger.error(error);
    logger.error('refused', error.stack, 'Some context');
    logger.error({ err: error, attendee: 'Jonas Weber' }, 'it failed', 'Context');
    logger.log('for %s', 'Jonas Weber', 'Context');
    expect(lines.join('')).not.toContain('Jonas');
    expect(parsed().map(({ msg }) => msg)).toEqual(['refused', 'refused', 'it failed', 'for %s']);
  });
});
