import Catalog
import EventSourcing
import Foundation
import Policies
import TestSupport
import Testing
import Vocabulary

/// The runner reads for a policy only what it names.
@Suite struct PolicyTypesTests {
    @Test func `nothing follows from an event that a policy does not name`() throws {
        for line in try FixtureTests.events() {
            let event = try EventCodec.catalog.decode(line)
            for policy in PolicyCatalog.all where !type(of: policy).types.contains(line.type) {
                #expect(policy.react(to: recorded(event)).isEmpty, "\(line.type)")
            }
        }
    }

    @Test func `what a policy names is there`() {
        for policy in PolicyCatalog.all {
            for name in type(of: policy).types {
                #expect(DomainEvent.Family(wireName: name) != nil, "\(name)")
            }
        }
    }

    private func recorded(_ event: DomainEvent) -> Recorded<DomainEvent> {
        Recorded(
            tenant: .number(1), position: 1,
            stream: StreamName(category: "stream", id: UUID()), version: 1, event: event,
            occurredAt: .tuesday, recordedAt: .tuesday, commandID: .number(1), commandIndex: 0,
            actor: Actor(capacity: .student, via: .http), correlation: .number(1))
    }
}
