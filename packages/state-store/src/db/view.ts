/** The state after one command, frozen. Ask it with the query functions; run them in the turn that took it. */
export declare class View {
  /** Index of the last command applied. */
  readonly appliedIndex: number
  /** Whether no command has changed anything since. */
  get current(): boolean
}
