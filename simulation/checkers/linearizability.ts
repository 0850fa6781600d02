/** Something that a client did, with what came of it. Nothing is called at the time at which another returns. */
export interface Operation<I, O> {
  readonly input: I
  readonly output: O
  readonly calledAt: number
  /** Infinity when it never returned: then it took effect at any time since, or will. */
  readonly returnedAt: number
}

/** What the operations would do one after another. */
export interface SequentialModel<S extends string | number, I, O> {
  readonly initial: S
  /** The state after `input`, or undefined when it would not have answered `output` in `state`. */
  readonly step: (state: S, input: I, output: O) => S | undefined
}

/** One way in which everything up to now can have happened: a state, and which of the open operations led to it. */
interface Configuration<S> {
  readonly state: S
  /** Places of operations that have taken effect and not returned yet, in order. */
  readonly done: readonly number[]
}

/**
 * Looks for an order of the operations that the model explains, in which each takes effect between its call and its
 * return. Goes from event to event with the set of all configurations that are possible there.
 * @returns undefined if there is one; else the operation at whose return none is left
 * @see Wing & Gong, Testing and Verifying Concurrent Objects (1993); Lowe, Testing for Linearizability (2017), just in time
 */
export function findUnexplained<S extends string | number, I, O>(
  operations: readonly Operation<I, O>[],
  model: SequentialModel<S, I, O>,
): Operation<I, O> | undefined {
  const events = operations
    .flatMap(({ calledAt, returnedAt }, place) => [
      { at: calledAt, place, isReturn: false },
      { at: returnedAt, place, isReturn: true },
    ])
    .filter(({ at }) => at !== Number.POSITIVE_INFINITY)
    .sort((a, b) => a.at - b.at)
  const open = new Set<number>()
  let configurations: readonly Configuration<S>[] = [{ state: model.initial, done: [] }]
  for (const { place, isReturn } of events) {
    if (!isReturn) {
      open.add(place)
      continue
    }
    configurations = withEffectOf(place, configurations, open, operations, model)
    if (configurations.length === 0) return operations[place]
    open.delete(place)
  }
  return undefined
}

/** Every configuration in which `place` has taken effect, with whatever of the open ones must have come before it. */
function withEffectOf<S extends string | number, I, O>(
  place: number,
  from: readonly Configuration<S>[],
  open: ReadonlySet<number>,
  operations: readonly Operation<I, O>[],
  model: SequentialModel<S, I, O>,
): Configuration<S>[] {
  const found: Configuration<S>[] = []
  const seen = new Set<string>()
  const waiting = [...from]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { state, done } = next
    const key = `${done.join()}:${state}`
    if (seen.has(key)) continue
    seen.add(key)
    if (done.includes(place)) {
      found.push({ state, done: done.filter((other) => other !== place) })
      continue
    }
    for (const other of open) {
      if (done.includes(other)) continue
      const { input, output } = operations[other] as Operation<I, O>
      const after = model.step(state, input, output)
      if (after !== undefined) waiting.push({ state: after, done: [...done, other].sort((a, b) => a - b) })
    }
  }
  return found
}
