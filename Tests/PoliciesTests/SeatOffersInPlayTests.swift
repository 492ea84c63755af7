import Catalog
import Clubs
import EventSourcing
import Policies
import TestSupport
import Testing
import Vocabulary

/// The policy and the club together, with a runner of a few lines in place of the real one.
@Suite("Seats find those who wait") struct SeatOffersInPlayTests {
    /// Carries out reactions as the real runner does: in order, the clock when it is time.
    private struct Play {
        private(set) var club = Club()
        private var deadlines: [DeadlineKey: (at: Timestamp, command: PolicyCommand)] = [:]
        private var lastOffer: UInt16 = 0
        private let id = ClubID.number(1)

        mutating func send(_ command: Club.Command) {
            guard let events = try? club.decide(command) else { return }
            for event in events { club.evolve(event) }
            for event in events { react(to: event) }
        }

        mutating func tick(to now: Timestamp) {
            let due = deadlines.filter { $0.value.at <= now }.sorted { $0.key.text < $1.key.text }
            for (key, deadline) in due {
                deadlines[key] = nil
                send(deadline.command)
            }
        }

        private mutating func react(to event: Club.Event) {
            for reaction in SeatOffers().react(to: .of(.club(event), club: id)) {
                switch reaction {
                case .command(let command): send(command)
                case .schedule(let key, let at, let command): deadlines[key] = (at, command)
                case .cancel(let key): deadlines[key] = nil
                }
            }
        }

        private mutating func send(_ command: PolicyCommand) {
            switch command {
            case .offerNextSeat:
                lastOffer += 1
                send(Club.Command.offerNextSeat(.number(lastOffer), at: .tuesday))
            case .lapseOffer(_, let offer, let expiredAt):
                send(Club.Command.lapseOffer(offer, at: expiredAt))
            case .confirmByClock, .closeWindow:
                Issue.record("a club has no games: \(command)")
            }
        }

        var openDeadlines: Int { deadlines.count }
    }

    private func play(capacity: Int, seatOfferHours: Int = 48) -> Play {
        var profile = Club.Profile(name: "Chess", timeZone: "UTC")
        profile.seatOfferHours = seatOfferHours
        let founding = Club.Founding(
            hostSchool: .number(1), slug: "chess", profile: profile, capacity: capacity,
            leads: [applicant(.barbara, kind: .adult)])
        var play = Play()
        play.send(.found(founding, slugIsTaken: false))
        return play
    }

    private func applicant(_ person: PersonID, kind: PersonKind = .student) -> Club.Applicant {
        Club.Applicant(
            person: person, school: .number(1), kind: kind,
            ageBand: kind == .adult ? .adult : .from13, isActive: true, guardianDecides: false)
    }

    private func join(_ person: PersonID, number: UInt16) -> Club.Command {
        .join(.number(number), applicant(person), by: .directory, answers: nil, at: .tuesday)
    }

    @Test func `every new seat is offered, as long as somebody waits`() {
        var play = play(capacity: 1)
        for number in 1...4 as ClosedRange<UInt16> {
            play.send(join(.number(number), number: number))
        }
        play.send(.setCapacity(3, overfill: false))
        #expect(play.club.offers.map(\.person) == [.number(2), .number(3)])
        #expect(play.openDeadlines == 2)
        play.send(.setCapacity(nil, overfill: false))
        #expect(play.club.offers.count == 3 && play.openDeadlines == 3)
    }

    @Test func `a silent person's seat goes on to the next, by the clock`() {
        var play = play(capacity: 1)
        for (number, person) in zip(UInt16(1)..., [PersonID.ada, .grace, .alan]) {
            play.send(join(person, number: number))
        }
        play.send(.leave(.ada, reasonCode: "moved"))
        #expect(play.club.offers.map(\.person) == [.grace])
        play.tick(to: .tuesday.hours(47))
        #expect(play.club.offers.map(\.person) == [.grace])
        play.tick(to: .tuesday.hours(48))
        #expect(play.club.offers.map(\.person) == [.alan])
        #expect(play.club.waitlist.count == 1 && play.openDeadlines == 1)
    }

    @Test func `where nothing is kept, new seats are filled at once`() {
        var play = play(capacity: 1, seatOfferHours: 0)
        for number in 1...4 as ClosedRange<UInt16> {
            play.send(join(.number(number), number: number))
        }
        play.send(.setCapacity(3, overfill: false))
        #expect(play.club.members.map(\.person) == [.number(1), .number(2), .number(3)])
        #expect(play.openDeadlines == 0)
    }

    @Test(arguments: 1...30 as ClosedRange<UInt64>)
    func `no seat stays empty while somebody waits for one`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var play = play(capacity: 2, seatOfferHours: seed.isMultiple(of: 3) ? 0 : 48)
        for step in 1...200 as ClosedRange<UInt16> {
            let person = PersonID.number(UInt16.random(in: 1...8, using: &generator))
            let offer = play.club.waitlist.lazy.compactMap(\.offer).first
            switch Int.random(in: 0..<10, using: &generator) {
            case 0...3: play.send(join(person, number: step))
            case 4: play.send(.leave(person, reasonCode: "moved"))
            case 5:
                play.send(
                    .setCapacity(Int.random(in: 1...4, using: &generator), overfill: true))
            case 6:
                guard let offer else { continue }
                play.send(.acceptSeat(offer.id, by: offer.person, at: .tuesday))
            case 7:
                guard let offer else { continue }
                play.send(.declineSeat(offer.id, by: offer.person))
            case 8: play.tick(to: .tuesday.days(9))
            default:
                play.send(
                    play.club.isArchived
                        ? .restore(reasonCode: "autumn") : .archive(reasonCode: "summer"))
            }
            let isWaitedFor = play.club.waitlist.contains { $0.offer == nil }
            #expect(play.club.isArchived || !isWaitedFor || play.club.freeSeats == 0)
            #expect(play.openDeadlines == play.club.offers.count, "one clock for each offer")
        }
    }
}
