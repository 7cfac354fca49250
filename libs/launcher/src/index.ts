export * from './app-process';
export * from './launch';
