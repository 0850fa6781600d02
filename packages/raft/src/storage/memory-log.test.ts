import { test } from 'vitest'
import { logStoreSuite } from '../../testing/index.ts'
import { MemoryLog } from './memory-log.ts'

const logs = new Map<string, MemoryLog>()

logStoreSuite({
  test,
  async open(place) {
    const log = logs.get(place) ?? new MemoryLog()
    logs.set(place, log)
    return log
  },
})
