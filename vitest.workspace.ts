import { readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

/** Tests run on the sources, so no build is needed before them. */
const conditions = ['consul-ts-source', 'node', 'import', 'module', 'default']
const packages = readdirSync(new URL('packages', import.meta.url))

export default defineConfig({
  ssr: { resolve: { conditions } },
  test: {
    projects: packages.map((name) => ({
      extends: true as const,
      test: {
        name,
        root: fileURLToPath(new URL(`packages/${name}`, import.meta.url)),
        include: ['{src,test,testing}/**/*.test.ts'],
      },
    })),
  },
})
