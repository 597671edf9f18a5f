import type { HttpBindings } from '@hono/node-server'
import type { Hono } from 'hono'

/** Everything that is answered on the port. */
export type Site = Hono<{ Bindings: HttpBindings }>
