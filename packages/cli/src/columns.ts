/** Between two columns. */
const gap = '  '

/** Rows as a table: every column but the last as wide as its widest cell. No newline at the end. */
export function columns(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.entries()) {
      if (at < row.length - 1) widths[at] = Math.max(widths[at] ?? 0, width(cell))
    }
  }
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - width(cell))))
      .join(gap),
  )
  return lines.join('\n').trim()
}

function width(text: string): number {
  return [...text].length
}
