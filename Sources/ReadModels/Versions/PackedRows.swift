import Foundation

/// Rows of one table and tenant by their keys, packed into blocks of memory, so that a row costs no
/// allocation of its own.
///
/// A row begins with the number of its fields and its tenant, and its key follows: see `RowWriter`.
/// Room that rows leave is given to others of their size.
struct PackedRows {
    /// Bytes of a block; the first ones are smaller, and a larger row has one to itself.
    private static let blockBytes = 1024 * 1024
    private static let firstBlockBytes = 4096
    /// Room is given in multiples of these bytes.
    private static let grain = 32

    /// Where a row is.
    private struct Place {
        var block: Int32
        var start: Int32
        /// Bytes of the row; none where a row has been.
        var count: Int32
        /// Of its key's hash.
        var hash: UInt32
    }

    /// Beside the numbers of places from 0.
    private enum Slot {
        static let empty: Int32 = -1
        static let left: Int32 = -2
    }

    private var blocks: [[UInt8]] = []
    /// Rows in the order in which they came, but for those that have another's place.
    private var places: [Place] = []
    private var freePlaces: [Int32] = []
    /// Room that rows have left, by its size in grains.
    private var freeRoom: [Int: [(block: Int32, start: Int32)]] = [:]
    /// The numbers of the places, by hash with open addressing; a power of two, at most half full.
    private var slots: [Int32] = []
    /// Slots that are not empty.
    private var usedSlots = 0

    private(set) var count = 0
    /// Of the rows and the room between them.
    private(set) var byteCount = 0

    /// Puts a row in place of the one of its key.
    mutating func put(_ row: UnsafeRawBufferPointer, key: UnsafeRawBufferPointer) {
        let hash = Self.hash(of: key)
        if let place = place(of: key, hash) {
            replace(place, by: row)
        } else {
            insert(row, hash)
        }
    }

    /// Changes the row of that key, if there is one.
    ///
    /// - Parameter change: Writes over the row, or says what comes in its place.
    mutating func change(
        _ key: UnsafeRawBufferPointer,
        _ change: (UnsafeMutableRawBufferPointer) -> [UInt8]?
    ) {
        guard let place = place(of: key, Self.hash(of: key)) else { return }
        let (block, range) = (Int(places[place].block), range(of: places[place]))
        let new = blocks[block].withUnsafeMutableBytes {
            change(UnsafeMutableRawBufferPointer(rebasing: $0[range]))
        }
        new?.withUnsafeBytes { replace(place, by: $0) }
    }

    /// The row of that key, which is here no longer.
    mutating func take(_ key: UnsafeRawBufferPointer) -> [UInt8]? {
        guard let slot = slot(of: key, Self.hash(of: key)) else { return nil }
        let place = Int(slots[slot])
        let row = Array(blocks[Int(places[place].block)][range(of: places[place])])
        remove(place, at: slot)
        return row
    }

    mutating func remove(_ key: UnsafeRawBufferPointer) {
        guard let slot = slot(of: key, Self.hash(of: key)) else { return }
        remove(Int(slots[slot]), at: slot)
    }

    /// Gives each row to `body`.
    func forEach(_ body: (UnsafeRawBufferPointer) -> Void) {
        for place in places where place.count > 0 { withRow(at: place, body) }
    }

    /// Rows of about `limit` bytes, one behind the other.
    ///
    /// - Parameter start: Where they begin, 0 at first; where the next ones begin, afterwards.
    /// - Returns: Their bytes and their number, which is 0 behind the last row.
    func copy(from start: inout Int, limit: Int) -> (bytes: [UInt8], rowCount: Int) {
        var bytes: [UInt8] = []
        var rowCount = 0
        while start < places.count, bytes.count < limit {
            if places[start].count > 0 {
                if bytes.isEmpty { bytes.reserveCapacity(min(limit, byteCount) + Self.grain) }
                withRow(at: places[start]) { bytes.append(contentsOf: $0) }
                rowCount += 1
            }
            start += 1
        }
        return (bytes, rowCount)
    }
}

/// Finding a row.
extension PackedRows {
    private static func hash(of key: UnsafeRawBufferPointer) -> UInt32 {
        var hasher = Hasher()
        hasher.combine(bytes: key)
        return UInt32(truncatingIfNeeded: hasher.finalize())
    }

    private func place(of key: UnsafeRawBufferPointer, _ hash: UInt32) -> Int? {
        slot(of: key, hash).map { Int(slots[$0]) }
    }

