export { type LogStoreSuiteOptions, logStoreSuite, type RegisterTest } from './log-store-suite.ts'
