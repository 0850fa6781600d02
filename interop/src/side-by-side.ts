import type { AgentProcess, AgentProcessOptions } from './agent-process.ts'
import { openRealConsul } from './real-consul.ts'
import { openSubject } from './subject.ts'

/** What one piece of work gave with the reference, and what it gave with what is held beside it. */
export interface SideBySide<T> {
  readonly reference: T
  readonly subject: T
}

/** Starts a fresh agent of each make, does the same work with both at the same time, and ends them. */
export async function sideBySide<T>(
  options: Omit<AgentProcessOptions, 'program'>,
  work: (agent: AgentProcess) => Promise<T>,
): Promise<SideBySide<T>> {
  const withAgent = async (open: typeof openRealConsul): Promise<T> => {
    const agent = await open(options)
    try {
      return await work(agent)
    } finally {
      await agent.close()
    }
  }
  const results = await Promise.allSettled([withAgent(openRealConsul), withAgent(openSubject)])
  for (const result of results) if (result.status === 'rejected') throw result.reason
  const [reference, subject] = results.map((result) => (result as PromiseFulfilledResult<T>).value)
  return { reference: reference as T, subject: subject as T }
}

/** Runs pieces of work as they are asked for, so many at a time. */
export function limited(atOnceMax: number): <T>(work: () => Promise<T>) => Promise<T> {
  let running = 0
  const waiting: (() => void)[] = []
  return async (work) => {
    if (running === atOnceMax) await new Promise<void>((resolve) => waiting.push(resolve))
    else running++
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next) next()
      else running--
    }
  }
}
