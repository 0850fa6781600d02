import { systemClock, systemRandom } from '@consul-ts/runtime'
import type { CheckPorts } from './check-ports.ts'
import { childProcessScript } from './child-process-script.ts'
import { netTcp } from './net-tcp.ts'
import { undiciHttp } from './undici-http.ts'

/** Node's own clock, chance, network and processes. */
export const nodeCheckPorts: CheckPorts = {
  clock: systemClock,
  random: systemRandom,
  http: undiciHttp,
  tcp: netTcp,
  script: childProcessScript,
}
