/**
 * Measures our agent beside the reference in one run, and prints ratios.
 * Usage: pnpm bench [--only TEXT] [--seconds N] [--durable] [--json FILE]
 *   --only      measures whose name holds the text
 *   --seconds   length of each of a workload's four runs
 *   --durable   servers with a data folder in place of development agents
 *   --json      writes the figures, with machine and versions, beside printing them
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { type AgentProcess, type AgentProcessOptions, openRealConsul, openSubject } from '@consul-ts/interop'
import { type Comparison, measureIdleMemory, measureStarts, measureWorkload, type Pair } from './measure.ts'
import { measureInProcess } from './measure-in-process.ts'
import { renderReport } from './report.ts'
import { kvWorkloads } from './workloads/kv.ts'
import { dnsWorkload, healthWorkload } from './workloads/service.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    seconds: { type: 'string' },
    durable: { type: 'boolean' },
    json: { type: 'string' },
  },
})
const chosen = (name: string): boolean => name.includes(values.only ?? '')
const durationMs = values.seconds === undefined ? undefined : Number(values.seconds) * 1000

const folders = mkdtempSync(join(tmpdir(), 'bench-'))
let opened = 0

/** Agents that log little, so that neither is measured writing lines. */
function options(): Omit<AgentProcessOptions, 'program'> {
  const config = { log_level: 'WARN' }
  if (!values.durable) return { config }
  const dataDir = join(folders, `data-${opened++}`)
  return { config, args: ['-server', '-bootstrap-expect=1', `-data-dir=${dataDir}`] }
}

const comparisons: Comparison[] = []
try {
  if (chosen('in process')) comparisons.push(...(await measureInProcess()))
  if (chosen('start')) {
    comparisons.push(
      ...(await measureStarts({
        reference: () => openRealConsul(options()),
        ours: () => openSubject(options()),
      })),
    )
  }
  const reference = await openRealConsul(options())
  try {
    const ours = await openSubject(options())
    try {
      await measureRunning({ reference, ours })
    } finally {
      await ours.close()
    }
  } finally {
    await reference.close()
  }
} finally {
  rmSync(folders, { recursive: true, force: true })
}

console.log(renderReport(comparisons))
if (values.json) {
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`
  mkdirSync(dirname(values.json), { recursive: true })
  writeFileSync(
    values.json,
    `${JSON.stringify({ at: new Date().toISOString(), machine, durable: values.durable ?? false, comparisons }, null, 2)}\n`,
  )
}

async function measureRunning(pair: Pair<AgentProcess>): Promise<void> {
  if (chosen('idle')) comparisons.push(...(await measureIdleMemory(pair)))
  for (const workload of [...kvWorkloads, healthWorkload, dnsWorkload].filter(({ name }) => chosen(name))) {
    console.error(workload.name)
    comparisons.push(
      ...(await measureWorkload(pair, workload, durationMs === undefined ? {} : { durationMs })),
    )
  }
}
