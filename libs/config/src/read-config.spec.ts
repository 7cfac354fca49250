import { IsDefined } from 'class-validator';
import { ConfigError, readConfig } from './read-config';
import {
  IsBrokerUrl,
  IsDatabaseUrl,
  IsLogLevel,
  IsMessagingPrefix,
  IsPortSetting,
  IsReadBy,
} from './setting-decorators';

class Config {
  @IsDefined()
  @IsBrokerUrl()
  BROKER: string = undefined as never;

  @IsDatabaseUrl()
  DATABASE = 'postgres://callbook@localhost/callbook';

  @IsMessagingPrefix()
  PREFIX = '';

  @IsPortSetting()
  PORT = 3000;

  @IsLogLevel()
  LOG_LEVEL = 'info';

  @IsReadBy(JSON.parse, 'JSON')
  RULES = '{}';
}

describe('configuration', () => {
  it('takes defaults for what is not set or empty', () => {
    expect(readConfig(Config, { BROKER: 'amqp://localhost:5672', LOG_LEVEL: '' })).toMatchObject({
      PORT: 3000,
      LOG_LEVEL: 'info',
    });
  });

  it('turns text into numbers', () => {
    expect(readConfig(Config, { BROKER: 'amqp://localhost', PORT: '0' }).PORT).toBe(0);
  });

  it('reports every problem at once, by name, and never the value', () => {
    const error = problemOf({ PORT: 'eighty', LOG_LEVEL: 'secret-value', RULES: 'secret-value' });
    expect(error.problems.map((problem) => problem.split(' ')[0])).toEqual(
      expect.arrayContaining(['BROKER', 'PORT', 'LOG_LEVEL', 'RULES']),
    );
    expect(error.problems).toContain('RULES must be JSON');
    expect(error.message).not.toContain('secret-value');
  });

  it.each([
    [{ BROKER: 'http://localhost:15672' }, 'BROKER must be an address such as amqp://user:password@host:5672'],
    [{ DATABASE: 'localhost' }, 'DATABASE must be an address such as postgres://role:password@host:5432/callbook'],
    [{ PREFIX: 'Salon #' }, 'PREFIX must be up to 60 small letters, digits, dots, dashes and underscores'],
    [{ PREFIX: 'x'.repeat(61) }, 'PREFIX must be up to 60 small letters, digits, dots, dashes and underscores'],
  ])('says of %j what was expected', (given, problem) => {
    expect(problemOf({ BROKER: 'amqp://localhost', ...given }).problems).toEqual([problem]);
  });

  it('takes any address of a broker and a database, and a prefix', () => {
    const given = { BROKER: 'amqps://a:b@mq:5671/v', DATABASE: 'postgresql://role@db/x', PREFIX: 'test-1a.' };
    expect(readConfig(Config, given)).toMatchObject(given);
  });

  it('ignores the rest of the environment', () => {
    expect(readConfig(Config, { BROKER: 'amqp://localhost', HOME: '/home/someone' })).not.toHaveProperty('HOME');
  });
});

function problemOf(env: Record<string, string>): ConfigError {
  try {
    readConfig(Config, env);
  } catch (error) {
    if (error instanceof ConfigError) return error;
    throw error;
  }
  throw new Error('expected a ConfigError');
}
