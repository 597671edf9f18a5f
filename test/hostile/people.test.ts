import { readInTime } from './cost.ts'
import { people, search } from './readers.ts'

readInTime([...people, ...search])
