import Foundation
import JSONCoding

/// An id that cannot be taken for another thing's; lower case on the wire, as RFC 9562 writes it.
///
/// `Identity` is an empty enum that stands for the thing, so that a context may speak of a club
/// without importing the one that decides about clubs.
package struct ID<Identity>: Hashable, Comparable, Codable, Sendable, LosslessStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    package init?(_ text: String) {
        guard let uuid = UUID(text: text) else { return nil }
        self.init(uuid)
    }

    package init(from decoder: any Decoder) throws {
        var own: UUID?
        try decoder.asJSONNode?.withText { own = UUID(utf8: $0) }
        if let own {
            self.init(own)
            return
        }
        let container = try decoder.singleValueContainer()
        let text = try container.decode(String.self)
        guard let id = ID(text) else {
            throw DecodingError.dataCorruptedError(
                in: container, debugDescription: "\(text) is no UUID")
        }
        self = id
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }

    package var description: String { uuid.text }

    package static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

/// What the ids of the envelope stand for.
package enum Identity {
    package enum Tenant {}
    package enum Command {}
    package enum Person {}
}

/// One school, or a network of schools whose students meet: everything in it is one log.
package typealias TenantID = ID<Identity.Tenant>

/// One wish, however often it is sent: a command takes effect once for each id.
package typealias CommandID = ID<Identity.Command>

package typealias PersonID = ID<Identity.Person>
