import { randomUuid } from '@consul-ts/runtime'
import { nodeSessions, sessionGet, sessionList } from '@consul-ts/state-store'
import type { Session } from '@consul-ts/structs'
import { durationFromMs, durationToMs, formatDuration, parseDuration, WireError } from '@consul-ts/wire'
import type { Endpoint, EndpointContext } from './endpoint.ts'
import { refused } from './rpc-error.ts'

const sessionTtlMsMax = 24 * 3600_000

export function sessionEndpoint(
  context: EndpointContext,
): Endpoint<'Session.Apply' | 'Session.Get' | 'Session.List' | 'Session.NodeSessions' | 'Session.Renew'> {
  return {
    'Session.Apply': async (request) => {
      const { Op, Session } = request
      if (Op === 'destroy') {
        if (Session.ID === '') throw refused('Must provide ID')
        await context.apply({ kind: 'session', request })
        return ''
      }
      if (Op !== 'create') throw refused(`Invalid session operation "${Op}"`)
      if (Session.Node === '') throw refused('Must provide Node')
      checkBehavior(Session.Behavior)
      if (Session.TTL !== '') checkTtl(Session.TTL, context.sessionTtlMsMin)
      const ID = unusedSessionId(context)
      await context.apply({ kind: 'session', request: { ...request, Session: { ...Session, ID } } })
      return ID
    },

    'Session.Get': async (request, options) => {
      const id = request.SessionID || request.Session
      const { value, meta } = await context.read(
        request,
        (view, watch) => sessionGet(view, id, watch),
        options,
      )
      return { Sessions: value ? [value] : null, ...meta }
    },

    'Session.List': async (request, options) => {
      const { value, meta } = await context.read(request, sessionList, options)
      return { Sessions: value, ...meta }
    },

    'Session.NodeSessions': async (request, options) => {
      const { value, meta } = await context.read(
        request,
        (view, watch) => nodeSessions(view, request.Node, watch),
        options,
      )
      return { Sessions: value, ...meta }
    },

    'Session.Renew': async (request, options) => {
      const id = request.SessionID || request.Session
      const { value, meta } = await context.read(
        request,
        (view, watch) => sessionGet(view, id, watch),
        options,
      )
      if (!value) return { Sessions: null, ...meta }
      if (value.TTL !== '') context.sessionTimers.reset(value.ID, sessionTtlMs(value))
      return { Sessions: [value], ...meta }
    },
  }
}

/** A stored session's TTL, which was checked when it was made; 0 without one. */
export function sessionTtlMs(session: Session): number {
  return session.TTL === '' ? 0 : durationToMs(parseDuration(session.TTL))
}

function checkBehavior(behavior: string): void {
  if (behavior !== '' && behavior !== 'release' && behavior !== 'delete') {
    throw refused(`Invalid Behavior setting '${behavior}'`)
  }
}

function checkTtl(text: string, ttlMsMin: number): void {
  let ttlMs: number
  try {
    ttlMs = durationToMs(parseDuration(text))
  } catch (error) {
    if (error instanceof WireError) throw refused(`Session TTL '${text}' invalid: ${error.message}`)
    throw error
  }
  if (ttlMs !== 0 && (ttlMs < ttlMsMin || ttlMs > sessionTtlMsMax)) {
    const ttlNs = Math.round(ttlMs * 1e6)
    throw refused(
      `Invalid Session TTL '${ttlNs}', must be between [${formatDuration(durationFromMs(ttlMsMin))}=${formatDuration(durationFromMs(sessionTtlMsMax))}]`,
    )
  }
}

function unusedSessionId(context: EndpointContext): string {
  const view = context.view()
  for (;;) {
    const id = randomUuid(context.random)
    if (sessionGet(view, id).value === undefined) return id
  }
}
