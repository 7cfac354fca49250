export { provideStack, type StackOptions } from './provide-stack';
export { type Faults, type Service, type ServiceKind, type Stack } from './stack';
