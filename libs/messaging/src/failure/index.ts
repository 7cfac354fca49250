export * from './decide';
export * from './errors';
