import type { HttpPlan } from '../core/definition.ts'
import { OutputRing } from '../core/output.ts'
import type { ResultStatus } from '../core/result.ts'
import type { HttpPort, HttpReply } from '../ports/check-ports.ts'
import { HttpExchange, redirectsMax } from './http-exchange.ts'
import { failureText, type Probe } from './probe.ts'
import { urlFault } from './url-fault.ts'

/** Passing on 2xx, warning on 429, critical on any other answer or on none. */
export function httpProbe(plan: HttpPlan, outputBytesMax: number, http: HttpPort): Probe {
  return async (signal) => {
    try {
      const reply = await follow(plan, http, signal)
      const ring = new OutputRing(outputBytesMax)
      try {
        // A body that breaks off or takes too long does not take back the status that came before it.
        for await (const chunk of reply.body) ring.push(chunk)
      } catch {
      } finally {
        reply.close()
      }
      const answer = `${reply.statusCode} ${reply.statusText} Output: ${ring.text()}`
      return { status: statusOf(reply.statusCode), output: `HTTP ${plan.method} ${plan.url}: ${answer}` }
    } catch (error) {
      return { status: 'critical', output: failureText(error) }
    }
  }
}

function statusOf(code: number): ResultStatus {
  if (code >= 200 && code <= 299) return 'passing'
  return code === 429 ? 'warning' : 'critical'
}

/** The first answer that is no redirect; failures are told as Go's client tells them. */
async function follow(plan: HttpPlan, http: HttpPort, signal: AbortSignal): Promise<HttpReply> {
  let exchange = HttpExchange.first(plan)
  for (let redirects = 0; ; redirects++) {
    const reply = await perform(exchange, http, signal)
    const location = plan.followRedirects ? exchange.redirectOf(reply) : undefined
    if (location === undefined) return reply
    reply.close()
    if (redirects + 1 >= redirectsMax) {
      throw urlFault(plan.method, location, `stopped after ${redirectsMax} redirects`)
    }
    exchange = exchange.next(reply.statusCode, location)
  }
}

async function perform(exchange: HttpExchange, http: HttpPort, signal: AbortSignal): Promise<HttpReply> {
  try {
    return await http(exchange.request, { signal })
  } catch (error) {
    const why = signal.aborted
      ? 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'
      : failureText(error)
    throw exchange.fault(why)
  }
}
