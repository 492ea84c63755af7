import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// A command sent again after the state has moved on, to the process that knows it and to one
/// that does not.
@Suite(.timeLimit(.minutes(5)), .serialized) struct ReplayTests {
    @Test func `a replay after the state has moved on, with the same body`() async throws {
        try await withMovedOn { tenant, person, first, nodes in
            for node in nodes {
                let again = try await node.execute(
                    tenant.joining(person, id: try #require(first.events.first).commandID))
                #expect(again.isRepeat && again.events == first.events)
                #expect(again.position == first.position)
            }
        }
    }

    @Test func `a replay after the state has moved on, with another body`() async throws {
        try await withMovedOn { tenant, person, first, nodes in
            let id = try #require(first.events.first).commandID
            for node in nodes {
                await #expect(throws: CommandFailure.idempotencyMismatch(id)) {
                    try await node.execute(tenant.joining(person, id: id, body: "another"))
                }
            }
        }
    }

    @Test func `a replay after the state has moved on, after a refusal`() async throws {
        try await withNodes { tenant, nodes in
            let person = try await tenant.student(through: nodes[0])
            let request = tenant.joining(person)
            try await nodes[0].execute(tenant.leading(.closeEnrolment))
            for node in nodes {
                await #expect(throws: Club.Rejection.self) { try await node.execute(request) }
            }
            try await nodes[1].execute(tenant.leading(.openEnrolment(from: nil, to: nil)))
            // Decided afresh: a refusal leaves no trace.
            let outcome = try await nodes[0].execute(request)
            #expect(!outcome.isRepeat && outcome.events.count == 2)
            #expect(try await nodes[1].execute(request).isRepeat)
        }
    }

    @Test func `a replay after the state has moved on, after a no-op`() async throws {
        try await withNodes { tenant, nodes in
            try await nodes[0].execute(tenant.leading(.setCapacity(capacity: 7, overfill: nil)))
            let again = tenant.leading(.setCapacity(capacity: 7, overfill: nil))
            for node in nodes {
                let nothing = try await node.execute(again)
                #expect(nothing.events.isEmpty && !nothing.isRepeat)
            }
            try await nodes[1].execute(tenant.leading(.setCapacity(capacity: 8, overfill: nil)))
            let outcome = try await nodes[0].execute(again)
            #expect(!outcome.isRepeat)
            #expect(outcome.events.map(\.event.type) == ["club.capacity-set"])
            #expect(try await nodes[1].execute(again).isRepeat)
        }
    }

    private func withNodes(
        _ body: @Sendable @escaping (Tenant, [Node]) async throws -> Void
    ) async throws {
        try await withServer { configuration, key in
            try await Node.with(on: configuration, key: key) { nodes in
                let tenant = try await Tenant.open(through: nodes[0])
                try await body(tenant, nodes)
                try await tenant.expectWholeLog(nodes[0].log)
            }
        }
    }

    /// Somebody has joined and left, and the club is full by now.
    private func withMovedOn(
        _ body:
            @Sendable @escaping (Tenant, PersonID, CommandHandling.Outcome, [Node]) async throws ->
            Void
    ) async throws {
        try await withNodes { tenant, nodes in
            let people = try await tenant.students(2, through: nodes[0])
            let first = try await nodes[0].execute(tenant.joining(people[0]))
            try await nodes[0].execute(tenant.leaving(people[0]))
            try await nodes[0].execute(tenant.joining(people[1]))
            try await nodes[0].execute(
                tenant.leading(.setCapacity(capacity: 1, overfill: nil)))
            try await body(tenant, people[0], first, nodes)
        }
    }
}
