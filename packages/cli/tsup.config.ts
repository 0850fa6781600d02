import { execFileSync } from 'node:child_process'
import { defineConfig } from 'tsup'

/** First eight digits of the commit that is built; "" outside a repository. */
function revision(): string {
  try {
    return execFileSync('git', ['rev-parse', '--short=8', 'HEAD'], { encoding: 'utf8', stdio: 'pipe' }).trim()
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
  define: { 'process.env.CONSUL_TS_REVISION': JSON.stringify(revision()) },
})
