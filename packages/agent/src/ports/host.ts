/** What the agent tells about the machine and the process it runs in. */
export interface HostFacts {
  /** Go's names: `amd64`, `arm64`, … */
  readonly arch: string
  /** Go's names: `linux`, `darwin`, `windows`, … */
  readonly os: string
  readonly cpuCount: number
  /** Name and version of the language runtime. */
  readonly runtime: string
  readonly hostname: string
  readonly pid: number
  /** IP addresses of this machine by which others may reach it. */
  addresses(): readonly HostAddress[]
}

export interface HostAddress {
  readonly interface: string
  readonly address: string
  readonly isLoopback: boolean
}
