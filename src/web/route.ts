import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'

/** Answers every request to one path, as a platform does for its own. Why it turned one away; null: it did not. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<string | null>

/** Everything that is answered on the port. */
export type Site = Hono<{ Bindings: HttpBindings }>
