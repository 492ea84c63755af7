import Catalog
import EventSourcing

/// Turns an event into changes of rows: a pure function, with no memory of earlier events.
package protocol Projector: Sendable {
    /// `membership-1`; a new number starts its tables anew.
    static var name: String { get }
    /// The rows it writes; nobody else writes them.
    static var tables: [any Row.Type] { get }
    /// The wire names of the events it reads; others are not even decoded for it.
    static var types: Set<String> { get }

    func project(_ recorded: Recorded<DomainEvent>) -> [Change]
}

/// Projectors that read the log together and share one checkpoint.
///
/// Beside them stand the tournaments, whose rows come from folded state; see `Projection`.
package struct ProjectorGroup: Sendable {
    package let projectors: [any Projector]
    /// Who reads the events of a type, for all types that any of them reads.
    private let readers: [String: [any Projector]]

    package init(_ projectors: [any Projector]) {
        self.projectors = projectors
        var readers: [String: [any Projector]] = [:]
        for type in BracketFold.types { readers[type] = [] }
        for projector in projectors {
            for type in type(of: projector).types { readers[type, default: []].append(projector) }
        }
        self.readers = readers
    }

    func reads(_ type: String) -> Bool { readers[type] != nil }

    package var tables: [any Row.Type] {
        projectors.flatMap { type(of: $0).tables } + BracketFold.tables
    }

    package func project(_ recorded: Recorded<DomainEvent>, type: String) -> [Change] {
        guard let readers = readers[type], let first = readers.first else { return [] }
        return readers.dropFirst().reduce(into: first.project(recorded)) {
            $0 += $1.project(recorded)
        }
    }

    /// All that this program keeps.
    package static let main = ProjectorGroup([DirectoryProjector(), MembershipProjector()])
}
