import { availableParallelism, hostname, networkInterfaces } from 'node:os'
import type { HostFacts } from './host.ts'

const goArchs: Readonly<Record<string, string>> = { x64: 'amd64', ia32: '386' }
const goSystems: Readonly<Record<string, string>> = { win32: 'windows', sunos: 'solaris' }

export const nodeHost: HostFacts = {
  arch: goArchs[process.arch] ?? process.arch,
  os: goSystems[process.platform] ?? process.platform,
  cpuCount: availableParallelism(),
  runtime: `node${process.version}`,
  hostname: hostname(),
  pid: process.pid,
  addresses: () =>
    Object.entries(networkInterfaces()).flatMap(([name, entries]) =>
      (entries ?? []).map(({ address, internal }) => ({ interface: name, address, isLoopback: internal })),
    ),
}
