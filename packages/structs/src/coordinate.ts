import { f64, type Infer, list, nullable, record, str } from '@consul-ts/wire'
import { QueryMeta, WriteRequest } from './query-options.ts'

/** A place in network space, in seconds of round-trip time. */
export const NetworkCoordinate = record('coordinate.Coordinate', {
  Vec: list(f64),
  Error: f64,
  Adjustment: f64,
  Height: f64,
})
export interface NetworkCoordinate extends Infer<typeof NetworkCoordinate> {}

/** Where a node is. */
export const Coordinate = record('Coordinate', {
  Node: str,
  Segment: str,
  Coord: nullable(NetworkCoordinate),
})
export interface Coordinate extends Infer<typeof Coordinate> {}

export const CoordinateUpdateRequest = record('CoordinateUpdateRequest', {
  Datacenter: str,
  Node: str,
  Segment: str,
  Coord: nullable(NetworkCoordinate),
  ...WriteRequest.shape,
})
export interface CoordinateUpdateRequest extends Infer<typeof CoordinateUpdateRequest> {}

export const IndexedCoordinates = record('IndexedCoordinates', {
  Coordinates: list(Coordinate),
  ...QueryMeta.shape,
})
export interface IndexedCoordinates extends Infer<typeof IndexedCoordinates> {}

export const DatacenterMap = record('DatacenterMap', {
  Datacenter: str,
  AreaID: str,
  Coordinates: list(Coordinate),
})
export interface DatacenterMap extends Infer<typeof DatacenterMap> {}
