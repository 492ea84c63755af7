import Clubs
import CommandHandling
import Directory
import EventSourcing
import Foundation
import Vocabulary

/// What the people of a network's clubs wish in one week, as things stand.
struct ClubWeek {
    let cast: Cast
    let week: Int
    let state: NetworkState

    /// How many students look for a club in a week: many when a term begins, few else.
    private var curiosity: Double {
        switch week % DirectoryStory.weeksOfTerm {
        case 0: 0.35
        case 1, 2: 0.15
        default: 0.03
        }
    }

    private func dice(_ subject: String) -> Dice { cast.plan.dice("\(subject) in week \(week)") }

    /// The clubs that go on, in an order that is the same in every run.
    private var running: [(id: ClubID, club: Club)] {
        state.clubIDs.compactMap { id in
            state.clubs[id].flatMap { $0.isArchived ? nil : (id, $0) }
        }
    }

    /// Students ask for a seat; for those whom a guardian would have to decide for, a teacher does.
    var joins: [Intent] {
        let clubs = running
        guard !clubs.isEmpty else { return [] }
        return cast.schools.flatMap { school in
            // The nearest first, so that their own school's are what most choose.
            let own = clubs.filter { $0.club.hostSchool == school.id }
            let open = clubs.filter { $0.club.openTo.contains(school.id) }
            let near = own + open
            let asked = state.policies[school.id]?.guardianApproval.join ?? []
            return school.students.compactMap { student -> Intent? in
                var dice = dice("joining of \(student.id)")
                guard dice.happens(curiosity), !near.isEmpty,
                    state.people[student.id]?.isActive == true
                else { return nil }
                let (id, club) = dice.pickPopular(near)
                guard !club.isMember(student.id), club.request(of: student.id) == nil else {
                    return nil
                }
                let isEntered = asked.contains(student.ageBand)
                let code = club.profile?.joinPolicy == .invite && !isEntered
                return Intent(
                    isEntered ? school.teachers[0].id : student.id,
                    .club(
                        id,
                        .join(
                            request: nil, person: isEntered ? student.id : nil,
                            via: isEntered ? .teacher : nil,
                            inviteCode: code ? ClubStory.code(of: id) : nil, answers: nil)))
            }
        }
    }

    /// Leads approve most of those who ask, and decline some.
    var decisions: [Intent] {
        running.flatMap { id, club in
            club.openRequests.compactMap { request -> Intent? in
                guard let lead = club.adultLeads.first else { return nil }
                var dice = dice("decision on \(request.id)")
                return Intent(
                    lead,
                    .club(
                        id,
                        dice.happens(0.85)
                            ? .approveJoin(request: request.id)
                            : .declineJoin(
                                request: request.id, reasonCode: "not-this-term", reason: nil)))
            }
        }
    }

    /// Most take the seat that they are offered, some decline, and some let the offer lapse.
    var answersToOffers: [Intent] {
        running.flatMap { id, club in
            club.offers.compactMap { offer -> Intent? in
                var dice = dice("answer to \(offer.id)")
                let share = dice.share()
                guard share < 0.75 else { return nil }
                return Intent(
                    offer.person,
                    .club(
                        id,
                        share < 0.63
                            ? .acceptSeat(offer: offer.id) : .declineSeat(offer: offer.id)))
            }
        }
    }

    /// Newcomers get a buddy, members find their group, and a few take an office.
    var welcomes: [Intent] {
        running.flatMap { id, club -> [Intent] in
            guard let lead = club.adultLeads.first else { return [] }
            let members = club.members
            return members.flatMap { member -> [Intent] in
                var dice = dice("welcome of \(member.person) to \(id)")
                var intents: [Intent] = []
                if member.buddy == nil, members.count > 1, dice.happens(0.15),
                    let buddy = members.first(where: { $0.person != member.person })
                {
                    intents.append(
                        Intent(
                            lead,
                            .club(
                                id,
                                .assignBuddy(newcomer: member.person, buddy: buddy.person))))
                }
                if let groups = club.profile?.groups, !groups.isEmpty, member.group == nil,
                    dice.happens(0.4)
                {
                    intents.append(
                        Intent(
                            lead,
                            .club(
                                id,
                                .assignToGroup(
                                    person: member.person, group: dice.pick(groups),
                                    reasonCode: nil))))
                }
                if dice.happens(0.004) {
                    intents.append(
                        Intent(
                            lead,
                            .club(
                                id,
                                .assignRole(
                                    person: member.person,
                                    role: dice.pick([.officer, .captain, .mentor])))))
                }
                return intents
            }
        }
    }

    /// Some leave; once in a while somebody is suspended or removed.
    var farewells: [Intent] {
        let end = cast.plan.time(week: week + 2, day: .thursday, hour: 16)
        return running.flatMap { id, club -> [Intent] in
            guard let lead = club.adultLeads.first else { return [] }
            return club.members.compactMap { member -> Intent? in
                var dice = dice("farewell of \(member.person) from \(id)")
                let share = dice.share()
                if share < 0.012 {
                    return Intent(
                        member.person,
                        .club(id, .leave(person: nil, reasonCode: dice.pick(Self.reasons))))
                }
                if share < 0.0130 {
                    return Intent(
                        lead,
                        .club(
                            id,
                            .suspendMember(
                                person: member.person, until: end, reasonCode: "unkind-words")))
                }
                guard share < 0.0132 else { return nil }
                return Intent(
                    lead,
                    .club(
                        id,
                        .removeMember(
                            person: member.person, reasonCode: "broken-rules",
                            reason: "Told three times.", noReturnUntil: end)))
            }
        }
    }

    private static let reasons: [ReasonCode] = [
        "own-wish", "no-time", "other-club", "moved-away", "timetable",
    ]

    /// Leads make room, close and open enrolment, and at the end a few clubs close for good.
    var leadership: [Intent] {
        running.flatMap { id, club -> [Intent] in
            guard let lead = club.adultLeads.first else { return [] }
            var dice = dice("leadership of \(id)")
            var intents: [Intent] = []
            if club.waitlist.count > 4, dice.happens(0.2), let capacity = club.capacity {
                intents.append(
                    Intent(
                        lead,
                        .club(id, .setCapacity(capacity: capacity + 4, overfill: nil)),
                        isVersioned: true))
            }
            switch week % DirectoryStory.weeksOfTerm {
            case 4 where dice.happens(0.2): intents.append(Intent(lead, .club(id, .closeEnrolment)))
            case 12 where club.enrolment == .closed:
                intents.append(Intent(lead, .club(id, .openEnrolment(from: nil, to: nil))))
            default: break
            }
            if week > 8, dice.happens(0.001) {
                intents.append(Intent(lead, .club(id, .archive(reasonCode: "too-few"))))
            }
            return intents
        }
    }
}
