/** Small files that are read and replaced as a whole. Errors are the system's. */
export interface FilePort {
  /** undefined when there is none. */
  read(path: string): Promise<Uint8Array | undefined>
  /** All or nothing: the old content stays until the new one is on the disk. Makes the folder; mode 0600. */
  write(path: string, content: Uint8Array): Promise<void>
  /** Not being there is fine. */
  remove(path: string): Promise<void>
  /** Names in a folder, sorted; none when there is no such folder. */
  list(folder: string): Promise<readonly string[]>
}
