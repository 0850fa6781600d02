import type { HttpScenario } from '../../src/http-step.ts'
import { agentChecks, agentSelf } from './agent-checks.ts'
import { agentHealth, agentServices } from './agent-services.ts'
import { catalog, filters } from './catalog.ts'
import { blocking, readParameters, routing } from './conventions.ts'
import { health } from './health.ts'
import { kv, kvCas, kvTree } from './kv.ts'
import { lock, session } from './session.ts'
import { catalogTransaction, transaction } from './txn.ts'

/** Each runs with fresh agents. */
export const scenarios: readonly HttpScenario[] = [
  routing,
  readParameters,
  blocking,
  kv,
  kvTree,
  kvCas,
  session,
  lock,
  transaction,
  catalogTransaction,
  catalog,
  filters,
  health,
  agentServices,
  agentHealth,
  agentChecks,
  agentSelf,
]
