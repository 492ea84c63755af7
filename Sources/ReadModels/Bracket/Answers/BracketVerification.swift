import EventSourcing
import Tournaments
import Vocabulary

/// Every round of the log paired again, as `POST …/verification` answers.
package struct BracketVerification: Encodable, Sendable {
    package let tournament: TournamentID
    /// Whether all that can be made again came out the same.
    package let reproduced: Bool
    package let rounds: [Round]
    /// Tables of the log that its events do not make.
    package let tables: [Table]
    /// In words; nothing where there is none.
    package let firstDifference: String?
    /// Of the tournament's stream.
    package let version: Int

    package struct Round: Encodable, Sendable {
        package let round: Int
        package let attempt: Int
        package let version: Int
        package let finding: Finding
        /// What is different, or who paired it.
        package let detail: String?

        package enum Finding: String, CaseIterable, Encodable, Sendable {
            case reproduced, differs
            case notOurs = "not-ours"
        }
    }

    package struct Table: Encodable, Sendable {
        /// Nothing for the final one.
        package let round: Int?
        package let version: Int
        package let recorded: String
        package let found: String
    }
}

extension BracketVerification {
    package init(_ id: TournamentID, _ verification: Verification) {
        let differing = verification.rounds.first { Round($0).finding == .differs }
        let table = verification.tables.first
        let first: String? =
            switch (differing, table) {
            case (let round?, let table?) where table.version < round.version: Self.words(table)
            case (let round?, _): "round \(round.round): \(Round(round).detail ?? "")"
            case (nil, let table?): Self.words(table)
            case (nil, nil): nil
            }
        self.init(
            tournament: id, reproduced: !verification.hasDifferences,
            rounds: verification.rounds.map(Round.init),
            tables: verification.tables.map {
                Table(
                    round: $0.round, version: $0.version, recorded: $0.recorded, found: $0.found)
            }, firstDifference: first, version: verification.tournament.version)
    }

    private static func words(_ table: Verification.TableDifference) -> String {
        let name = table.round.map { "the table after round \($0)" } ?? "the final table"
        return "\(name): the log has the digest \(table.recorded.prefix(12)), "
            + "and its events make \(table.found.prefix(12))"
    }
}

extension BracketVerification.Round {
    fileprivate init(_ report: Verification.RoundReport) {
        let (finding, detail): (Finding, String?) =
            switch report.finding {
            case .reproduced: (.reproduced, nil)
            case .notOurs(let engine): (.notOurs, "paired by \(engine)")
            case .differs(let difference): (.differs, difference.description)
            }
        self.init(
            round: report.round, attempt: report.attempt, version: report.version,
            finding: finding, detail: detail)
    }
}

extension Queries {
    /// Pairs every round up to a moment again, from the log.
    ///
    /// - Parameters:
    ///   - end: What happened later is not known here, as in `tournament`.
    ///   - sight: Nothing is said of drafts to those who do not see them.
    /// - Complexity: That of pairing all rounds.
    package func verification(
        of id: TournamentID, in tenant: TenantID, through end: Position, at moment: Moment = .now,
        seenBy sight: BracketSight = .arbiters
    ) async throws -> Answer<BracketVerification> {
        let position = try await position(of: moment, in: tenant, through: end)
        var verification = Verification()
        try await events(of: id, in: tenant, through: position) { _, event in
            verification.append(event)
        }
        guard verification.tournament.isScheduled else { throw QueryFailure.notFound(.tournament) }
        let shown = sight == .arbiters ? verification : verification.published
        return Answer(value: BracketVerification(id, shown), position: position)
    }
}
