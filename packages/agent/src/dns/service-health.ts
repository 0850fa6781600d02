import type { ServiceInstance } from './catalog.ts'

const weightMax = 0xffff

/** Whether an instance is given out: nothing about it or its node is critical, or even warns with `onlyPassing`. */
export function isServed({ Checks }: ServiceInstance, { onlyPassing }: { onlyPassing: boolean }): boolean {
  for (const { Status } of Checks ?? []) {
    if (Status === 'critical' || (onlyPassing && Status !== 'passing')) return false
  }
  return true
}

/** The share of clients that an instance asks for: less while one of its checks warns. */
export function srvWeight({ Service, Checks }: ServiceInstance): number {
  const { Passing, Warning } = Service.Weights ?? { Passing: 1, Warning: 1 }
  const warns = Checks?.some(({ Status }) => Status === 'warning') ?? false
  return Math.min(Math.max(warns ? Warning : Passing, 0), weightMax)
}
