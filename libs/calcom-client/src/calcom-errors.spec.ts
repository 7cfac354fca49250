import { inspect } from 'node:util';
import { CalcomRefused, CalcomUnclear, type CalcomEvidence } from './calcom-errors';

const secret = 'You can reschedule your existing booking (uidThatOpensTheBooking)';
const evidence: CalcomEvidence & { status: number; providerText: string } = {
  operation: 'bookings.create',
  askedAt: new Date(0),
  answeredAt: new Date(1),
  status: 400,
  requestId: 'req_1',
  providerText: secret,
  body: `{"error":{"message":"${secret}"}}`,
};

describe('errors of the client', () => {
  it.each([new CalcomRefused(evidence), new CalcomUnclear('server_error', evidence)])(
    '%s keeps what Cal.com said, out of sight of loggers',
    (error) => {
      expect(error.providerText).toBe(secret);
      expect(error.evidence).toEqual(evidence);
      const visible = [
        error.message,
        error.stack,
        JSON.stringify(error),
        inspect(error, { showHidden: true, depth: 9 }),
      ];
      for (const text of [...visible, JSON.stringify({ ...error })]) expect(text).not.toContain('uidThatOpens');
    },
  );

  it('say what was asked, how it ended and where to look it up', () => {
    expect(new CalcomUnclear('server_error', { ...evidence, status: 502 }).message).toBe(
      'Cal.com bookings.create: unclear whether it was done, server_error (status 502, X-Request-Id req_1)',
    );
  });
});
