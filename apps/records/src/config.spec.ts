import { ConfigError, readConfig } from '@callbook/config';
import { RecordsConfig } from './config';

const given = {
  RABBITMQ_URL: 'amqp://localhost:5672',
  RECORDS_DATABASE_URL: 'postgresql://callbook_records@localhost:5432/callbook',
};

function problemsOf(env: Record<string, string>): readonly string[] {
  try {
    readConfig(RecordsConfig, env);
    return [];
  } catch (error) {
    if (error instanceof ConfigError) return error.problems;
    throw error;
  }
}

describe('settings of the records process', () => {
  it('need no more than broker and database', () => {
    expect(problemsOf(given)).toEqual([]);
  });

  it.each(['5s,soon', '30s,5s', '5'])(
    'with the ladder %s say so together with everything else that is wrong',
    (ladder) => {
      expect(problemsOf({ ...given, RABBITMQ_URL: '', PORT: '-1', RETRY_LADDER: ladder })).toEqual([
        'RABBITMQ_URL is not set',
        'PORT must not be less than 0',
        'RETRY_LADDER must be rising durations, for instance 5s,30s,2m,10m,1h',
      ]);
    },
  );
});
