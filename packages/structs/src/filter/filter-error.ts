/** Why a filter was refused; match on `code`. */
export type FilterErrorCode =
  /** The text is no expression. */
  | 'FILTER_SYNTAX'
  /** The items have no such field, or it cannot be filtered by. */
  | 'FILTER_SELECTOR'
  /** The field's type does not know the operator. */
  | 'FILTER_OPERATOR'
  /** The value is none of the field's type. */
  | 'FILTER_VALUE'
  /** The regular expression does not compile. */
  | 'FILTER_REGEXP'

export class FilterError extends Error {
  override readonly name = 'FilterError'
  readonly code: FilterErrorCode

  constructor(code: FilterErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
