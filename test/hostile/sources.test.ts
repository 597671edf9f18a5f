import { readInTime } from './cost.ts'
import { sources } from './readers.ts'

readInTime(sources)
