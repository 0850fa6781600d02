import type { Flags } from './flag.ts'

/** The list of flags that follows a mistake in them, in Go's layout. */
export function flagUsage(flags: Flags): string {
  const lines = sorted(flags).map(([name, flag]) => {
    const value = flag.placeholder === '' ? '' : ` ${flag.placeholder}`
    const byDefault = flag.defaultText === '' ? '' : ` (default ${flag.defaultText})`
    return `  -${name}${value}\n    \t${flag.usage.replaceAll('`', '')}${byDefault}\n`
  })
  return `Usage:\n${lines.join('')}`
}

/** Width of help, and how far a flag's text is set in. */
const helpColumns = 72
const flagIndent = '     '

/** Flags as help shows them, each with its text wrapped below it. */
export function flagHelp(flags: Flags): string {
  return sorted(flags)
    .map(([name, flag]) => {
      const value = flag.placeholder === '' ? '' : `=<${flag.placeholder}>`
      const text = wrap(flag.usage, helpColumns - flagIndent.length)
      return `  -${name}${value}\n${text.map((line) => `${flagIndent}${line}\n`).join('')}`
    })
    .join('\n')
}

function sorted(flags: Flags): [string, Flags[string]][] {
  return Object.entries(flags).sort(([a], [b]) => (a < b ? -1 : 1))
}

/** Breaks a text at spaces into lines of at most so many characters, where words allow. */
export function wrap(text: string, columns: number): string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > columns) {
      lines.push(line)
      line = word
    } else {
      line = line === '' ? word : `${line} ${word}`
    }
  }
  return [...lines, line]
}
