export { AssertionError, assert, unreachable } from './assert.ts'
export { type CancelAlarm, type Clock, delay, systemClock, systemWallClock, type WallClock } from './clock.ts'
export { type LogFields, type Logger, type LogLevel, logLevels, silentLogger } from './logger.ts'
export { type Random, randomUuid, shuffle, systemRandom } from './random.ts'
