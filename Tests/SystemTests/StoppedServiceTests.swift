import EventSourcing
import Foundation
import PostgreSQL
import TestSupport
import Testing

/// A service that its system stops, and lets go on later: SIGSTOP and SIGCONT.
@Suite(.timeLimit(.minutes(5))) struct StoppedServiceTests {
    @Test func `a service stopped in the middle of a batch keeps nobody waiting, and goes on`()
        async throws
    {
        let installation = try await TestInstallation.make()
        let tenant = try await installation.makeTenant()
        try await withProxy(before: installation.database.configuration) { proxy in
            let stopped = try await TestService.start(
                installation,
                environment: ["DATABASE_URL": proxy.configuration.connectionString])
            let other = try await TestService.start(installation)
            let people = [PersonID(UUID()), PersonID(UUID())]

            let trap = proxy.trap(at: .request)
            async let first = register(people[0], in: tenant, through: stopped)
            let held = try await trap.caught()
            stopped.send(SIGSTOP)
            let second = try await register(people[1], in: tenant, through: other)
            #expect(second.status == 201)
            stopped.send(SIGCONT)
            held.release()
            let late = try await first
            #expect(late.status == 201)
            let positions = try [second, late].map {
                try #require($0[header: "Clubs-Position"].flatMap(Int.init))
            }
            #expect(positions[0] < positions[1])
            for service in [stopped, other] { #expect(await service.stop() == 0) }

            let told = zip([people[1], people[0]], positions).map {
                LedgerAudit.Acknowledged(mark: $0.description, position: $1)
            }
            let findings = try await LedgerAudit(of: installation.database.configuration)
                .log(acknowledged: told, seen: [])
            #expect(findings == [])
        }
        try await installation.remove()
    }

    private func register(
        _ person: PersonID, in tenant: TestTenant, through service: TestService
    ) async throws -> TestAnswer {
        try await service.caller(tenant.admin, of: tenant).post(
            "/v1/people",
            [
                "person": .string(person.description), "school": .string(tenant.school),
                "kind": "student", "ageBand": "16-17", "displayName": "Sam",
            ])
    }
}
