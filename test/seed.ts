import fc from 'fast-check'

// A test says the same every time. `FUZZ=1 npm test` looks for what nobody has thought of yet; a failure names its seed.
if (process.env.FUZZ === undefined) fc.configureGlobal({ seed: 20260331 })
