import { stackSettings } from './stack-settings';

describe('stackSettings', () => {
  it('takes the first way that works when nothing is set', () => {
    expect(stackSettings({})).toEqual({ mode: 'auto' });
  });

  it('takes what is set', () => {
    const env = {
      STACK: 'docker',
      DATABASE_URL: 'postgresql://db',
      RABBITMQ_URL: 'amqp://mq',
      RABBITMQ_MANAGEMENT_URL: 'http://mq',
    };
    expect(stackSettings(env)).toEqual({
      mode: 'docker',
      databaseUrl: 'postgresql://db',
      rabbitmqUrl: 'amqp://mq',
      rabbitmqManagementUrl: 'http://mq',
    });
  });

  it('treats empty values as not set, as compose files pass them', () => {
    expect(stackSettings({ STACK: '', DATABASE_URL: '', RABBITMQ_URL: '' })).toEqual({ mode: 'auto' });
  });

  it('refuses a mode it does not know', () => {
    expect(() => stackSettings({ STACK: 'podman' })).toThrow(
      "STACK must be one of auto, docker, private, not 'podman'",
    );
  });
});
