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
    /// What any of them reads.
    let types: Set<String>

    package init(_ projectors: [any Projector]) {
        self.projectors = projectors
        types = projectors.reduce(into: BracketFold.types) { $0.formUnion(type(of: $1).types) }
    }

    package var tables: [any Row.Type] {
        projectors.flatMap { type(of: $0).tables } + BracketFold.tables
    }

    package func project(_ recorded: Recorded<DomainEvent>, type: String) -> [Change] {
        projectors.flatMap { projector in
            Swift.type(of: projector).types.contains(type) ? projector.project(recorded) : []
        }
    }

    /// All that this program keeps.
    package static let main = ProjectorGroup([DirectoryProjector(), MembershipProjector()])
}
