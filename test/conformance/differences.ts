type Difference = { names: RegExp; kind: 'ours right' | 'rare form' | 'wrong'; reason: string }

/** Where Paperboy reads another value than a peer, and why. */
export const differences: Difference[] = []
