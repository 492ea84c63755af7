import Clubs
import CommandHandling
import EventSourcing
import Foundation
import JSONCoding
import Logging
import Vocabulary

/// What would come of asking to join, now.
///
/// It is the rules' own answer to a rehearsal of the very command, so the page can never promise
/// what the decider would refuse.
enum Forecast: Sendable {
    case seat
    case waitlist(place: Int)
    /// A lead has to decide.
    case decision
    case refused(Club.Rejection)
    /// Whoever looks cannot act at all: they are not active at their school.
    case notAllowed
    /// It could not be found out.
    case unknown
}

extension GatewayParts {
    func forecast(of person: PersonID, joining club: ClubID, in tenant: TenantID) async throws
        -> Forecast
    {
        let rehearsal = CommandRequest(
            tenant: tenant, id: CommandID(UUID()), digest: BodyDigest(of: Data()),
            principal: .person(person, via: .http),
            wish: .club(
                club,
                .join(request: nil, person: nil, via: nil, inviteCode: nil, answers: nil)),
            isRehearsal: true)
        do {
            return Forecast(try await lanes.execute(rehearsal).events)
        } catch let rejection as Club.Rejection {
            return .refused(rejection)
        } catch CommandFailure.notAllowed {
            return .notAllowed
        } catch let failure as CommandFailure {
            // The page is worth showing without it: overload and a silent store pass.
            logger.info("a join could not be rehearsed for a page: \(failure)")
            return .unknown
        }
    }
}

extension Forecast {
    /// What of `club.member-waitlisted` is told.
    private struct Place: Decodable {
        let place: Int
    }

    fileprivate init(_ events: [Recorded<EncodedEvent>]) {
        for recorded in events {
            switch recorded.event.type {
            case "club.member-joined":
                self = .seat
                return
            case "club.member-waitlisted":
                let place = try? JSONDocument(recorded.event.data).decode(Place.self)
                if let place {
                    self = .waitlist(place: place.place)
                    return
                }
            default: break
            }
        }
        self = events.isEmpty ? .unknown : .decision
    }
}
