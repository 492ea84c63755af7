import Foundation

/// A type with everything that Swift writes a `Codable` for.
struct Specimen: Codable, Equatable {
    enum Shape: Codable, Equatable {
        case point
        case circle(radius: Double, label: String?)
        case both(Inner, Int)
    }

    struct Inner: Codable, Equatable {
        var id: UUID
        var names: [String: Int]
    }

    enum Word: String, Codable, Equatable { case one, two = "zwei" }

    var text: String
    var whole: Int
    var small: Int8
    var large: UInt64
    var double: Double
    var float: Float
    var flag: Bool
    var absent: Int?
    var present: String?
    var list: [Shape]
    var nested: [[Inner?]]
    var word: Word
    var moment: Date
}

/// Calls the coders that synthesised types never call: a class with a super, and one by hand.
class Base: Codable {
    var base: Int

    init(base: Int) { self.base = base }
}

final class Derived: Base {
    var own: String

    init(base: Int, own: String) {
        self.own = own
        super.init(base: base)
    }

    private enum CodingKeys: String, CodingKey { case own, list }

    required init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        own = try container.decode(String.self, forKey: .own)
        var list = try container.nestedUnkeyedContainer(forKey: .list)
        while !list.isAtEnd {
            if try list.decodeNil() { continue }
            var inner = try list.nestedUnkeyedContainer()
            own += try inner.decode(String.self)
        }
        try super.init(from: container.superDecoder())
    }

    override func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        var list = container.nestedUnkeyedContainer(forKey: .list)
        // Crosswise: the object goes on while its array is not finished.
        try container.encode("before", forKey: .own)
        try list.encodeNil()
        var inner = list.nestedUnkeyedContainer()
        try container.encode(own, forKey: .own)
        try inner.encode("\(inner.count)/\(list.count)")
        try super.encode(to: container.superEncoder())
    }
}
