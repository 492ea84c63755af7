import Clubs
import Directory
import EventSourcing
import ReadModels
import Vocabulary

/// All that a club's page is made of, for one viewer and one moment.
///
/// Who may see what is `Viewer`'s answer, with today's rights; the facts are the moment's.
struct ClubFacts: Sendable {
    /// How many members stand on one page.
    static let rosterLimit = 200
    /// How many of the schools that a club is open to are named.
    static let schoolLimit = 12
    /// Up to how many members a past roster is compared with today's.
    static let comparedLimit = 1000

    let today: ClubView
    /// At the moment; nothing where the club was not founded yet.
    let club: ClubView?
    let moment: PageMoment
    let clock: LocalClock
    let now: Timestamp
    let viewer: Viewer
    let me: Me?
    /// Those who lead and may be shown to this viewer.
    let leads: [NamedPerson]
    let hiddenLeads: Int
    let hostName: String
    let hostPolicy: [AgeBand]
    let guestNames: [String]
    let moreGuests: Int
    /// Nothing where the viewer may not see who is in the club.
    let roster: Page<RosterEntry>?
    /// Of those on the roster's page, who is a member today as well; nothing for today itself.
    let stillMembers: Set<PersonID>?
    /// Nothing where the viewer may not see who waits.
    let waitlist: [WaitlistEntry]?
    let asking: Page<JoinRequestView>?
    let life: ClubLife
    /// The latest first; one more than is shown, where there are others.
    let tournaments: [ListedTournament]

    /// The viewer, where somebody is signed in whom the directory knows.
    struct Me: Sendable {
        let person: PersonView
        let schoolName: String
        /// Whether their school lets a guardian decide for their age band.
        let guardianDecides: Bool
        /// How they stand to the club at the moment.
        let membership: PersonMembership?
        let explanation: PlaceExplanation?
        /// Nothing for a past moment, and for whoever is in.
        let forecast: Forecast?
    }
}

extension GatewayParts {
    func clubFacts(
        of name: String, for viewer: Viewer, query: QueryText, signedIn: PersonView?
    ) async throws -> ClubFacts {
        let tenant = viewer.tenant
        let today = try await visibleClub(named: name, for: viewer)
        let now = now()
        let clock = LocalClock(signedIn?.timeZone ?? today.timeZone)
        let moment = try PageMoment(query, clock: clock, now: now)
        let current = try await queries.club(today.club, in: tenant)
        let club = moment.isToday ? current.value : try await past(today.club, tenant, moment)
        let host = try await queries.school(today.hostSchool, in: tenant).value
        var guests: [String] = []
        for school in today.openTo.prefix(ClubFacts.schoolLimit) {
            guests.append(try await queries.school(school, in: tenant).value.name)
        }
        let leads = try await shownLeads((club ?? today).leads, to: viewer)
        let seesQueue = viewer.maySeeQueue(of: today) && club != nil
        let roster = try await roster(of: today, for: viewer, club, moment, query, now)
        return ClubFacts(
            today: current.value, club: club, moment: moment, clock: clock, now: now,
            viewer: viewer,
            me: try await me(signedIn, in: today, tenant, moment, now),
            leads: leads, hiddenLeads: (club ?? today).leads.count - leads.count,
            hostName: host.name, hostPolicy: host.policy.guardianApproval.join,
            guestNames: guests, moreGuests: today.openTo.count - guests.count,
            roster: roster,
            stillMembers: moment.isToday ? nil : try await stillMembers(roster, of: today, tenant),
            waitlist: seesQueue
                ? try await queries.waitlist(of: today.club, in: tenant, at: moment.moment).value
                : nil,
            asking: seesQueue && moment.isToday
                ? try await queries.joinRequests(of: today.club, in: tenant).value : nil,
            life: try await life(of: current, in: tenant, clock: clock),
            tournaments: try await queries.latestTournaments(
                of: today.club, in: tenant, at: moment.moment,
                seenBy: viewer.bracketSight(in: today) ?? .outside,
                limit: TournamentsView.limit + 1))
    }

    /// Nothing where the club was not founded yet.
    private func past(
        _ club: ClubID, _ tenant: TenantID, _ moment: PageMoment
    ) async throws -> ClubView? {
        do {
            return try await queries.club(club, in: tenant, at: moment.moment).value
        } catch QueryFailure.notFound {
            return nil
        }
    }

    /// A visitor is told the names of the adults who lead, and of nobody else.
    private func shownLeads(
        _ leads: [NamedPerson], to viewer: Viewer
    ) async throws -> [NamedPerson] {
        guard viewer.standing == nil else { return leads }
        var shown: [NamedPerson] = []
        for lead in leads {
            let standing = try await queries.standing(of: lead.person, in: viewer.tenant).value
            if standing.kind == .adult { shown.append(lead) }
        }
        return shown
    }

    private func roster(
        of today: ClubView, for viewer: Viewer, _ club: ClubView?, _ moment: PageMoment,
        _ query: QueryText, _ now: Timestamp
    ) async throws -> Page<RosterEntry>? {
        guard viewer.maySeeRoster(of: today), club != nil else { return nil }
        return try await queries.roster(
            of: today.club, in: viewer.tenant, at: moment.moment, clock: moment.clock(now: now),
            page: PageRequest(
                limit: ClubFacts.rosterLimit,
                cursor: try query["members"].map { try Cursor($0) })
        ).value
    }

    /// Those of the roster's page who are members today, in clubs of a size that is quickly read.
    private func stillMembers(
        _ roster: Page<RosterEntry>?, of club: ClubView, _ tenant: TenantID
    ) async throws -> Set<PersonID>? {
        guard let roster, club.members <= ClubFacts.comparedLimit else { return nil }
        var today: Set<PersonID> = []
        var cursor: Cursor?
        repeat {
            let page = try await queries.roster(
                of: club.club, in: tenant, clock: now(),
                page: PageRequest(limit: PageRequest.limits.upperBound, cursor: cursor)
            ).value
            today.formUnion(page.items.map(\.person))
            cursor = page.next
        } while cursor != nil
        return today.intersection(roster.items.map(\.person))
    }

    private func me(
        _ person: PersonView?, in club: ClubView, _ tenant: TenantID, _ moment: PageMoment,
        _ now: Timestamp
    ) async throws -> ClubFacts.Me? {
        guard let person else { return nil }
        let memberships = try await queries.memberships(
            of: person.person, in: tenant, at: moment.moment, clock: moment.clock(now: now)
        ).value
        let membership = memberships.first { $0.club == club.club }
        let school = try await queries.school(person.school, in: tenant).value
        let isWaiting = membership?.state == .waiting
        let isIn = membership?.state == .member
        return ClubFacts.Me(
            person: person, schoolName: school.name,
            guardianDecides: school.policy.guardianApproval.join.contains(person.ageBand),
            membership: membership,
            explanation: isWaiting
                ? try await explanation(of: person.person, club.club, tenant, moment) : nil,
            forecast: moment.isToday && !isIn
                ? try await forecast(of: person.person, joining: club.club, in: tenant) : nil)
    }

    /// Nothing where the place is gone between two looks.
    private func explanation(
        of person: PersonID, _ club: ClubID, _ tenant: TenantID, _ moment: PageMoment
    ) async throws -> PlaceExplanation? {
        do {
            return try await queries.explanation(
                of: person, onWaitlistOf: club, in: tenant, at: moment.moment
            ).value
        } catch QueryFailure.notFound {
            return nil
        }
    }
}
