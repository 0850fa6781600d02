import type { Comparison } from './measure.ts'

/** Writes comparisons as a table: figures of both, their ratio, and whether it keeps the target. */
export function renderReport(comparisons: readonly Comparison[]): string {
  const rows = [
    ['', 'reference', 'ours', 'unit', 'ratio', 'target'],
    ...comparisons.map((comparison) => {
      const { name, unit, reference, ours } = comparison
      return [
        name,
        reference === undefined ? '' : figure(reference),
        figure(ours),
        unit,
        reference === undefined ? '' : (ours / reference).toFixed(2),
        targetOf(comparison),
      ]
    }),
  ]
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? []
  const pad = (cell: string, column: number): string =>
    [1, 2, 4].includes(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)
  return rows.map((row) => row.map(pad).join('  ').trimEnd()).join('\n')
}

function targetOf({ reference, ours, unit, target }: Comparison): string {
  if (target?.ratioMax !== undefined && reference !== undefined) {
    return `≤ ${target.ratioMax}${ours / reference <= target.ratioMax ? '' : '  MISSED'}`
  }
  if (target?.oursMax !== undefined) {
    return `≤ ${target.oursMax} ${unit}${ours <= target.oursMax ? '' : '  MISSED'}`
  }
  return ''
}

function figure(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3)
}
