import type { HttpBindings } from '@hono/node-server'
import type { Context, Hono } from 'hono'

/** Everything that is answered on the port. */
export type Site = Hono<{ Bindings: HttpBindings }>

export type Page = Context<{ Bindings: HttpBindings }>
