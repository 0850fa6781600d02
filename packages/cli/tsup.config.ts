import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { defineConfig } from 'tsup'

const { version } = JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }

/** Empty in a copy without its history. */
function revision(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], { stdio: ['ignore', 'pipe', 'ignore'] })
      .toString()
      .trim()
  } catch {
    return ''
  }
}

export default defineConfig({
  entry: { 'src/index': 'src/index.ts', 'src/bin': 'src/bin.ts' },
  format: ['esm'],
  target: 'node20',
  sourcemap: true,
  clean: true,
  dts: false, // declarations come from tsc -b
  define: {
    __CONSUL_TS_VERSION__: JSON.stringify(version),
    __CONSUL_TS_REVISION__: JSON.stringify(revision()),
  },
})
