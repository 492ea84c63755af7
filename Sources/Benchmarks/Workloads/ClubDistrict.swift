import Clubs
import CommandHandling
import EventSourcing
import Foundation
import Gateway
import Vocabulary

/// A town with many clubs, so that each request of a load joins somebody anew.
struct ClubDistrict: Sendable {
    let town: Town
    private let clubs: [ClubID]
    private let perRun: Int

    private static let width = 64

    /// - Parameters:
    ///   - people: Even, for the load's two threads share them.
    ///   - perRun: Clubs that one run of the load fills.
    static func found(
        people: Int, runs: Int, perRun: Int, in writing: Writing
    ) async throws -> ClubDistrict {
        let town = try await Town.found(1, people: people, in: writing)[0]
        let clubs = try await inParallel(Array(0..<runs * perRun), width: width) { number in
            let club = ClubID(UUID())
            try await writing.execute(
                .club(
                    club,
                    .found(
                        hostSchool: town.school, openTo: nil, slug: try slug(number),
                        name: "Chess", summary: nil, kind: .chess, interests: nil,
                        joinPolicy: .open, capacity: nil, ageBands: nil, languages: nil,
                        timeZone: "Europe/London", visibility: nil, reapplyAfterDays: nil,
                        seatOfferHours: nil, groups: nil, leads: [town.admin])),
                in: town.tenant, by: .person(town.admin, via: .http))
            return club
        }
        return ClubDistrict(town: town, clubs: clubs, perRun: perRun)
    }

    /// How many requests one run may send before somebody would join twice.
    var limit: Int { perRun * town.people.count / Wrk.threads }

    /// The clubs of a run, from 1.
    func clubs(ofRun run: Int) -> [ClubID] {
        let first = (run - 1) * perRun
        return Array(clubs[first..<first + perRun])
    }

    /// A token for each person, good for five minutes.
    func tokens(signedBy signer: TokenSigner) async throws -> [String] {
        var tokens: [String] = []
        for person in town.people {
            tokens.append(try await signer.sign(person: person, tenant: town.tenant))
        }
        return tokens
    }

    private static func slug(_ number: Int) throws -> Slug {
        guard let slug = Slug("club-\(number)") else {
            preconditionFailure("club-\(number) is in kebab case")
        }
        return slug
    }
}
