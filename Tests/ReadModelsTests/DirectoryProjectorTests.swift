import Catalog
import Directory
import EventSourcing
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

struct DirectoryProjectorTests {
    private func changes(_ event: School.Event) throws -> [Change] {
        var story = Story()
        story.add(event, to: .home)
        return try project(story).filter {
            $0 != .patch(SchoolRow.self, SchoolID.home, set: [.version: 1])
        }
    }

    private func changes(_ event: Person.Event) throws -> [Change] {
        var story = Story()
        story.add(event, to: .ada)
        return try project(story).filter {
            $0 != .patch(PersonRow.self, PersonID.ada, set: [.version: 1])
        }
    }

    private func project(_ story: Story) throws -> [Change] {
        let recorded = try #require(story.recorded(in: World.tenant).first)
        return DirectoryProjector().project(try recorded.map { try EventCodec.catalog.decode($0) })
    }

    @Test func `a school with its policy and a term`() throws {
        #expect(
            try changes(
                .registered(
                    school: .home, name: "Home", timeZone: "Europe/London", locale: "en-GB",
                    country: "GB")) == [
                    .put(
                        SchoolRow(
                            school: .home, name: "Home", locale: "en-GB", country: "GB",
                            policy: .standard, version: 1, timeZone: "Europe/London"))
                ])
        var policy = School.Policy.standard
        policy.minCell = 12
        #expect(
            try changes(.policySet(policy: policy))
                == [.patch(SchoolRow.self, SchoolID.home, set: [.policy: policy])])
        let (first, last) = (CivilDate(daysSinceEpoch: 1), CivilDate(daysSinceEpoch: 9))
        #expect(
            try changes(
                .termOpened(term: .number(1), name: "Spring", startsOn: first, endsOn: last)) == [
                    .put(
                        TermRow(
                            school: .home, term: .number(1), name: "Spring", startsOn: first,
                            endsOn: last))
                ])
    }

    @Test func `a person's names are references and never texts`() throws {
        let name = VaultReference(subject: .ada, ref: .number(1))
        let day = VaultReference(subject: .ada, ref: .number(2))
        #expect(
            try changes(
                .registered(
                    person: .ada, school: .home, kind: .student, ageBand: .from13,
                    timeZone: "Europe/London", locale: "en-GB", sourcedId: "st-1",
                    displayName: name, consentAgeOn: day, adultOn: nil)) == [
                    .put(
                        PersonRow(
                            person: .ada, school: .home, kind: .student, locale: "en-GB",
                            version: 1, ageBand: .from13, timeZone: "Europe/London",
                            sourcedID: "st-1", displayName: .number(1),
                            consentAgeOn: .number(2), adultOn: nil))
                ])
    }

    @Test func `what changes in a person is patched, and nothing else`() throws {
        let pronouns = VaultReference(subject: .ada, ref: .number(3))
        let languages: [LanguageTag] = ["ur"]
        #expect(
            try changes(
                .profileUpdated(
                    displayName: nil, pronouns: pronouns, timeZone: nil, locale: nil,
                    languages: languages, visibility: .network)) == [
                    .patch(
                        PersonRow.self, PersonID.ada,
                        set: [
                            .pronouns: VaultTextID.number(3), .languages: languages,
                            .visibility: Visibility.network,
                        ])
                ])
        let likes: [Interest] = ["chess"]
        #expect(
            try changes(.interestsDeclared(interests: likes, strengths: [], pace: nil)) == [
                .patch(
                    PersonRow.self, PersonID.ada,
                    set: [
                        .interests: likes, .strengths: [Interest](), .pace: Person.Pace?.none,
                    ])
            ])
        #expect(
            try changes(.deactivated(reasonCode: "moved-away"))
                == [.patch(PersonRow.self, PersonID.ada, set: [.isActive: false])])
        #expect(
            try changes(.reactivated(reasonCode: "came-back"))
                == [.patch(PersonRow.self, PersonID.ada, set: [.isActive: true])])
    }

    @Test func `a role is a row of its own`() throws {
        #expect(
            try changes(.roleAssigned(person: .ada, role: .pastoral))
                == [.put(PersonRoleRow(person: .ada, role: .pastoral, since: .tuesday))])
        #expect(
            try changes(.roleRevoked(person: .ada, role: .pastoral))
                == [.delete(PersonRoleRow.self, PersonID.ada, Person.Role.pastoral)])
    }
}
