/** A paper that its authors took back, or that its journal declared void. */
export type Standing = 'withdrawn' | 'retracted'

/** What may become of a paper after it was posted. */
export type PaperChangeKind = 'code' | 'model' | 'dataset' | Standing

export type Picture = { url: string; alt: string }

/** What sources say of a paper besides. A fact is missing where no source gave it. */
export type PaperFacts = {
  standing?: Standing
  /** arXiv: “12 pages, 3 figures. Accepted at …” */
  comment?: string
  /** Where it came out: “J. Tides 12 (2026) 3–9”. */
  journal?: string
  licence?: string
  /** Of its code, on GitHub. */
  stars?: number
  videos?: string[]
  /** The paper's own, looked at before it is shown; whether it exists is asked shortly before a post alone. */
  picture?: Picture
  /** Of arXiv, from the second on. */
  version?: number
  /** Addresses at Hugging Face. Empty: it was asked, and knew none. */
  models?: string[]
  datasets?: string[]
  demos?: string[]
}

/** The facts that say something. */
export function factsOf(given: { [Fact in keyof PaperFacts]: PaperFacts[Fact] | null | '' }): PaperFacts {
  const isKnown = (value: unknown) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0)
  return Object.fromEntries(Object.entries(given).filter(([, value]) => isKnown(value)))
}
