import EventSourcing
import Foundation

/// A part of a list, and how to ask for the next one.
package struct Page<Item: Sendable>: Sendable {
    package let items: [Item]
    /// Nothing on the last page.
    package let next: Cursor?

    package init(items: [Item], next: Cursor?) {
        self.items = items
        self.next = next
    }
}

extension Page: Equatable where Item: Equatable {}
extension Page: Encodable where Item: Encodable {}

/// How much of a list is asked for.
package struct PageRequest: Hashable, Sendable {
    package static let limits = 1...200
    package static let standardLimit = 50

    package let limit: Int
    package let cursor: Cursor?

    /// - Throws: `QueryFailure.limitOutOfBounds`.
    package init(limit: Int = standardLimit, cursor: Cursor? = nil) throws {
        guard Self.limits.contains(limit) else {
            throw QueryFailure.limitOutOfBounds(limit, allowed: Self.limits)
        }
        self.limit = limit
        self.cursor = cursor
    }

    private init() {
        limit = Self.standardLimit
        cursor = nil
    }

    /// The first page.
    package static let first = PageRequest()

    /// Where the page begins, for a list ordered by columns of these kinds.
    ///
    /// - Throws: `QueryFailure.malformedCursor` for the cursor of another list.
    func start(_ kinds: ColumnValue.Kind...) throws -> [ColumnValue] {
        guard let cursor else { return [] }
        guard cursor.key.map(\.kind) == kinds else { throw QueryFailure.malformedCursor }
        return cursor.key
    }

    /// The moment of the list's first page; `moment` where this is the first.
    ///
    /// - Throws: `QueryFailure.expiredCursor` where the list began as today's, and today is far
    ///   on; `QueryFailure.malformedCursor` where it lies ahead of the log.
    func moment(
        _ moment: Moment, in tenant: TenantID, log: any EventLog
    ) async throws -> Moment {
        guard let cursor else { return moment }
        let head = try await log.open(tenant, commands: []).head
        guard cursor.position <= head else { throw QueryFailure.malformedCursor }
        if moment == .now, head.value - cursor.position.value > Cursor.reach {
            throw QueryFailure.expiredCursor
        }
        return .position(cursor.position)
    }

    /// The page, from one item more than it may hold, so that the last one knows that it is.
    func page<Item>(
        of items: [Item], at position: Position, key: (Item) -> [ColumnValue]
    ) -> Page<Item> {
        let page = Array(items.prefix(limit))
        let next = items.count > limit ? page.last.map(key) : nil
        return Page(items: page, next: next.map { Cursor(position: position, key: $0) })
    }
}

/// The place behind a page: the position of the first page, and the key of this one's last item.
///
/// Every page of a list is answered at the position of the first, so that nothing moves between
/// them. A cursor gives no right and holds no secret; whoever edits one asks another question.
package struct Cursor: Hashable, Sendable {
    /// How far the log may go on before a cursor expires: a past page is folded from the log.
    package static let reach = 100_000

    let position: Position
    let key: [ColumnValue]

    private struct Wire: Codable {
        let p: Position
        let k: [ColumnValue]
    }

    init(position: Position, key: [ColumnValue]) {
        self.position = position
        self.key = key
    }

    /// - Throws: `QueryFailure.malformedCursor`.
    package init(_ text: String) throws {
        var base64 = text.replacing("-", with: "+").replacing("_", with: "/")
        base64 += String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
        guard let data = Data(base64Encoded: base64),
            let wire = try? JSONDecoder().decode(Wire.self, from: data), wire.p >= .start,
            wire.k.allSatisfy(\.isStorable)
        else { throw QueryFailure.malformedCursor }
        self.init(position: wire.p, key: wire.k)
    }
}

extension Cursor: CustomStringConvertible, Encodable {
    /// Safe in a URL's query.
    package var description: String {
        let json: Data
        do {
            json = try JSONEncoder.canonical.encode(Wire(p: position, k: key))
        } catch {
            preconditionFailure("a cursor encodes without an error: \(error)")
        }
        return json.base64EncodedString()
            .replacing("+", with: "-").replacing("/", with: "_").replacing("=", with: "")
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}
