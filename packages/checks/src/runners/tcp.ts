import { CheckError } from '../core/check-error.ts'
import type { TcpPlan } from '../core/definition.ts'
import type { TcpPort } from '../ports/check-ports.ts'
import { failureText, type Probe } from './probe.ts'

/** Passing when a connection can be made, to whichever address of the host comes first. */
export function tcpProbe(plan: TcpPlan, tcp: TcpPort): Probe {
  return async (signal) => {
    try {
      await tcp(splitHostPort(plan.address), { signal })
      return { status: 'passing', output: `TCP connect ${plan.address}: Success` }
    } catch (error) {
      const output = signal.aborted ? `dial tcp ${plan.address}: i/o timeout` : failureText(error)
      return { status: 'critical', output }
    }
  }
}

/** Takes `host:port` or `[v6]:port` apart; throws the text that Go's dialer has for anything else. */
export function splitHostPort(address: string): { host: string; port: number } {
  const bad = (why: string): CheckError => new CheckError('CHECK_PROBE_FAILED', `dial tcp: ${why}`)
  const colon = address.lastIndexOf(':')
  if (colon < 0) throw bad(`address ${address}: missing port in address`)
  const hostText = address.slice(0, colon)
  const bracketed = /^\[([^\]]*)\]$/.exec(hostText)
  if (!bracketed && hostText.includes(':')) throw bad(`address ${address}: too many colons in address`)
  const portText = address.slice(colon + 1)
  if (!/^\d+$/.test(portText)) throw bad(`address tcp/${portText}: unknown port`)
  const port = Number(portText)
  if (port > 0xffff) throw bad(`address ${portText}: invalid port`)
  return { host: bracketed?.[1] ?? hostText, port }
}
