import EventSourcing
import HashTreeCollections
import Vocabulary

extension Club {
    /// What somebody may wish of a club.
    ///
    /// Time comes in as `at`. What other streams and the tenant's register know comes in as values
    /// that the handler fills in: an `Applicant`, `slugIsTaken`, `idIsTaken` (by anything that has
    /// ever had this id), `inactive` (whom the directory has as such), `isBlockedPair`.
    package enum Command: Sendable {
        case found(Founding, slugIsTaken: Bool)
        case updateProfile(Profile.Changes)
        /// With `overfill`, nobody loses a seat that is above the new number.
        case setCapacity(Int?, overfill: Bool)
        case openEnrolment(from: Timestamp?, to: Timestamp?)
        case closeEnrolment
        case archive(reasonCode: ReasonCode)
        case restore(reasonCode: ReasonCode)

        case join(
            JoinRequestID, Applicant, by: Entry, answers: VaultReference?,
            idIsTaken: Bool = false, inactive: TreeSet<PersonID> = [], at: Timestamp)
        /// With the person whose request it is, where it is open.
        case approve(JoinRequestID, Applicant?, inactive: TreeSet<PersonID> = [])
        case decline(
            JoinRequestID, reasonCode: ReasonCode, reason: VaultReference?, at: Timestamp)
        case withdraw(JoinRequestID)

        case offerSeat(
            SeatOfferID, to: Applicant, idIsTaken: Bool = false, inactive: TreeSet<PersonID> = [],
            at: Timestamp)
        /// The club knows who is next; quiet where there is no free seat or nobody waits.
        case offerNextSeat(
            SeatOfferID, idIsTaken: Bool = false, inactive: TreeSet<PersonID> = [], at: Timestamp)
        case acceptSeat(SeatOfferID, by: PersonID, at: Timestamp)
        case declineSeat(SeatOfferID, by: PersonID)
        case lapseOffer(SeatOfferID, at: Timestamp)
        case reorderWaitlist([PersonID], reasonCode: ReasonCode, reason: VaultReference?)

        case leave(PersonID, reasonCode: ReasonCode, inactive: TreeSet<PersonID> = [])
        case remove(
            PersonID, reasonCode: ReasonCode, reason: VaultReference?, noReturnUntil: Timestamp?,
            inactive: TreeSet<PersonID> = [], at: Timestamp)
        case suspend(
            PersonID, until: Timestamp, reasonCode: ReasonCode, inactive: TreeSet<PersonID> = [],
            at: Timestamp)
        case liftSuspension(PersonID, at: Timestamp)

        case assignRole(Role, to: Applicant, counterSignedBy: PersonID?, at: Timestamp)
        case revokeRole(Role, from: PersonID, inactive: TreeSet<PersonID> = [])
        /// Without a group, the member stands in none.
        case assignToGroup(PersonID, GroupName?, reasonCode: ReasonCode)
        case assignBuddy(PersonID, to: PersonID, isBlockedPair: Bool)

        case issueInvite(
            InviteID, codeHash: CodeHash, expiresAt: Timestamp, maxUses: Int, role: Role?,
            idIsTaken: Bool = false, at: Timestamp)
        case revokeInvite(InviteID)
    }

    package struct Founding: Sendable {
        package var hostSchool: SchoolID
        /// The other schools whose people may join.
        package var openTo: [SchoolID]
        package var slug: Slug
        package var profile: Profile
        /// Nothing: as many as the limit of a club allows.
        package var capacity: Int?
        package var leads: [Applicant]

        package init(
            hostSchool: SchoolID, openTo: [SchoolID] = [], slug: Slug, profile: Profile,
            capacity: Int? = nil, leads: [Applicant]
        ) {
            self.hostSchool = hostSchool
            self.openTo = openTo
            self.slug = slug
            self.profile = profile
            self.capacity = capacity
            self.leads = leads
        }
    }

    /// Somebody who asks for a seat or is to hold a role, as the directory knows them now.
    package struct Applicant: Equatable, Sendable {
        package var person: PersonID
        package var school: SchoolID
        package var kind: PersonKind
        package var ageBand: AgeBand
        package var isActive: Bool
        /// Whether their school lets a guardian decide about clubs in their age band.
        package var guardianDecides: Bool

        package init(
            person: PersonID, school: SchoolID, kind: PersonKind, ageBand: AgeBand,
            isActive: Bool, guardianDecides: Bool
        ) {
            self.person = person
            self.school = school
            self.kind = kind
            self.ageBand = ageBand
            self.isActive = isActive
            self.guardianDecides = guardianDecides
        }
    }

    /// The door through which somebody asks.
    package enum Entry: Equatable, Sendable {
        case directory
        /// With the hash of the code that they have shown.
        case invite(CodeHash)
        case teacher, `import`

        package var via: Via {
            switch self {
            case .directory: .directory
            case .invite: .invite
            case .teacher: .teacher
            case .import: .import
            }
        }
    }

    /// How somebody came to ask, as the log keeps it.
    package enum Via: String, Codable, CaseIterable, Sendable {
        case directory, invite, teacher, `import`

        /// Whether the school entered them; whoever fills this in has checked who is asking.
        ///
        /// The school then answers for consent and for the leads: the guardian, the enrolment
        /// window and the join policy are not asked. Capacity, the queue, who is eligible and
        /// who is kept out hold for everybody.
        package var isBySchool: Bool { self == .teacher || self == .import }
    }

    /// What a person does in one club.
    package enum Role: String, Codable, CaseIterable, Sendable {
        case lead, officer, captain
        case sectionLeader = "section-leader"
        case mentor

        /// Whether somebody may hold it who takes no seat: those who look after the club.
        package var isOpenToNonMembers: Bool { self == .lead || self == .mentor }
    }
}

extension Club.Command {
    /// An archived club takes nobody in and changes nothing about itself, and lets everybody go.
    var isAllowedInArchive: Bool {
        switch self {
        case .found, .archive, .restore, .withdraw, .offerNextSeat, .declineSeat, .lapseOffer,
            .leave, .remove, .liftSuspension, .revokeRole, .revokeInvite:
            true
        case .updateProfile, .setCapacity, .openEnrolment, .closeEnrolment, .join, .approve,
            .decline, .offerSeat, .acceptSeat, .reorderWaitlist, .suspend, .assignRole,
            .assignToGroup, .assignBuddy, .issueInvite:
            false
        }
    }
}
