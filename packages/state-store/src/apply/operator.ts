import type { AutopilotSetConfigRequest, Coordinate } from '@consul-ts/structs'
import { foldedKey } from '../db/key.ts'
import { autopilot } from '../tables/autopilot.ts'
import { coordinates } from '../tables/coordinates.ts'
import { setIndexRow } from '../tables/index-rows.ts'
import { nodes } from '../tables/nodes.ts'
import type { CommandTxn } from './command-txn.ts'

/** Stores the configuration; with `CAS` only if there is one that was last changed at the request's ModifyIndex. */
export function setAutopilotConfig(txn: CommandTxn, { CAS, Config }: AutopilotSetConfigRequest): boolean {
  const existing = txn.get(autopilot, '')
  if (CAS && existing?.ModifyIndex !== Config.ModifyIndex) return false
  const CreateIndex = existing?.CreateIndex ?? txn.index
  txn.put(autopilot, { ...Config, CreateIndex, ModifyIndex: txn.index })
  return true
}

/** Skips nodes that have not registered yet, or no more, and coordinates that are none; the next batch will do. */
export function updateCoordinates(txn: CommandTxn, updates: readonly Coordinate[]): void {
  for (const update of updates) {
    if (isValid(update) && txn.get(nodes, foldedKey(update.Node)) !== undefined) txn.put(coordinates, update)
  }
  setIndexRow(txn, 'coordinates')
}

function isValid({ Coord }: Coordinate): boolean {
  if (Coord === null) return false
  return [...(Coord.Vec ?? []), Coord.Error, Coord.Adjustment, Coord.Height].every(Number.isFinite)
}
