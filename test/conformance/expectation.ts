/** What is compared of an entry. A link is compared as the paper that it identifies, a date as its day. */
export type Fact = 'title' | 'text' | 'author' | 'link' | 'date' | 'entries'

/** A value that a peer's test states for an input. */
export type Expectation = {
  /** The file and the test in it. */
  name: string
  input: { body: Buffer; contentType: string; url: string }
  /** The place of the entry in the feed. */
  entry: number
  fact: Fact
  /** Texts may hold HTML, dates are as the peer writes them. `entries`: how many there are. */
  value: string
}

/** A spelling of a date and the moment that the peer reads; null when it is to be refused, '' for any. */
export type DateExpectation = { name: string; text: string; value: string | null }

export type Peer = {
  name: string
  read(folder: string): { values: Expectation[]; dates: DateExpectation[] }
}

const FEED_URL = 'http://example.org/feed.xml'

export const inputOf = (body: Buffer | string, contentType = '', url = FEED_URL): Expectation['input'] => ({
  body: Buffer.from(body),
  contentType,
  url,
})
