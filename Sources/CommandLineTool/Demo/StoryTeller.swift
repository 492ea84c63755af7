import CommandHandling
import EventSourcing
import Foundation
import Gateway

/// Speaks to the service as the people of a story, each for themselves, on the day of the story.
///
/// Every wish has a key that follows from what it is about, so a story that is told again, or was
/// cut off, finds done what it has done.
struct StoryTeller: Sendable {
    let base: String
    let signer: TokenSigner
    let tenant: TenantID
    let time: ScriptedTime

    /// The clock of everything that follows.
    func turn(to day: CivilDate, at hour: Int) async {
        await time.set(day.midnight.advanced(by: .seconds(hour * 3600)))
    }

    /// Sends a wish.
    ///
    /// - Parameter key: What the wish is about, once in the whole story.
    /// - Throws: `Failure`, where the service refuses.
    @discardableResult
    func wish(
        _ person: PersonID, _ key: String, _ request: ServiceRequest
    ) async throws -> ServiceAnswer {
        var request = request
        request.add(header: "Idempotency-Key", "demo/" + key.replacing(" ", with: "-"))
        return try await client(person).send(request)
    }

    /// Asks, and sees at least what `position` has brought.
    func ask(
        _ person: PersonID, _ request: ServiceRequest, atLeast position: String? = nil
    ) async throws -> [JSONValue] {
        var request = request
        request.add(header: "Clubs-At-Least", position)
        request.add(query: "limit", "200")
        return try await client(person).list(request, limit: 1000)
    }

    func client(_ person: PersonID) -> ServiceClient {
        ServiceClient(
            base: base, credentials: .local(signer, tenant: tenant, person: person))
    }
}

extension CivilDate {
    /// A day that is known to exist.
    init(_ year: Int64, _ month: Int64, _ day: Int64) {
        guard let date = CivilDate(year: year, month: month, day: day) else {
            preconditionFailure("\(year)-\(month)-\(day) is a day")
        }
        self = date
    }

    func adding(days: Int64) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }

    /// The first moment of the day, in UTC.
    var midnight: Timestamp {
        Timestamp(microseconds: Int64(daysSinceEpoch) * 86_400 * 1_000_000)
    }
}
