import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const jsonFile = process.env.CONSUL_TS_TEST_JSON

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  ssr: { resolve: { conditions: ['consul-ts-source', 'node', 'import', 'module', 'default'] } },
  test: {
    name: 'interop',
    include: ['**/*.test.ts'],
    reporters: jsonFile ? ['default', ['json', { outputFile: jsonFile }]] : ['default'],
  },
})
