export * from './repeatedly';
export * from './run-service';
