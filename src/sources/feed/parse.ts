import type { FeedFacts, OnEntry } from './facts.ts'
import { parseJsonFeed } from './json-feed.ts'
import { parseXmlFeed } from './xml-feed.ts'

/** Reads RSS, Atom, RDF or JSON Feed that came from `address`; null when the text is none of them. */
export const parseFeed = (text: string, address: string, onEntry: OnEntry): Promise<FeedFacts | null> =>
  (/^\s*\{/.test(text) ? parseJsonFeed : parseXmlFeed)(text, address, onEntry)
