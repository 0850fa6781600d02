import type { CliScenario } from '../../src/cli-step.ts'
import { agent, catalog } from './catalog.ts'
import { kv } from './kv.ts'
import { lock, watch } from './waiting.ts'

/** Each runs with fresh agents. */
export const scenarios: readonly CliScenario[] = [kv, catalog, agent, watch, lock]
