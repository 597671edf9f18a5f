import { type RawBuilder, sql } from 'kysely'

/**
 * Rows that come with a statement, as a table of its `with`: one trip to the database where there would be one for each. A value that is
 * no text has to be cast.
 */
export const givenRows = <Row>(rows: RawBuilder<unknown>[]): RawBuilder<Row> => sql<Row>`(values ${sql.join(rows)})`
