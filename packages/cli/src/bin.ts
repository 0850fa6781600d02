#!/usr/bin/env node
import module from 'node:module'

// Compiled code is kept between runs, where this Node can.
const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
enableCompileCache?.()

/** What a shell shows for a process that SIGPIPE ended. */
const brokenPipeExit = 141

const [{ main }, { processTerminal }] = await Promise.all([import('./main.ts'), import('./terminal.ts')])
// Whoever read the output has seen enough.
processTerminal.stdout.on('error', () => processTerminal.exit(brokenPipeExit))
process.exitCode = await main(process.argv.slice(2), processTerminal)
