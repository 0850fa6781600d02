import type { AutopilotConfig } from '@consul-ts/structs'
import { Table } from '../db/schema.ts'

/** One row at most, under the empty key. */
export const autopilot: Table<AutopilotConfig> = new Table({ name: 'autopilot-config', keyOf: () => '' })
