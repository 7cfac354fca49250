export * from './app-process';
export type { AppName } from './apps';
export * from './launch';
export { documentedPorts, findPorts, type FoundPorts, type Ports } from './ports';
export * from './sample-call/describe-rows';
export * from './sample-call/linked-rows';
export * from './sample-call/next-opening';
export * from './sample-call/place-call';
