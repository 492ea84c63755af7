import Clubs
import EventSourcing
import Hummingbird
import ReadModels
import Tournaments
import Vocabulary

/// Questions about clubs, their members and those who wait.
extension ReadEndpoints {
    var clubs: [Endpoint] {
        [
            endpoint("/v1/clubs", .clubs, ask: directory),
            endpoint("/v1/clubs/{club}", .club) { read, viewer, context in
                let club = try await club(context, viewer)
                let view = try await parts.queries.club(
                    club.club, in: viewer.tenant, at: read.moment)
                return try one(view, read, "club", club.club.uuid, view.value.version)
            },
            endpoint("/v1/clubs/{club}/members", .members) { read, viewer, context in
                let club = try await club(context, viewer)
                guard viewer.maySeeRoster(of: club) else { throw QueryFailure.notFound(.club) }
                let roster = try await parts.queries.roster(
                    of: club.club, in: viewer.tenant, at: read.moment, clock: parts.clock(read),
                    page: read.page)
                return try page(roster, read, of: "/v1/clubs/\(club.club)/members")
            },
            endpoint("/v1/clubs/{club}/join-requests", .joinRequests) { read, viewer, context in
                let club = try await club(context, viewer)
                guard viewer.maySeeQueue(of: club) else { throw QueryFailure.notFound(.club) }
                let state = try read.value(
                    "state", JoinRequestState.init(rawValue:),
                    FieldType.oneOf(JoinRequestState.self).expectation)
                let requests = try await parts.queries.joinRequests(
                    of: club.club, in: viewer.tenant, at: read.moment, states: [state ?? .open],
                    page: read.page)
                return try page(
                    requests, read, of: "/v1/clubs/\(club.club)/join-requests",
                    filters: ["state"])
            },
            endpoint("/v1/clubs/{club}/tournaments", .clubTournaments) { read, viewer, context in
                let club = try await club(context, viewer)
                let state = try read.value(
                    "state", Tournament.Stage.init(listed:), FieldType.listedStage.expectation)
                let tournaments = try await parts.queries.tournaments(
                    of: club.club, in: viewer.tenant, at: read.moment,
                    seenBy: viewer.bracketSight(in: club) ?? .outside,
                    states: state.map { [$0] } ?? [], page: read.page)
                return try page(
                    tournaments, read, of: "/v1/clubs/\(club.club)/tournaments",
                    filters: ["state"])
            },
            endpoint("/v1/clubs/{club}/waitlist", .waitlist) { read, viewer, context in
                let club = try await club(context, viewer)
                guard viewer.maySeeQueue(of: club) else { throw QueryFailure.notFound(.club) }
                let list = try await parts.queries.waitlist(
                    of: club.club, in: viewer.tenant, at: read.moment)
                return try answer(list.map { List(items: $0) }, read)
            },
            endpoint("/v1/clubs/{club}/invites", .invites) { read, viewer, context in
                let club = try await club(context, viewer)
                guard viewer.maySeeQueue(of: club) else { throw QueryFailure.notFound(.club) }
                let list = try await parts.queries.invites(
                    of: club.club, in: viewer.tenant, at: read.moment)
                return try answer(list.map { List(items: $0) }, read)
            },
            endpoint("/v1/clubs/{club}/waitlist/{person}/explanation", .explanation) {
                read, viewer, context in
                let club = try await club(context, viewer)
                let person: PersonID = try context.parameter("person")
                guard viewer.isSelf(person) || viewer.maySeeQueue(of: club) else {
                    throw QueryFailure.notFound(.waitlistPlace)
                }
                return try answer(
                    try await parts.queries.explanation(
                        of: person, onWaitlistOf: club.club, in: viewer.tenant, at: read.moment),
                    read)
            },
            endpoint("/v1/clubs/{club}/members/{person}/history", .history) {
                read, viewer, context in
                let club = try await club(context, viewer)
                let person: PersonID = try context.parameter("person")
                guard
                    viewer.isSelf(person) || viewer.maySeeQueue(of: club)
                        || viewer.isStaff(of: club.hostSchool)
                else { throw QueryFailure.notFound(.membership) }
                let history = try await parts.queries.history(
                    of: person, inClub: club.club, in: viewer.tenant, at: read.moment)
                return try answer(history.map { List(items: $0) }, read)
            },
        ]
    }

    private func club(_ context: GatewayContext, _ viewer: Viewer) async throws -> ClubView {
        try await parts.visibleClub(named: context.parameter("club"), for: viewer)
    }

    /// The clubs that the viewer may see. A page may be shorter than asked for, because what is
    /// hidden is left out of it.
    @Sendable private func directory(
        _ read: ReadRequest, _ viewer: Viewer, _ context: GatewayContext
    ) async throws -> Response {
        var filter = ClubFilter()
        filter.school = try read.value("school", SchoolID.init, FieldType.uuid.expectation)
        filter.kind = try read.value(
            "kind", Club.Kind.init(rawValue:), FieldType.oneOf(Club.Kind.self).expectation)
        filter.interest = try read.value("interest", Interest.init, Interest.rule)
        filter.includesArchived = read["archived"] == "true"
        let found = try await parts.queries.clubs(
            in: viewer.tenant, at: read.moment, where: filter, page: read.page)
        let visible = try await parts.visible(
            found.value.items, at: read.moment, on: read.page, for: viewer)
        let shown = Answer(
            value: Page(items: visible, next: found.value.next), position: found.position)
        return try page(
            shown, read, of: "/v1/clubs", filters: ["school", "kind", "interest", "archived"])
    }
}

extension Tournament.Stage {
    /// What a list can be asked for: nothing is listed before it is scheduled.
    fileprivate init?(listed text: String) {
        guard let stage = Self(rawValue: text), stage != .unscheduled else { return nil }
        self = stage
    }
}
