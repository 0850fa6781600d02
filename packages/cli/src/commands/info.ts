import { type Command, command } from '../command.ts'
import { attempt } from '../command-error.ts'
import { clientFlags } from '../flags/http-flags.ts'
import { print } from '../terminal.ts'
import { withClient } from '../with-client.ts'

/** Prints an agent's figures. */
export const info: Command = command({
  usage: 'info [options]',
  description: 'Prints what the agent says of itself, for operators.',
  httpFlags: clientFlags,
  flags: {},
  run: (invocation) =>
    withClient(invocation, async ({ agent }) => {
      const { Stats } = await attempt('Error querying agent', () => agent.self())
      for (const [section, figures] of inOrder(Stats)) {
        print(invocation.terminal, `${section}:`)
        for (const [name, figure] of inOrder(figures)) print(invocation.terminal, `\t${name} = ${figure}`)
      }
      return 0
    }),
})

function inOrder<T>(map: Readonly<Record<string, T>> | null): [string, T][] {
  return Object.entries(map ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
}
