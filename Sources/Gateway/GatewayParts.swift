import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import Logging
import PostgreSQL
import ReadModels
import Vocabulary

/// What the endpoints stand on.
struct GatewayParts: Sendable {
    /// How long an answer waits until it can include what the caller has seen.
    static let patience = Duration.seconds(2)

    let log: PostgresLog
    let lanes: Lanes
    let queries: Queries
    let projections: ProjectionRunner
    let pool: Pool
    let sessions: BrowserSessions
    let pages: PageTemplates
    /// Whose pages a visitor sees; the only tenant where nothing is said.
    let publicTenant: TenantID?
    let trustsProxy: Bool
    let streams: StreamCount
    let unanswered: UnansweredRequests
    let hub: StreamHub
    /// How long a stream may be silent; its form's own time where nothing is said.
    let heartbeat: Duration?
    let logger: Logger

    /// Carries a command out, and waits for as long as the service may.
    ///
    /// - Throws: What `Lanes.execute` throws.
    func carryOut(_ command: CommandRequest) async throws -> Outcome {
        try await unanswered.wait(or: .outcomeUnknown) { try await lanes.execute(command) }
    }

    /// Carries commands of one tenant out together, as `carryOut` does one.
    func carryOut(batch commands: [CommandRequest]) async throws -> [Result<Outcome, any Error>] {
        try await unanswered.wait(or: .outcomeUnknown) { try await lanes.execute(batch: commands) }
    }

    /// A club by its id or its slug, for whoever finds out by what they do with it whether they may.
    ///
    /// - Throws: `QueryFailure.notFound`.
    func club(named name: String, in tenant: TenantID) async throws -> ClubID {
        try await patiently(in: tenant) { try await knownClub(named: name, in: tenant) }
    }

    private func knownClub(named name: String, in tenant: TenantID) async throws -> ClubID {
        if let id = ClubID(name) { return id }
        guard let slug = Slug(name) else { throw QueryFailure.notFound(.club) }
        return try await queries.clubID(slug: slug, in: tenant)
    }

    /// The club by its id or its slug as it is today, for those who may know of it.
    ///
    /// - Throws: `QueryFailure.notFound` for everybody else too, and for them no sooner.
    func visibleClub(named name: String, for viewer: Viewer) async throws -> ClubView {
        try await patiently(in: viewer.tenant) {
            try await visibleClub(knownClub(named: name, in: viewer.tenant), for: viewer)
        }
    }

    /// The club that a request, an offer or an invitation belongs to.
    ///
    /// - Throws: `QueryFailure.notFound`.
    func club(
        of part: CommandRoute.Target.Part, _ id: String, in tenant: TenantID
    ) async throws -> ClubID {
        try await patiently(in: tenant) {
            switch part {
            case .request:
                guard let request = JoinRequestID(id) else { break }
                return try await queries.joinRequest(request, in: tenant).value.club
            case .offer:
                guard let offer = SeatOfferID(id) else { break }
                return try await queries.seatOffer(offer, in: tenant).club
            case .invite:
                guard let invite = InviteID(id) else { break }
                return try await queries.invite(invite, in: tenant).club
            }
            throw QueryFailure.notFound(.club)
        }
    }

    /// Looks once more, when the read models have caught up, for what is not there yet.
    ///
    /// - Throws: `Problem` `projection-behind` where it is not there, and they have not.
    private func patiently<Value: Sendable>(
        in tenant: TenantID, _ look: () async throws -> Value
    ) async throws -> Value {
        do {
            return try await look()
        } catch QueryFailure.notFound {
            let head = try await log.open(tenant, commands: []).head
            let isShown = await projections.reached(tenant, head, within: Self.patience)
            do {
                return try await look()
            } catch QueryFailure.notFound where !isShown {
                throw Problem(notShownThrough: head)
            }
        }
    }
}
