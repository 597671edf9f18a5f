import type { IncomingMessage, ServerResponse } from 'node:http'
import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'

/** Answers every request to one path, whatever its method: how a platform takes its own. */
export type Route = (request: IncomingMessage, response: ServerResponse) => Promise<void>

/** Everything that is answered on the port. */
export type Site = Hono<{ Bindings: HttpBindings }>
