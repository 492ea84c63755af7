import EventSourcing
import TestSupport
import Testing
import Vocabulary

@testable import Tournaments

/// What is a draft of a round, and what everybody sees of a tournament.
@Suite struct DraftTests {
    private func publish(_ round: Int) -> Tournament.Command {
        .publish(round: round, startsAt: nil, windowEndsAt: nil)
    }

    @Test func `a round is a draft from its pairing until it is published`() throws {
        var play = try Play.started(4)
        #expect(play.tournament.published == play.tournament)
        try play.pair(1)
        #expect(play.tournament.isDraft(1) && !play.tournament.isDraft(2))
        #expect(play.tournament.published.rounds.isEmpty)
        try play.do(publish(1))
        #expect(!play.tournament.isDraft(1))
        #expect(play.tournament.published.rounds.map(\.number) == [1])
    }

    @Test func `a round that is taken back is a draft again when it is paired anew`() throws {
        var play = try Play.started(4)
        try play.pair(1)
        try play.do(publish(1))
        try play.do(.unpair(round: 1, reasonCode: "late-player"))
        try play.pair(1)
        #expect(play.tournament.isDraft(1))
    }

    @Test func `a later round's publication shows those before it, and so does the final table`()
        throws
    {
        var play = try Play.started(4) { $0.rounds = 3 }
        for round in 1...3 {
            try play.pair(round)
            try play.record(round, [.whiteWins, .whiteWins])
            if round == 2 { try play.do(publish(2)) }
            #expect(play.tournament.published.rounds.count == (round == 1 ? 0 : 2))
        }
        try play.do(.finalize(confirmDigest: play.tournament.standingsDigest()))
        #expect(play.tournament.published.rounds.count == 3)
        try play.do(.reopen(reasonCode: "mistake", reason: nil))
        #expect(play.tournament.published.rounds.count == 3, "what was shown stays so")
    }

    @Test func `what happens to a draft is for the arbiters, what happens around it is not`() throws
    {
        var play = try Play.started(4)
        try play.playRound()
        try play.pair(2)
        let paired = play.tournament.version
        try play.record(2, [.whiteWins])
        let first = Tournament.BoardID(2, 1)
        try play.do(
            .correct(first, .blackWins, appliesFromRound: nil, reasonCode: "typo", reason: nil))
        #expect(play.tournament.corrections.count == 1)
        #expect(play.tournament.published.corrections.isEmpty)
        try play.do(
            .revert(
                .init(event: EventID(command: .number(1), index: 0), version: paired),
                cascade: true,
                reasonCode: "late-player", reason: nil))
        try play.do(.withdraw(.player(4), fromRound: 2, reasonCode: "ill"))

        var drafts = Tournament.Drafts()
        let hidden = play.events.map { ($0, drafts.append($0)) }
        let told = hidden.filter { !$0.1 }.map(\.0)
        #expect(told.contains { if case .roundPublished(1, _, _) = $0 { true } else { false } })
        #expect(told.contains { if case .roundCompleted(1, _) = $0 { true } else { false } })
        #expect(told.contains { if case .playerWithdrawn = $0 { true } else { false } })
        for event in told {
            switch event {
            case .roundPaired, .roundUnpaired, .decisionReverted, .resultCorrected,
                .resultRecorded(2, _, _, _, _):
                Issue.record("told: \(event)")
            default: continue
            }
        }
    }

    @Test func `of a draft's boards a player learns nothing, not even whose they are`() throws {
        var play = try Play.started(4)
        try play.pair(1)
        for board in 1...9 {
            for player in 1...4 {
                play.refused(
                    .report(
                        .init(1, board), .draw, by: .player(player), gameRef: nil, at: .tuesday),
                    .notPublished(1))
            }
        }
    }

    @Test func `a proof for everybody is silent about drafts and pairings that were never shown`()
        throws
    {
        var play = try Play.started(4)
        try play.pair(1)
        try play.do(.unpair(round: 1, reasonCode: "late-player"))
        try play.pair(1)
        try play.do(publish(1))
        try play.record(1, [.whiteWins, .whiteWins])
        try play.pair(2)
        var verification = Verification()
        for event in play.events { verification.append(event) }
        #expect(verification.rounds.map(\.round) == [1, 1, 2])
        #expect(verification.published.rounds.map(\.attempt) == [2])
        #expect(verification.published.rounds.map(\.round) == [1])
    }
}
