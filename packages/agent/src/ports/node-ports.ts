import { nodeCheckPorts } from '@consul-ts/checks'
import { MemoryLog, openSegmentLog } from '@consul-ts/raft'
import { silentLogger, systemClock, systemRandom, systemWallClock } from '@consul-ts/runtime'
import type { AgentPorts } from './agent-ports.ts'
import { gzipReply } from './gzip.ts'
import { nodeDatagrams } from './node-datagram-socket.ts'
import { nodeFiles } from './node-files.ts'
import { nodeHost } from './node-host.ts'
import { nodeHttpListener } from './node-http-listener.ts'
import { nodeStreams } from './node-stream-listener.ts'

/** The real world, as Node.js gives it; nothing is logged. */
export const nodePorts: AgentPorts = {
  clock: systemClock,
  wallClock: systemWallClock,
  random: systemRandom,
  host: nodeHost,
  logger: silentLogger,
  http: nodeHttpListener,
  gzip: gzipReply,
  datagrams: nodeDatagrams,
  streams: nodeStreams,
  files: nodeFiles,
  checks: nodeCheckPorts,
  openLog: async (folder) => (folder === undefined ? new MemoryLog() : openSegmentLog(folder)),
}
