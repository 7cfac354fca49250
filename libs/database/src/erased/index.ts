export * from './erased-people';
export * from './erasure-key';
export { ErasedPeopleModule } from './erased-people.module';
