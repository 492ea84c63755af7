/// A place in a tenant's one order: 1, 2, 3 … without a gap; 0 is before the first event.
package struct Position: Hashable, Comparable, Codable, Sendable {
    package let value: Int

    package static let start = Position(0)

    package init(_ value: Int) { self.value = value }

    package init(from decoder: any Decoder) throws {
        value = try decoder.singleValueContainer().decode(Int.self)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(value)
    }

    package static func < (left: Self, right: Self) -> Bool { left.value < right.value }
    package static func + (left: Self, count: Int) -> Self { .init(left.value + count) }
    package var next: Position { self + 1 }
}

extension Position: ExpressibleByIntegerLiteral, CustomStringConvertible {
    package init(integerLiteral value: Int) { self.init(value) }
    package var description: String { String(value) }
}
