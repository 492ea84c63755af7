import Catalog
import Clubs
import Directory
import EventSourcing
import Foundation
import TestSupport
import Vocabulary

/// Events on their way into a tenant's log, with the texts that belong to them.
struct Story {
    private(set) var events: [(event: NewEvent, recordedAt: Timestamp)] = []
    private(set) var texts: [VaultText] = []
    var now = Timestamp.tuesday
    var actor = Actor(person: .barbara, capacity: .organizer, via: .http)
    private var versions: [StreamName: Int] = [:]
    private let commands: UInt16

    /// - Parameter commands: Where the commands' numbers begin, so that stories do not share any.
    init(commands: UInt16 = 0) { self.commands = commands }

    mutating func add(_ events: School.Event..., to school: SchoolID) {
        for event in events { add(event, to: StreamID.school(school).name) }
    }

    mutating func add(_ events: Person.Event..., to person: PersonID) {
        for event in events { add(event, to: StreamID.person(person).name) }
    }

    mutating func add(_ events: Club.Event..., to club: ClubID) {
        for event in events { add(event, to: StreamID.club(club).name) }
    }

    mutating func add(_ event: some EventFamily, to stream: StreamName) {
        do {
            add(encoded: try EventCodec.catalog.encode(event), to: stream)
        } catch {
            preconditionFailure("an event of a story can be written: \(error)")
        }
    }

    mutating func add(encoded: EncodedEvent, to stream: StreamName) {
        versions[stream, default: 0] += 1
        let command = CommandID.number(commands + UInt16(events.count) + 1)
        let event = NewEvent(
            stream: stream, version: versions[stream] ?? 1, event: encoded, occurredAt: now,
            commandID: command, commandIndex: 0, digest: BodyDigest(bytes: [0]), actor: actor,
            correlation: command)
        events.append((event, now))
    }

    /// Lets time pass.
    mutating func wait(hours: Int) { now = now.hours(hours) }

    /// A reference to a text that goes to the vault with the story.
    mutating func text(_ text: String, about subject: PersonID) -> VaultReference {
        let number = UInt16(texts.count) + 0x100
        let ref = VaultTextID(
            UUID(
                uuid: (
                    UInt8(commands >> 8), UInt8(commands & 0xff), 0, 0, 0, 0, 0x40, 0, 0x80, 0, 0,
                    0, 0,
                    0, UInt8(number >> 8), UInt8(number & 0xff)
                )))
        texts.append(VaultText(subject: subject, reference: ref.uuid, text: text))
        return VaultReference(subject: subject, ref: ref)
    }

    /// The first events as they stand in a tenant's log.
    func recorded(in tenant: TenantID, count: Int? = nil) -> [Recorded<EncodedEvent>] {
        events.prefix(count ?? events.count).enumerated().flatMap { index, item in
            AppendBatch(
                tenant: tenant, after: Position(index), recordedAt: item.recordedAt,
                events: [item.event]
            ).recorded
        }
    }
}

extension Story {
    mutating func register(
        _ person: PersonID, as name: String, kind: PersonKind = .student,
        of school: SchoolID = .home
    ) {
        let displayName = text(name, about: person)
        add(
            .registered(
                person: person, school: school, kind: kind,
                ageBand: kind == .adult ? .adult : .from13, timeZone: "Europe/London",
                locale: "en-GB", sourcedId: nil, displayName: displayName, consentAgeOn: nil,
                adultOn: nil),
            to: person)
    }

    mutating func found(_ club: ClubID, slug: Slug = "chess", capacity: Int? = 2) {
        add(
            .founded(
                .init(
                    hostSchool: .home, openTo: [.away], slug: slug, profile: .sample,
                    capacity: capacity)),
            .roleAssigned(person: .barbara, role: .lead, counterSignedBy: nil), to: club)
    }

    /// A join that is granted at once.
    mutating func join(_ person: PersonID, _ club: ClubID, request: UInt16, number: Int) {
        add(
            .joinRequested(
                request: .number(request), person: person, via: .directory, invite: nil,
                answers: nil),
            .memberJoined(
                person: person, request: .number(request), via: .directory, memberNo: number),
            to: club)
    }

    /// A join for which there is no seat.
    mutating func wait(_ person: PersonID, _ club: ClubID, request: UInt16, place: Int) {
        add(
            .joinRequested(
                request: .number(request), person: person, via: .directory, invite: nil,
                answers: nil),
            .memberWaitlisted(person: person, request: .number(request), place: place),
            to: club)
    }
}

extension SchoolID {
    static let home = SchoolID.number(1)
    static let away = SchoolID.number(2)
}

extension ClubID {
    static let chess = ClubID.number(10)
    static let karate = ClubID.number(11)
}

extension Club.Profile {
    static let sample = Club.Profile(
        name: "Chess Club", summary: "Every Tuesday.", kind: .chess, interests: ["chess"],
        languages: ["en"], timeZone: "Europe/London", groups: ["blue", "red"])
}
