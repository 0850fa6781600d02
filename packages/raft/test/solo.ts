import { SeededRandom, SimClock } from '@consul-ts/sim'
import type { Entry } from '../src/codec/messages.ts'
import { raftDevelopmentTimings } from '../src/core/settings.ts'
import { MemoryNetwork } from '../src/net/memory-network.ts'
import type { RaftOptions } from '../src/options.ts'
import { openRaft, type Raft, type RaftPorts } from '../src/raft.ts'
import type { StateMachine } from '../src/state-machine.ts'
import { MemoryLog } from '../src/storage/memory-log.ts'
import { servers } from './core-probe.ts'

/** Remembers the text of every command, and answers with how many there were. */
export class Journal implements StateMachine<number> {
  readonly texts: string[] = []

  apply(commands: readonly Entry[]): number[] {
    return commands.map(({ Data }) => this.texts.push(Buffer.from(Data).toString()))
  }
}

export const command = (text: string): Uint8Array => Buffer.from(text)

/** Server 'a' in virtual time that stands still, on its own unless `ports` says otherwise. */
export function openSolo(
  ports: Partial<RaftPorts<number>> = {},
  options: Partial<RaftOptions> = {},
): Promise<Raft<number>> {
  const clock = ports.clock ?? new SimClock()
  return openRaft<number>(
    { id: 'a', address: 'a:1', ...raftDevelopmentTimings, ...options },
    {
      log: new MemoryLog(),
      stateMachine: new Journal(),
      transport: new MemoryNetwork({ clock }).transport('a:1'),
      random: new SeededRandom(1),
      ...ports,
      clock,
    },
  )
}

/** As `openSolo`, the leader of a cluster of its own. */
export async function openSoloLeader(ports: Partial<RaftPorts<number>> = {}): Promise<Raft<number>> {
  const raft = await openSolo(ports)
  if (raft.configuration().index === 0) await raft.bootstrap({ Servers: servers(1) })
  await untilLeader(raft)
  return raft
}

/** Resolves once it leads and has applied everything that its log brought. */
export async function untilLeader(raft: Raft<number>): Promise<void> {
  for await (const { role } of raft.leaderChanges()) if (role === 'leader') break
  await raft.barrier()
}
