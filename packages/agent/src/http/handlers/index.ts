import type { RouteName } from '@consul-ts/structs'
import type { Handlers } from '../http-face.ts'
import { agentHandlers } from './agent.ts'
import { agentCheckHandlers } from './agent-checks.ts'
import { agentServiceHandlers } from './agent-services.ts'
import { catalogHandlers } from './catalog.ts'
import { healthHandlers } from './health.ts'
import { kvHandlers } from './kv.ts'
import { sessionHandlers } from './session.ts'
import { statusHandlers } from './status.ts'
import { txnHandlers } from './txn.ts'

/** A handler for every route; leaving one out does not compile. */
export const handlers: Handlers<RouteName> = {
  ...agentHandlers,
  ...agentCheckHandlers,
  ...agentServiceHandlers,
  ...catalogHandlers,
  ...healthHandlers,
  ...kvHandlers,
  ...sessionHandlers,
  ...statusHandlers,
  ...txnHandlers,
}
