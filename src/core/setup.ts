import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Finding, ListedChannel, Platform } from './chat.ts'

/** Answers every request to one path, as a platform does for its own. Why it turned one away; null: it did not. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<string | null>

export type PlatformSetup = {
  platform: Platform
  /** Channels that the settings list, by name or id. */
  listed: string[]
  /** The channels that names or ids mean. */
  findChannels(listed: string[]): Promise<ListedChannel[]>
  /** What `doctor` says about it. */
  examine(): Promise<Finding[]>
  /** Whether it hears what people do. */
  isConnected(): boolean
  /** What it answers the platform over HTTP, by path. */
  routes: Record<string, Route>
  /** What it shows to people in a browser, by path. */
  pages: Record<string, Route>
}
