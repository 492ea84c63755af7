import Directory
import EventSourcing
import ReadModels
import Vocabulary

/// Who looks, with what they may see today: section 18 of the domain, for schools and clubs.
///
/// A past moment changes the facts that are shown, and never these rights. What somebody may not
/// know to exist is refused like what does not exist.
struct Viewer: Sendable {
    let tenant: TenantID
    /// Through where the log is in these rights; an answer may know nothing later.
    var position: Position
    /// Nobody for a visitor of public pages, and for a person whom the directory does not know.
    let standing: Standing?
    /// Clubs that they have asked or wait for.
    let pending: Set<ClubID>

    static func visitor(of tenant: TenantID, at position: Position) -> Viewer {
        Viewer(tenant: tenant, position: position, standing: nil, pending: [])
    }

    var person: PersonID? { standing?.person }

    private var active: Standing? {
        guard let standing, standing.isActive else { return nil }
        return standing
    }

    /// Whether they look after the people of a school.
    func isStaff(of school: SchoolID) -> Bool {
        let caring: Set<Person.Role> = [.teacher, .pastoral, .safeguarding, .moderator, .admin]
        guard let active, active.school == school else { return false }
        return !active.roles.isDisjoint(with: caring)
    }

    func isAdmin(of school: SchoolID) -> Bool {
        active.map { $0.school == school && $0.roles.contains(.admin) } ?? false
    }

    func takesPart(in club: ClubID) -> Bool {
        active.map { $0.memberOf.contains(club) || $0.clubRoles[club] != nil } ?? false
    }

    func maySee(_ club: ClubView) -> Bool {
        if club.visibility == .public { return true }
        guard let active else { return false }
        if takesPart(in: club.club) || pending.contains(club.club) { return true }
        if isStaff(of: club.hostSchool) { return true }
        return switch club.visibility {
        case .public, .network: true
        case .school: ([club.hostSchool] + club.openTo).contains(active.school)
        case .members: false
        }
    }

    /// Members by name: those who share the club, and those who look after its school's people.
    func maySeeRoster(of club: ClubView) -> Bool {
        takesPart(in: club.club) || isStaff(of: club.hostSchool)
    }

    /// Who asks and who waits: the club's leads, and the admins of its school.
    func maySeeQueue(of club: ClubView) -> Bool {
        isLead(of: club.club) || isAdmin(of: club.hostSchool)
    }

    /// Drafts of rounds: those who may pair (`TournamentHandler.requireArbiter`).
    func arbitrates(in club: ClubView) -> Bool {
        isLead(of: club.club) || isAdmin(of: club.hostSchool)
    }

    /// How much of a club's tournaments they see; nothing where they may not know of the club.
    func bracketSight(in club: ClubView) -> BracketSight? {
        guard maySee(club) else { return nil }
        if arbitrates(in: club) { return .arbiters }
        return maySeeRoster(of: club) ? .members : .outside
    }

    func isLead(of club: ClubID) -> Bool { active?.leads(club) ?? false }

    func isSelf(_ person: PersonID) -> Bool { standing?.person == person }

    /// How much of a person they see.
    func reach(to other: Standing) -> Reach {
        if isSelf(other.person) || isStaff(of: other.school) { return .everything }
        let mine = active.map { $0.memberOf.union($0.clubRoles.keys) } ?? []
        let theirs = other.memberOf.union(other.clubRoles.keys)
        return mine.isDisjoint(with: theirs) ? .nothing : .name
    }

    enum Reach {
        case nothing, name, everything
    }
}

extension GatewayParts {
    /// Today's rights of whoever asks.
    func viewer(_ caller: Caller) async throws -> Viewer {
        try await requireReadable(caller.tenant)
        do {
            let standing = try await queries.standing(of: caller.person, in: caller.tenant)
            let memberships = try await queries.memberships(
                of: caller.person, in: caller.tenant, clock: now()
            ).value
            let pending = memberships.filter { [.asked, .waiting].contains($0.state) }
            return Viewer(
                tenant: caller.tenant, position: standing.position, standing: standing.value,
                pending: Set(pending.map(\.club)))
        } catch QueryFailure.notFound {
            return try await visitor(of: caller.tenant)
        }
    }

    /// Those of the clubs of a page that the viewer may see by today's visibility, whatever moment
    /// they are shown at.
    func visible(
        _ clubs: [ClubView], at moment: Moment = .now, on page: PageRequest, for viewer: Viewer
    ) async throws -> [ClubView] {
        // A later page is of the first one's moment.
        if moment == .now, page.cursor == nil { return clubs.filter(viewer.maySee) }
        var visible: [ClubView] = []
        for club in clubs {
            let today = try await queries.club(club.club, in: viewer.tenant).value
            if viewer.maySee(today) { visible.append(club) }
        }
        return visible
    }

    /// The club as it is today, for those who may know of it.
    ///
    /// - Throws: `QueryFailure.notFound` for everybody else too.
    func visibleClub(_ id: ClubID, for viewer: Viewer) async throws -> ClubView {
        let club = try await queries.club(id, in: viewer.tenant).value
        guard viewer.maySee(club) else { throw QueryFailure.notFound(.club) }
        return club
    }
}
