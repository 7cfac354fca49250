export * from './clean-up';
export * from './forget-events';
export * from './inbox';
export * from './outbox';
export * from './outbox.module';
export * from './relay/outbox-relay';
