import { describe } from 'vitest'
import { adapterContract } from '../../contracts/adapter.ts'
import { openAdapted } from './contract.ts'

describe('Discord', () => adapterContract(openAdapted))
