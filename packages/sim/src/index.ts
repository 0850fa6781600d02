export { SeededRandom } from './seeded-random.ts'
export { SimClock } from './sim-clock.ts'
export { type DiskConditions, type DiskTotals, diskDefaults, SimDisk } from './sim-disk.ts'
export { type NetworkConditions, type NetworkTotals, networkDefaults, SimNetwork } from './sim-network.ts'
