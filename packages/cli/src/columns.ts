/** Between a label, or a name, and what belongs to it. */
export const detailGap = 6

/**
 * Rows as a table: every column but the last as wide as its widest cell, with `gap` spaces between two columns. No
 * newline at the end.
 */
export function columns(rows: readonly (readonly string[])[], gap = 2): string {
  const widths: number[] = []
  for (const row of rows) {
    for (const [at, cell] of row.entries()) {
      if (at < row.length - 1) widths[at] = Math.max(widths[at] ?? 0, width(cell))
    }
  }
  const lines = rows.map((row) =>
    row
      .map((cell, at) => (at === row.length - 1 ? cell : cell + ' '.repeat((widths[at] ?? 0) - width(cell))))
      .join(' '.repeat(gap)),
  )
  return lines.join('\n').trim()
}

function width(text: string): number {
  return [...text].length
}
