import CommandHandling
import EventSourcing
import Foundation
import Hummingbird
import ReadModels
import Vocabulary

/// What a form of a club's page wishes for.
enum ClubAction: String, CaseIterable, Sendable {
    case join, leave, accept, decline, withdraw

    /// - Throws: `Problem` `form-expired`, for a form that is not ours.
    func wish(_ fields: FormFields) throws -> ClubWish {
        switch self {
        case .join:
            return .join(
                request: nil, person: nil, via: nil, inviteCode: fields["code"],
                answers: fields["answers"])
        case .leave: return .leave(person: nil, reasonCode: nil)
        case .accept: return .acceptSeat(offer: try fields.id("offer"))
        case .decline: return .declineSeat(offer: try fields.id("offer"))
        case .withdraw: return .withdrawJoin(request: try fields.id("request"))
        }
    }

    /// What the page says afterwards.
    func notice(_ events: [Recorded<EncodedEvent>]) -> Notice {
        let types = Set(events.map(\.event.type))
        return switch self {
        case .join where types.contains("club.member-joined"): .joined
        case .join where types.contains("club.member-waitlisted"): .waiting
        case .join: .asked
        case .leave: .left
        case .accept: .joined
        case .decline: .declined
        case .withdraw: .withdrawn
        }
    }
}

extension FormFields {
    fileprivate func id<Identity>(_ name: String) throws -> ID<Identity> {
        guard let id = self[name].flatMap({ ID<Identity>($0) }) else {
            throw Problem(.formExpired)
        }
        return id
    }
}

extension GatewayParts {
    /// Carries out what a form wishes for, once for each key.
    ///
    /// - Throws: What the command throws.
    func carryOut(
        _ action: ClubAction, on club: ClubID, _ fields: FormFields, by caller: Caller
    ) async throws -> Outcome {
        let principal = "\(caller.tenant)/\(caller.person)"
        let key = "form \(action.rawValue) \(club) \(fields["key"] ?? UUID().uuidString)"
        return try await carryOut(
            CommandRequest(
                tenant: caller.tenant, id: DerivedID.command(principal: principal, key: key),
                digest: fields.digest, principal: .person(caller.person, via: .http),
                wish: .club(club, try action.wish(fields))))
    }
}
