/** As messages name them; `contains` is `In` seen from the other side. */
export type MatchOperator =
  | 'Equal'
  | 'Not Equal'
  | 'In'
  | 'Not In'
  | 'Is Empty'
  | 'Is Not Empty'
  | 'Matches'
  | 'Not Matches'

/** A filter expression as it was written. */
export type Expression =
  | { readonly kind: 'or' | 'and'; readonly operands: readonly Expression[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | Match

export interface Match {
  readonly kind: 'match'
  /** Names of fields and keys of maps, from the item inwards. */
  readonly selector: readonly string[]
  readonly operator: MatchOperator
  /** As text, whatever it was written as; empty for `is empty`. */
  readonly value: string
}