    private func slot(of key: UnsafeRawBufferPointer, _ hash: UInt32) -> Int? {
        guard count > 0 else { return nil }
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] != Slot.empty {
            if slots[slot] >= 0, isAt(places[Int(slots[slot])], key, hash) { return slot }
            slot = (slot + 1) & (slots.count - 1)
        }
        return nil
    }

    /// A field stands behind its length, so no key is the beginning of another.
    private func isAt(_ place: Place, _ key: UnsafeRawBufferPointer, _ hash: UInt32) -> Bool {
        place.hash == hash
            && withRow(at: place) { row in
                let rest = UnsafeRawBufferPointer(rebasing: row[RowWriter.keyStart...])
                guard rest.count >= key.count, let start = rest.baseAddress,
                    let keyStart = key.baseAddress
                else { return false }
                return memcmp(start, keyStart, key.count) == 0
            }
    }

    private func withRow<Result>(
        at place: Place, _ body: (UnsafeRawBufferPointer) -> Result
    ) -> Result {
        blocks[Int(place.block)].withUnsafeBytes {
            body(UnsafeRawBufferPointer(rebasing: $0[range(of: place)]))
        }
    }

    private func range(of place: Place) -> Range<Int> {
        Int(place.start)..<Int(place.start + place.count)
    }
}

/// Making room, and leaving it.
extension PackedRows {
    private mutating func insert(_ row: UnsafeRawBufferPointer, _ hash: UInt32) {
        if 2 * (usedSlots + 1) > slots.count { spread() }
        let (block, start) = store(row)
        let new = Place(block: block, start: start, count: Int32(row.count), hash: hash)
        let place = freePlaces.popLast() ?? Int32(places.count)
        if place == places.count { places.append(new) } else { places[Int(place)] = new }
        fill(place, hash)
        count += 1
    }

    private mutating func replace(_ place: Int, by row: UnsafeRawBufferPointer) {
        let old = places[place]
        if Self.grains(Int(old.count)) == Self.grains(row.count) {
            write(row, old.block, old.start)
        } else {
            leave(old)
            (places[place].block, places[place].start) = store(row)
        }
        places[place].count = Int32(row.count)
    }

    private mutating func remove(_ place: Int, at slot: Int) {
        leave(places[place])
        places[place].count = 0
        freePlaces.append(Int32(place))
        slots[slot] = Slot.left
        count -= 1
    }

    /// Writes a row into room that another has left, or behind the last one.
    private mutating func store(
        _ row: UnsafeRawBufferPointer
    ) -> (block: Int32, start: Int32) {
        let grains = Self.grains(row.count)
        if let room = freeRoom[grains]?.popLast() {
            write(row, room.block, room.start)
            return room
        }
        let size = grains * Self.grain
        if blocks.last.map({ $0.capacity - $0.count < size }) ?? true {
            var block: [UInt8] = []
            block.reserveCapacity(
                max(size, min(Self.blockBytes, max(Self.firstBlockBytes, byteCount))))
            blocks.append(block)
        }
        let last = blocks.count - 1
        let start = blocks[last].count
        blocks[last].append(contentsOf: row)
        blocks[last].append(contentsOf: repeatElement(0, count: size - row.count))
        byteCount += size
        return (Int32(last), Int32(start))
    }

    private mutating func write(_ row: UnsafeRawBufferPointer, _ block: Int32, _ start: Int32) {
        blocks[Int(block)].withUnsafeMutableBytes { bytes in
            UnsafeMutableRawBufferPointer(rebasing: bytes[Int(start)...]).copyMemory(from: row)
        }
    }

    private mutating func leave(_ place: Place) {
        freeRoom[Self.grains(Int(place.count)), default: []].append((place.block, place.start))
    }

    private static func grains(_ count: Int) -> Int { (count + grain - 1) / grain }

    private mutating func fill(_ place: Int32, _ hash: UInt32) {
        var slot = Int(hash) & (slots.count - 1)
        while slots[slot] >= 0 { slot = (slot + 1) & (slots.count - 1) }
        if slots[slot] == Slot.empty { usedSlots += 1 }
        slots[slot] = place
    }

    /// Gives all rows new slots, four for each.
    private mutating func spread() {
        var size = 16
        while size < 4 * (count + 1) { size *= 2 }
        slots = Array(repeating: Slot.empty, count: size)
        usedSlots = 0
        for place in places.indices where places[place].count > 0 {
            fill(Int32(place), places[place].hash)
        }
    }
}
