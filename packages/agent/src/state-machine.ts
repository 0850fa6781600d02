import type { Entry, StateMachine } from '@consul-ts/raft'
import type { CommandResult, Effect, StateStore } from '@consul-ts/state-store'

/** Drives a store by the log, and shows each command's effects to whoever acts on them. */
export function storeStateMachine(
  store: StateStore,
  onEffect: (effect: Effect) => void,
): StateMachine<CommandResult> {
  return {
    apply: (entries: readonly Entry[]) =>
      entries.map((entry) => {
        const { result, effects } = store.apply(entry.Index, entry.Data ?? new Uint8Array(0))
        for (const effect of effects) onEffect(effect)
        return result
      }),
  }
}
