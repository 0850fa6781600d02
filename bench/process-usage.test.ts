import { expect, test } from 'vitest'
import { processUsage } from './process-usage.ts'

test.runIf(process.platform === 'linux')('a process that works has used more, as it says itself', () => {
  const before = processUsage(process.pid)
  const own = process.cpuUsage()
  while (process.cpuUsage(own).user < 100_000);
  const { cpuMs, rssBytes } = processUsage(process.pid)
  expect(cpuMs - before.cpuMs).toBeGreaterThanOrEqual(80)
  expect(rssBytes / process.memoryUsage.rss()).toBeCloseTo(1, 0)
})
