/**
 * Holds the picture of who may import whom: manifests, source imports, doors and project references.
 * Run by `pnpm arrows`; prints one line a violation and exits 1 when there is one.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { allowedArrows, allowedExports, testOnlyPackages } from './arrow-rules.ts'

const scope = '@consul-ts/'

/** One broken rule: where, and what is wrong there. */
export interface Violation {
  /** Path from the root of the repository. */
  readonly file: string
  readonly message: string
}

interface Manifest {
  readonly name: string
  readonly exports?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, string>>
  readonly devDependencies?: Readonly<Record<string, string>>
  readonly peerDependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

interface References {
  readonly references?: readonly { readonly path: string }[]
}

/** Every violation in the repository at `root`, in order of package and file. */
export function checkArrows(root: string): Violation[] {
  const names = readdirSync(join(root, 'packages')).sort()
  const violations = names.flatMap((name) => checkPackage(root, name))
  const built = readJson<References>(join(root, 'tsconfig.json')).references?.map(({ path }) => path) ?? []
  for (const name of names) {
    if (!built.includes(`packages/${name}`)) {
      violations.push({ file: 'tsconfig.json', message: `does not reference packages/${name}` })
    }
  }
  return violations
}

function checkPackage(root: string, name: string): Violation[] {
  const folder = join(root, 'packages', name)
  const manifest = readJson<Manifest>(join(folder, 'package.json'))
  const violations: Violation[] = []
  const report = (file: string, message: string): void => {
    violations.push({ file: relative(root, join(folder, file)).split(sep).join('/'), message })
  }

  const allowed = allowedArrows[name]
  if (!allowed) {
    report('package.json', `package ${name} has no line in scripts/arrow-rules.ts`)
    return violations
  }
  if (manifest.name !== scope + name) report('package.json', `is named ${manifest.name}, not ${scope}${name}`)
  for (const door of Object.keys(manifest.exports ?? {})) {
    if (!allowedExports.includes(door)) report('package.json', `exports ${door}`)
  }

  const runTime = workspaceNames({
    ...manifest.dependencies,
    ...manifest.peerDependencies,
    ...manifest.optionalDependencies,
  })
  const development = workspaceNames(manifest.devDependencies ?? {})
  for (const to of runTime.filter((to) => !allowed.includes(to))) {
    report('package.json', `depends on ${to}: the arrow ${name} → ${to} is not allowed`)
  }
  for (const to of development.filter((to) => !allowed.includes(to) && !testOnlyPackages.includes(to))) {
    report('package.json', `has the devDependency ${to}: the arrow ${name} → ${to} is not allowed`)
  }

  const referenced = readJson<References>(join(folder, 'tsconfig.json')).references ?? []
  const references = referenced.map(({ path }) => relative(join(root, 'packages'), resolve(folder, path)))
  for (const to of runTime.filter((to) => !references.includes(to))) {
    report('tsconfig.json', `does not reference the dependency ${to}`)
  }
  for (const to of references.filter((to) => !runTime.includes(to))) {
    report('tsconfig.json', `references ${to}, which is no dependency`)
  }

  for (const file of sourceFiles(folder)) {
    const published = /^(src|testing)\//.test(file) && !file.endsWith('.test.ts')
    const known = published ? runTime : [name, ...runTime, ...development]
    for (const specifier of importsOf(readFileSync(join(folder, file), 'utf8'))) {
      if (specifier.startsWith('.')) {
        const target = relative(folder, resolve(folder, dirname(file), specifier))
        if (target.startsWith('..')) report(file, `reaches out of its package: ${specifier}`)
      } else if (specifier.startsWith(scope)) {
        const [to = '', ...rest] = specifier.slice(scope.length).split('/')
        const door = ['.', ...rest].join('/')
        if (!known.includes(to))
          report(file, `imports ${specifier}: the arrow ${name} → ${to} is not declared`)
        if (!allowedExports.includes(door)) report(file, `imports ${specifier}, which is no door of ${to}`)
      }
    }
  }
  return violations
}

/** Every TypeScript file of the package that is written by hand, as a path inside the package. */
function sourceFiles(folder: string): string[] {
  return ['src', 'testing', 'test', 'bench']
    .filter((part) => existsSync(join(folder, part)))
    .flatMap((part) =>
      readdirSync(join(folder, part), { recursive: true, encoding: 'utf8' }).map((file) => `${part}/${file}`),
    )
    .filter((file) => file.endsWith('.ts'))
    .sort()
}

/** Module specifiers of static, dynamic and re-exporting imports; what stands in a comment does not count. */
function importsOf(source: string): string[] {
  const code = source.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '')
  const forms = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g
  return Array.from(code.matchAll(forms), (match) => match[2] as string)
}

function workspaceNames(dependencies: Readonly<Record<string, string>>): string[] {
  return Object.keys(dependencies)
    .filter((name) => name.startsWith(scope))
    .map((name) => name.slice(scope.length))
}

function readJson<T>(file: string): T {
  return JSON.parse(readFileSync(file, 'utf8')) as T
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const violations = checkArrows(fileURLToPath(new URL('..', import.meta.url)))
  for (const { file, message } of violations) console.error(`${file}: ${message}`)
  console.log(violations.length === 0 ? 'every arrow points down' : `${violations.length} violations`)
  process.exitCode = violations.length === 0 ? 0 : 1
}
