export * from './erased-people';
export * from './erasure-key';
