import Clubs
import EventSourcing
import TestSupport
import Vocabulary

/// A club to which a dozen people and two leads wish all that can be wished, in an order that
/// the seed settles.
struct RandomYear {
    private(set) var club = Club()
    private(set) var history: [Club.Event] = []
    private var generator: SeededGenerator
    private var now = Timestamp.tuesday
    private var lastID: UInt16 = 0

    private static let people = (1...12 as ClosedRange<UInt16>).map { PersonID.number($0) }
    private static let leads: [PersonID] = [.barbara, .edsger]
    private static let codes: [CodeHash] = [.sample, .other]

    init(seed: UInt64) {
        generator = SeededGenerator(seed: seed)
    }

    mutating func record(_ events: [Club.Event]) {
        for event in events { club.evolve(event) }
        history += events
    }

    mutating func nextCommand() -> Club.Command {
        now = now.hours(Int.random(in: 0...9, using: &generator))
        guard club.isFounded else { return founding() }
        return switch Int.random(in: 0..<100, using: &generator) {
        case 0..<25: join()
        case 25..<35: answerRequest()
        case 35..<60: seat()
        case 60..<75: memberOrRole()
        case 75..<90: settings()
        default: invitation()
        }
    }

    private mutating func founding() -> Club.Command {
        var profile = Club.Profile.chess
        profile.joinPolicy = any(of: Club.JoinPolicy.allCases)
        profile.seatOfferHours = any(of: [0, 12, 48])
        profile.groups = ["blue", "red"]
        return .found(
            Club.Founding(
                hostSchool: .home, slug: "chess", profile: profile, capacity: any(of: [2, 4, nil]),
                leads: [.adult(.barbara)]),
            slugIsTaken: false)
    }

    private mutating func join() -> Club.Command {
        let entry: Club.Entry = any(of: [.directory, .directory, .teacher, .invite(.sample)])
        return .join(newID(), .student(person()), by: entry, answers: nil, at: now)
    }

    private mutating func answerRequest() -> Club.Command {
        let open = (club.openRequests + club.waitlist.map(\.request)).map(\.id)
        let request = open.isEmpty ? newID() : any(of: open)
        return switch Int.random(in: 0..<4, using: &generator) {
        case 0...1: .approve(request, club.request(request).map { .student($0.person) })
        case 2: .decline(request, reasonCode: "full", reason: nil, at: now)
        default: .withdraw(request)
        }
    }

    private mutating func seat() -> Club.Command {
        guard let offer = club.offers.randomElement(using: &generator) else {
            return Bool.random(using: &generator)
                ? .offerNextSeat(newID(), at: now)
                : .offerSeat(
                    newID(), to: .student(club.waitlist.first?.person ?? person()), at: now)
        }
        return switch Int.random(in: 0..<5, using: &generator) {
        case 0: .offerNextSeat(newID(), at: now)
        case 1: .acceptSeat(offer.id, by: offer.person, at: now)
        case 2: .declineSeat(offer.id, by: offer.person)
        case 3: .lapseOffer(offer.id, at: now)
        default:
            .reorderWaitlist(
                club.waitlist.map(\.person).shuffled(using: &generator), reasonCode: "fair",
                reason: nil)
        }
    }

    private mutating func memberOrRole() -> Club.Command {
        switch Int.random(in: 0..<9, using: &generator) {
        case 0: .leave(person(), reasonCode: "moved")
        case 1:
            .remove(
                person(), reasonCode: "conduct", reason: nil, noReturnUntil: now.days(3), at: now)
        case 2: .suspend(person(), until: now.days(3), reasonCode: "conduct", at: now)
        case 3: .liftSuspension(person(), at: now)
        case 4:
            .assignRole(
                any(of: [.officer, .lead]), to: .student(person()),
                counterSignedBy: any(of: Self.leads), at: now)
        case 5: .assignRole(.lead, to: .adult(any(of: Self.leads)), counterSignedBy: nil, at: now)
        case 6: .revokeRole(.lead, from: any(of: Self.leads))
        case 7: .assignToGroup(person(), any(of: ["blue", "red", nil]), reasonCode: "balance")
        default: .assignBuddy(person(), to: person(), isBlockedPair: false)
        }
    }

    private mutating func settings() -> Club.Command {
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: .archive(reasonCode: "summer")
        case 1...3: .restore(reasonCode: "autumn")
        case 4: .closeEnrolment
        case 5: .openEnrolment(from: nil, to: any(of: [nil, now.days(9)]))
        case 6: .setCapacity(any(of: [1, 3, 6, nil]), overfill: Bool.random(using: &generator))
        default: .updateProfile(.only { $0.joinPolicy = any(of: [.open, .approval, .invite]) })
        }
    }

    private mutating func invitation() -> Club.Command {
        if Bool.random(using: &generator), let invite = club.invites.first {
            return .revokeInvite(invite.id)
        }
        return .issueInvite(
            newID(), codeHash: any(of: Self.codes), expiresAt: now.days(5), maxUses: 2,
            role: any(of: [nil, .officer]), at: now)
    }

    private mutating func person() -> PersonID { any(of: Self.people + Self.leads) }

    private mutating func newID<Identity>() -> ID<Identity> {
        lastID += 1
        return .number(1_000 + lastID)
    }

    private mutating func any<Value>(of values: [Value]) -> Value {
        values[Int.random(in: values.indices, using: &generator)]
    }
}
