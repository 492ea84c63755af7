import Catalog
import Clubs
import CommandHandling
import Directory
import EventSourcing
import Vocabulary

/// A network as its events so far have made it: what stories look at.
struct NetworkState: Sendable {
    private(set) var clubs: [ClubID: Club] = [:]
    private(set) var people: [PersonID: Person] = [:]
    private(set) var policies: [SchoolID: School.Policy] = [:]
    private var versions: [StreamName: Int] = [:]

    /// In the order of their ids, which is no order that means anything.
    var clubIDs: [ClubID] { clubs.keys.sorted() }

    func version(of stream: StreamName) -> Int? { versions[stream] }

    mutating func evolve(_ recorded: Recorded<DomainEvent>) {
        versions[recorded.stream] = recorded.version
        guard let id = recorded.stream.id else { return }
        switch recorded.event {
        case .club(let event): clubs[ClubID(id), default: Club()].evolve(event)
        case .person(let event): people[PersonID(id), default: Person()].evolve(event)
        case .school(.policySet(let policy)): policies[SchoolID(id)] = policy
        case .school: break
        }
    }
}
