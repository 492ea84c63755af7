import Catalog
import EventSourcing
import Foundation
import Policies
import TestSupport
import Testing
import Tournaments
import Vocabulary

@Suite("The policy result-clock") struct ResultClockTests {
    private let tournament = TournamentID.number(1)

    private func reactions(to event: Tournament.Event) -> [Reaction] {
        ResultClock().react(
            to: Recorded(
                tenant: .number(1), position: Position(1),
                stream: StreamID.tournament(tournament).name, version: 1,
                event: .tournament(event), occurredAt: .tuesday, recordedAt: .tuesday,
                commandID: .number(1), commandIndex: 0,
                actor: Actor(capacity: .student, via: .http),
                correlation: .number(1)))
    }

    private func reported(_ countsFrom: Timestamp?) -> Tournament.Event {
        .resultReported(
            round: 1, board: 2, result: .draw, by: .ada, gameRef: nil, countsFrom: countsFrom)
    }

    private func key(_ reactions: [Reaction]) -> DeadlineKey? {
        reactions.lazy.compactMap {
            switch $0 {
            case .schedule(let key, _, _), .cancel(let key): key
            case .command: nil
            }
        }.first
    }

    @Test func `a report counts in time, unless somebody answers`() {
        let due = Timestamp.tuesday.hours(48)
        let scheduled = reactions(to: reported(due))
        guard case .schedule(let key, due, let command) = scheduled.first else {
            Issue.record("\(scheduled)")
            return
        }
        #expect(
            command == .confirmByClock(tournament: tournament, round: 1, board: 2, dueAt: due))
        let recorded = Tournament.Event.resultRecorded(
            round: 1, board: 2, result: .draw, source: .players, gameRef: nil)
        #expect(reactions(to: recorded) == [.cancel(key)])
        #expect(
            reactions(to: .resultDisputed(round: 1, board: 2, by: .ada, reason: nil))
                == [.cancel(key)])
        #expect(reactions(to: reported(nil)) == [.cancel(key)])
    }

    @Test func `a window closes at its end, unless the round is taken back`() {
        let end = Timestamp.tuesday.days(7)
        let scheduled = reactions(
            to: .roundPublished(round: 1, startsAt: nil, windowEndsAt: end))
        #expect(
            scheduled.first.map {
                if case .schedule(_, end, .closeWindow(tournament, 1, dueAt: end)) = $0 {
                    true
                } else {
                    false
                }
            } == true)
        let taken = reactions(to: .roundUnpaired(round: 1, attempt: 1, reasonCode: "oops"))
        #expect(key(taken) == key(scheduled))
        #expect(key(reactions(to: reported(end))) != key(scheduled))
    }

    @Test func `a deadline of an earlier release does not say of which end it is`() throws {
        let id = TournamentID(UUID())
        let wish = #"{"closeWindow":{"tournament":"\#(id)","round":3}}"#
        #expect(
            try JSONDecoder().decode(PolicyCommand.self, from: Data(wish.utf8))
                == .closeWindow(tournament: id, round: 3, dueAt: nil))
    }
}
