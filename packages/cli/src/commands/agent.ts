import { type Command, command } from '../command.ts'
export const agent: Command = command({
  usage: 'agent [options]',
  description: '',
  httpFlags: {},
  flags: {},
  run: async () => 1,
})
