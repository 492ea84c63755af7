import Clubs
import CommandHandling
import EventSourcing
import EventStorage
import Foundation
import TestSupport
import Testing

/// Batches of several tenants that are under way at once.
@Suite(.timeLimit(.minutes(5))) struct TenantGroupTests {
    @Test func `a group of tenants of which one has raced and one is poisoned`() async throws {
        try await withServer { configuration, key in
            try await poison("club.enrolment-closed", in: configuration)
            try await Node.with(on: configuration, key: key) { nodes in
                var tenants: [Tenant] = []
                for number in 0..<8 {
                    tenants.append(try await Tenant.open("school-\(number)", through: nodes[0]))
                }
                let all = tenants
                var people: [PersonID] = []
                for tenant in all { people.append(try await tenant.student(through: nodes[0])) }
                let joiners = people
                // One process has the raced tenant's head locked while the other writes to all.
                let raced = all[1]
                let trap = nodes[1].proxy.trap(at: .request)
                try await withThrowingTaskGroup(of: Void.self) { group in
                    group.addTask {
                        _ = try await raced.student(through: nodes[1])
                    }
                    let held = try await trap.caught()
                    for (tenant, person) in zip(all, joiners) {
                        group.addTask {
                            let joined = try await nodes[0].execute(tenant.joining(person))
                            #expect(joined.events.count == 2)
                        }
                    }
                    group.addTask {
                        await #expect(throws: LogFailure.self) {
                            try await nodes[0].execute(all[2].leading(.closeEnrolment))
                        }
                    }
                    try await untilBlocked(in: configuration)
                    held.release()
                    try await group.waitForAll()
                }
                for tenant in all {
                    #expect(try await tenant.foldedClub(in: nodes[1].log).memberCount == 1)
                    try await tenant.expectWholeLog(nodes[1].log)
                }
            }
        }
    }
}
