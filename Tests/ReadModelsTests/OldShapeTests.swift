import Catalog
import Clubs
import EventSourcing
import Foundation
import TestSupport
import Testing
import Vocabulary

@testable import ReadModels

/// Events that stand in the log in a shape that nobody writes any more.
struct OldShapeTests {
    /// `club.founded` as schema 1 kept it: what the club says of itself below `profile`.
    private static let founding = #"""
        {"capacity":2,"hostSchool":"\#(SchoolID.home)","openTo":["\#(SchoolID.away)"],"profile":{
        "ageBands":[],"groups":["blue","red"],"interests":["chess"],"joinPolicy":"open",
        "kind":"chess","languages":["en"],"name":"Chess Club","reapplyAfterDays":30,
        "seatOfferHours":48,"summary":"Every Tuesday.","timeZone":"Europe/London",
        "visibility":"school"},"slug":"chess"}
        """#

    @Test func `a club founded in the old shape is followed and folded as one of today`()
        async throws
    {
        var old = Story()
        old.add(
            encoded: EncodedEvent(
                type: "club.founded", schema: 1, data: Array(Self.founding.utf8)),
            to: StreamID.club(.chess).name)
        old.add(.roleAssigned(person: .barbara, role: .lead, counterSignedBy: nil), to: .chess)
        var new = Story()
        new.found(.chess)
        let stories = (old, new)
        try await World.with { world in
            try await world.tell(stories.0)
            try await world.tell(stories.1, to: World.other)
            try await world.runner().catchUp()
            #expect(
                try await differences(between: world, and: try await world.folded(through: 2))
                    == [])
            let (first, second) = (
                try await clubs(of: World.tenant, in: world),
                try await clubs(of: World.other, in: world)
            )
            #expect(first.count == 1 && first == second)
        }
    }

    private func clubs(of tenant: TenantID, in world: World) async throws -> [ClubRow] {
        try await world.queries.reading(tenant) { _, reader in
            try await reader.rows(Selection<ClubRow>())
        }
    }
}
