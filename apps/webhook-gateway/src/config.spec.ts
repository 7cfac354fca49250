import { ConfigError, readConfig } from '@callbook/config';
import { GatewayConfig } from './config';

const needed = { RABBITMQ_URL: 'amqp://localhost:5672', GATEWAY_DATABASE_URL: 'postgres://gateway@localhost/callbook' };

describe('the settings of the gateway', () => {
  it('have defaults for all but the addresses', () => {
    expect(readConfig(GatewayConfig, needed)).toMatchObject({ PORT: 3000, SPOOL_PATH: '.data/gateway-spool.sqlite' });
  });

  it('leave the caller time for an answer after the broker has been given up', () => {
    const settings = { ...needed, ANSWER_DEADLINE_MS: '3000', CONFIRM_TIMEOUT_MS: '3000' };
    expect(() => readConfig(GatewayConfig, settings)).toThrow(ConfigError);
    expect(() => readConfig(GatewayConfig, settings)).toThrow(
      'CONFIRM_TIMEOUT_MS must be less than ANSWER_DEADLINE_MS',
    );
    expect(readConfig(GatewayConfig, { ...settings, CONFIRM_TIMEOUT_MS: '2999' }).CONFIRM_TIMEOUT_MS).toBe(2_999);
  });
});
