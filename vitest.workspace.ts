import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources, so no build is needed before them. */
const conditions = ['consul-ts-source', 'node', 'import', 'module', 'default']
const packages = readdirSync(new URL('packages', import.meta.url))
const folder = (path: string): string => fileURLToPath(new URL(path, import.meta.url))

/** Where a machine reads the results; people read them on the terminal. */
const jsonFile = process.env.CONSUL_TS_TEST_JSON

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    reporters: jsonFile ? ['default', ['json', { outputFile: jsonFile }]] : ['default'],
    projects: [
      ...packages.map((name) => ({
        extends: true as const,
        test: { name, root: folder(`packages/${name}`), include: ['{src,test,testing}/**/*.test.ts'] },
      })),
      ...['scripts', 'simulation', 'bench'].map((name) => ({
        extends: true as const,
        test: { name, root: folder(name), include: ['**/*.test.ts'] },
      })),
    ],
  },
})
