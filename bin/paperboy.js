#!/usr/bin/env node
import module from 'node:module'
import { setFlagsFromString } from 'node:v8'

// Plain JavaScript on purpose: an old Node must get as far as this sentence before it meets TypeScript.
const [major, minor] = process.versions.node.split('.').map(Number)
if (major < 24 || (major === 24 && minor < 15)) {
  console.error(
    `Paperboy needs Node 24.15 or newer; this is ${process.versions.node}. ` +
      'Start it with `npm start` (npm ci brings a fitting Node on Linux and Windows) or install one from https://nodejs.org.',
  )
  process.exit(2)
}

// Whatever is written, by a library too, is for this user alone: the database knows who voted what and holds tokens.
process.umask(0o077)
// The bot idles for days on small machines, where a young generation that grew at the start is never given back, and an old one
// that may double before it is looked through is twice as large as it need be.
if (['start', undefined].includes(process.argv[2]))
  for (const flag of ['--optimize-for-size', '--heap-growing-percent=50']) setFlagsFromString(flag)
// Threads share what V8 makes of WebAssembly, in which Node strips TypeScript. Seen once with Node 24.21: V8 ended the process when it exchanged
// a much-called wrapper for a faster one while a thread of the search started. The first one is fast enough.
setFlagsFromString('--wasm-wrapper-tiering-budget=1000000000')
module.enableCompileCache()
const { main } = await import('../src/main.ts')
await main(process.argv.slice(2))
