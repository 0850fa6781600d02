#!/usr/bin/env node
import module from 'node:module'

// Compiled code is kept between runs, where this Node can.
const { enableCompileCache } = module as { enableCompileCache?: () => unknown }
enableCompileCache?.()

const [{ main }, { processTerminal }] = await Promise.all([import('./main.ts'), import('./terminal.ts')])
process.exitCode = await main(process.argv.slice(2), processTerminal)
