import Clubs
import EventSourcing
import TestSupport
import Vocabulary

extension Story {
    /// Events in an order that no club would allow, so that rows come, change and go in every
    /// order there is.
    static func random(seed: UInt64, count: Int, commands: UInt16 = 0) -> Story {
        var story = Story(commands: commands)
        var dice = SeededGenerator(seed: seed)
        story.register(.barbara, as: "Barbara", kind: .adult)
        story.found(.chess)
        story.found(.karate, slug: "karate")
        while story.events.count < count {
            story.wait(hours: Int.random(in: 0...1, using: &dice))
            let club = Bool.random(using: &dice) ? ClubID.chess : .karate
            story.add(story.anything(&dice), to: club)
        }
        return story
    }

    private func anything(_ dice: inout SeededGenerator) -> Club.Event {
        let people: [PersonID] = [.ada, .grace, .edsger, .alan]
        let person = people[Int.random(in: 0..<people.count, using: &dice)]
        let request = JoinRequestID.number(UInt16.random(in: 1...6, using: &dice))
        let offer = SeatOfferID.number(UInt16.random(in: 1...4, using: &dice))
        let number = Int.random(in: 1...50, using: &dice)
        // Waiting and reordering come more often: there deletes and patches meet in one row.
        return switch Int.random(in: 0..<20, using: &dice) {
        case 0:
            .joinRequested(
                request: request, person: person, via: .directory, invite: nil, answers: nil)
        case 1, 15, 16, 17: .memberWaitlisted(person: person, request: request, place: 1)
        case 2: .memberJoined(person: person, request: request, via: .teacher, memberNo: number)
        case 3: .memberLeft(person: person, reasonCode: "no-time")
        case 4: .seatOffered(offer: offer, person: person, expiresAt: now.days(1))
        case 5: .seatDeclined(offer: offer, person: person, request: request)
        case 6: .seatOfferLapsed(offer: offer, person: person, request: request)
        case 7, 18, 19:
            .waitlistReordered(
                before: people, after: people.shuffled(using: &dice), reasonCode: "fairness",
                reason: nil)
        case 8: .memberSuspended(person: person, until: now.days(1), reasonCode: "late")
        case 9: .suspensionLifted(person: person)
        case 10: .roleAssigned(person: person, role: .captain, counterSignedBy: nil)
        case 11: .roleRevoked(person: person, role: .captain)
        case 12: .groupAssigned(person: person, from: nil, to: "blue", reasonCode: "level")
        case 13: .capacitySet(from: nil, to: number)
        default: .joinWithdrawn(request: request, person: person)
        }
    }
}
