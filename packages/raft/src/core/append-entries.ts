import { type AppendEntriesRequest, Configuration, type Entry, entryTypes } from '../codec/messages.ts'
import { configurationFault } from './membership.ts'
import type { ServerState } from './server-state.ts'

/**
 * What a follower does with the entries of its leader: checks that they follow on its log, drops what conflicts,
 * appends what is new and moves its commit index. False when its log does not have the entry before them.
 * @see Raft, Figure 2, AppendEntries RPC, receiver 2 to 5
 */
export function takeEntries(state: ServerState, request: AppendEntriesRequest): boolean {
  const { PrevLogEntry, PrevLogTerm, LeaderCommitIndex } = request
  const entries = request.Entries ?? []
  const { log } = state
  if (PrevLogEntry > 0 && log.termAt(PrevLogEntry) !== PrevLogTerm) return false
  for (const entry of entries) {
    if (entry.Index <= log.lastIndex) {
      if (log.termAt(entry.Index) === entry.Term) continue
      state.truncateAfter(entry.Index - 1)
    }
    state.append(entry)
  }
  // Only as far as this request proves the logs alike: behind it there may be entries of another leader still.
  const commitIndex = Math.min(LeaderCommitIndex, PrevLogEntry + entries.length)
  if (commitIndex > state.commitIndex) state.commit(commitIndex)
  return true
}

/** Why the entries of a request are no piece of a log, or undefined. */
export function entriesFault(request: AppendEntriesRequest): string | undefined {
  const entries = request.Entries ?? []
  let index = request.PrevLogEntry
  let term = request.PrevLogTerm
  for (const entry of entries) {
    if (entry.Index !== ++index) return `entry ${entry.Index} stands where ${index} belongs`
    if (entry.Term < Math.max(1, term) || entry.Term > request.Term)
      return `entry ${entry.Index} has term ${entry.Term}`
    term = entry.Term
    if (entry.Type === entryTypes.configuration && configurationOf(entry) === undefined) {
      return `entry ${entry.Index} holds no configuration`
    }
  }
  return undefined
}

function configurationOf(entry: Entry): Configuration | undefined {
  try {
    const configuration = Configuration.decode(entry.Data)
    return configurationFault(configuration) === undefined ? configuration : undefined
  } catch {
    return undefined
  }
}
