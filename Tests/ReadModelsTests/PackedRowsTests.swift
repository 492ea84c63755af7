import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import ReadModels

struct PackedRowsTests {
    /// A row as `RowWriter` writes it: a tenant, a key, and a field of some length.
    private static func row(_ key: Int, _ length: Int) -> [UInt8] {
        var row: [UInt8] = []
        row.append(bigEndian: Int16(3))
        row.append(bigEndian: Int32(16))
        row += [UInt8](repeating: 7, count: 16)
        row += Self.key(key)
        row.append(bigEndian: Int32(length))
        row += [UInt8](repeating: UInt8(truncatingIfNeeded: length), count: length)
        return row
    }

    private static func key(_ key: Int) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.append(bigEndian: Int32(8))
        bytes.append(bigEndian: Int64(key))
        return bytes
    }

    private func put(_ row: [UInt8], _ key: Int, in rows: inout PackedRows) {
        row.withUnsafeBytes { row in
            Self.key(key).withUnsafeBytes { rows.put(row, key: $0) }
        }
    }

    /// All rows, in any order.
    private func all(_ rows: PackedRows, limit: Int) -> [[UInt8]] {
        var next = 0
        var all: [[UInt8]] = []
        while true {
            let (bytes, count) = rows.copy(from: &next, limit: limit)
            guard count > 0 else { return all }
            bytes.withUnsafeBytes { bytes in
                var start = 0
                for _ in 0..<count {
                    let end = (0..<3).reduce(start + 2) { end, _ in bytes.end(ofFieldAt: end) }
                    all.append(Array(bytes[start..<end]))
                    start = end
                }
                #expect(start == bytes.count)
            }
        }
    }

    @Test(arguments: [1, 2, 3])
    func `rows are those that a dictionary has`(seed: UInt64) {
        var dice = SeededGenerator(seed: seed)
        var rows = PackedRows()
        var expected: [Int: [UInt8]] = [:]
        for _ in 0..<20_000 {
            let key = Int.random(in: 0..<300, using: &dice)
            // Some are larger than a block.
            let length =
                Int.random(in: 0..<2000, using: &dice) == 0
                ? 1_500_000 : Int.random(in: 0..<200, using: &dice)
            let row = Self.row(key, length)
            switch Int.random(in: 0..<5, using: &dice) {
            case 0, 1:
                put(row, key, in: &rows)
                expected[key] = row
            case 2:
                Self.key(key).withUnsafeBytes { rows.change($0) { _ in row } }
                if expected[key] != nil { expected[key] = row }
            case 3:
                Self.key(key).withUnsafeBytes { rows.remove($0) }
                expected[key] = nil
            default:
                let taken = Self.key(key).withUnsafeBytes { rows.take($0) }
                #expect(taken == expected.removeValue(forKey: key))
            }
        }
        #expect(rows.count == expected.count)
        #expect(Set(all(rows, limit: 1000)) == Set(expected.values))
        #expect(Set(all(rows, limit: .max / 2)) == Set(expected.values))
    }

    @Test func `a row is changed where it stands, and a copy stays as it was`() {
        var rows = PackedRows()
        put(Self.row(1, 10), 1, in: &rows)
        let before = rows
        Self.key(1).withUnsafeBytes { key in
            rows.change(key) { row in
                row[row.count - 1] = 0xEE
                return nil
            }
        }
        #expect(all(rows, limit: 1).first?.last == 0xEE)
        #expect(all(before, limit: 1) == [Self.row(1, 10)])
    }

    @Test func `memory grows with what there is, and not with what has been`() {
        var rows = PackedRows()
        for key in 0..<100 { put(Self.row(key, 100), key, in: &rows) }
        let size = rows.byteCount
        for key in 100..<100_000 {
            Self.key(key - 100).withUnsafeBytes { rows.remove($0) }
            put(Self.row(key, 100), key, in: &rows)
        }
        #expect(rows.count == 100 && rows.byteCount == size)
    }
}
