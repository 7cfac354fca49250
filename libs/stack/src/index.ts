export { fetchPackages, packagesFolder, publish as publishPackages } from './debian-packages';
export { cacheFolder } from './project-root';
export { provideStack, type StackOptions } from './provide-stack';
export { type Faults, type Service, type ServiceKind, type Stack } from './stack';
