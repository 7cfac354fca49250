import { IsDefined, IsUrl } from 'class-validator';
import { ConfigError, readConfig } from './read-config';
import { IsLogLevel, IsPortSetting, IsReadBy } from './setting-decorators';

class Config {
  @IsDefined()
  @IsUrl({ protocols: ['amqp'], require_tld: false })
  BROKER: string = undefined as never;

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
