import Clubs
import EventSourcing
import TestSupport
import Testing
import Vocabulary

/// What holds of every club, whatever people wish; each seed plays another year.
@Suite("A club under random wishes") struct ClubPropertyTests {
    private static let steps = 500

    @Test(arguments: 1...40 as ClosedRange<UInt64>)
    func `the promises hold after every step`(seed: UInt64) throws {
        var year = RandomYear(seed: seed)
        for _ in 0..<Self.steps {
            let before = year.club
            let command = year.nextCommand()
            guard let events = try? before.decide(command) else { continue }
            year.record(events)
            check(events, before: before, after: year.club)
            let again = try? year.club.decide(command)
            #expect(again ?? [] == [], "the same wish again adds nothing: \(command)")
        }
        var replayed = Club()
        for event in year.history { replayed.evolve(try throughTheLog(event)) }
        #expect(replayed == year.club, "the log alone gives the same club")
    }

    @Test func `random wishes reach every event`() throws {
        var names: Set<String> = []
        for seed in 1...40 as ClosedRange<UInt64> {
            var year = RandomYear(seed: seed)
            for _ in 0..<Self.steps {
                guard let events = try? year.club.decide(year.nextCommand()) else { continue }
                year.record(events)
            }
            names.formUnion(try year.history.map { try EventCodec().encode($0).type })
        }
        #expect(names == Set(Club.Event.wireNames))
    }

    private func check(_ events: [Club.Event], before: Club, after: Club) {
        #expect(!after.adultLeads.isEmpty, "an adult leads")
        if after.heldSeats > before.heldSeats, let capacity = after.capacity {
            #expect(after.heldSeats <= capacity, "no seat is given that is not there")
        }
        checkPeople(of: after)
        checkOrder(events, before: before, after: after)
        for case .memberJoined(let person, _, _, let number) in events {
            #expect(number > before.members.last?.number ?? 0, "numbers only grow")
            let waited = before.waitlist.contains { $0.person == person }
            #expect(waited || before.waitlist.allSatisfy { $0.offer != nil }, "nobody is passed")
        }
    }

    /// A person is in, waits, or has asked: one of the three and once.
    private func checkPeople(of club: Club) {
        let people =
            club.members.map(\.person) + club.waitlist.map(\.person)
            + club.openRequests.map(\.person)
        #expect(Set(people).count == people.count)
        #expect(Set(club.offers.map(\.id)).count == club.offers.count)
        #expect(club.invites.allSatisfy { $0.uses <= $0.maxUses })
        let officers = people.filter { club.roles(of: $0).contains(.officer) }
        #expect(officers.allSatisfy(club.isMember))
    }

    /// Those who wait keep their order, and newcomers come last, unless a lead reorders them.
    private func checkOrder(_ events: [Club.Event], before: Club, after: Club) {
        if events.contains(where: { if case .waitlistReordered = $0 { true } else { false } }) {
            return
        }
        let now = after.waitlist.map(\.person)
        let stayed = before.waitlist.map(\.person).filter(now.contains)
        #expect(Array(now.prefix(stayed.count)) == stayed)
    }
}
