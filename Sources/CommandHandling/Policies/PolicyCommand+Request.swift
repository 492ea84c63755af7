import EventSourcing
import EventStorage
import Foundation
import Logging
import Policies
import Vocabulary

extension PolicyCommand {
    package var wish: Wish {
        switch self {
        case .offerNextSeat(let club): .club(club, .offerSeat(offer: nil, person: nil))
        case .lapseOffer(let club, let offer, let expiredAt):
            .club(club, .lapseOffer(offer: offer, expiredAt: expiredAt))
        case .confirmByClock(let tournament, let round, let board, let dueAt):
            .tournament(tournament, .confirmByClock(round: round, board: board, dueAt: dueAt))
        case .closeWindow(let tournament, let round, let dueAt):
            .tournament(tournament, .closeWindow(round: round, dueAt: dueAt))
        }
    }

    /// The command that answers `cause`; the same cause, sender and target give the same id.
    package func request(
        in tenant: TenantID, from principal: Principal, sender: String, cause: EventID,
        correlation: CommandID? = nil
    ) throws -> CommandRequest {
        let wish = self.wish
        return CommandRequest(
            tenant: tenant,
            id: DerivedID.command(cause: cause, policy: sender, target: wish.stream.text),
            digest: BodyDigest(of: try JSONEncoder.canonical.encode(self)), principal: principal,
            wish: wish, causation: cause, correlation: correlation ?? cause.command)
    }
}

extension Lanes {
    /// Carries out a reaction until it is settled: done, or refused by a rule.
    ///
    /// - Throws: What a later try can cure.
    func settle(_ request: CommandRequest) async throws {
        do {
            _ = try await execute(request)
        } catch let failure as CommandFailure where failure.isPassing {
            throw failure
        } catch {
            // A refusal completes a reaction: the rule that refuses knows more than the policy.
            logger.debug("a reaction was refused", metadata: ["reason": "\(error)"])
        }
    }
}

extension CommandFailure {
    /// Whether the same command may succeed later, unchanged.
    var isPassing: Bool {
        switch self {
        case .overloaded, .unavailable, .outcomeUnknown, .newerRelease, .malformedEvent: true
        case .stale, .idempotencyMismatch, .notAllowed, .actingNotLinked, .notFound, .invalidText,
            .controlCharacters, .unknownTenant, .unreadableReport:
            false
        }
    }
}
