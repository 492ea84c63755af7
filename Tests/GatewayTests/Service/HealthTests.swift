import EventSourcing
import PostgreSQL
import TestSupport
import Testing

@testable import Gateway

/// Whether the service lives, and whether it can work.
@Suite(.timeLimit(.minutes(10))) struct HealthTests {
    @Test func `health and readiness need no token and tell what was looked at`() async throws {
        let service = try await SharedService.shared.service
        let health = try await service.nobody.get("/healthz")
        try health.expect(200)
        #expect(try health.json == ["status": "ok"])
        let readiness = try await service.nobody.get("/readyz")
        try readiness.expect(200)
        let json = try readiness.json
        #expect(json["status"] == "ready")
        #expect(
            Set(json["checks"]?.members.keys ?? [:].keys)
                == ["database", "clock", "writes", "schema", "projections", "quarantine"])
    }

    @Test func `without its database it lives and is not ready, until that is back`()
        async throws
    {
        try await withService { service in
            let database = service.installation.database
            try await database.refuseConnections()
            try await service.nobody.get("/healthz").expect(200)
            let away = try await service.nobody.get("/readyz")
            try away.expect(503)
            #expect(away[header: "Retry-After"] == "1")
            #expect(try away.json["status"] == "not ready")
            #expect(try away.json["checks"]?["database"]?["passed"] == false)
            try await database.acceptConnections()
            try await waitWhile { try await service.nobody.get("/readyz").status != 200 }
            let stage = try await Stage.make(on: TestAddress(service))
            let joined = try await stage.join(stage.student(), stage.club())
            let position = try #require(joined.position)
            // The read models go on too.
            let shown = try await stage.asLead.get(
                "/v1/clubs", atLeast: position)
            try shown.expect(200)
        }
    }

    @Test func `where no version of the read models is shown, it lives and says 503, until one is`()
        async throws
    {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let owner = try await Connection.open(service.installation.database.configuration)
            try await owner.execute(script: "UPDATE projection.version SET state = 'kept'")
            let answer = try await stage.asLead.get("/v1/clubs")
            try answer.expect(503)
            #expect(try answer.json["code"] == "store-unavailable")
            #expect(answer[header: "Retry-After"] == "1")
            try await service.nobody.get("/readyz").expect(503)
            try await service.nobody.get("/healthz").expect(200)
            try await owner.execute(script: "UPDATE projection.version SET state = 'current'")
            await owner.close()
            try await stage.asLead.get("/v1/clubs").expect(200)
        }
    }

    @Test func `a database of the next release is served, and one that lacks a migration is not`()
        async throws
    {
        try await withService { service in
            let owner = try await Connection.open(service.installation.database.configuration)
            try await owner.execute(
                script: """
                    INSERT INTO log.migration (number, name, checksum) VALUES (999, '0999_far', 'x')
                    """)
            let newer = try await service.nobody.get("/readyz")
            try newer.expect(200)
            #expect(try newer.json["checks"]?["schema"]?["detail"] == "newer: 0999_far")
            try await owner.execute(script: "DELETE FROM log.migration WHERE number = 2")
            let lacking = try await service.nobody.get("/readyz")
            try lacking.expect(503)
            #expect(
                try lacking.json["checks"]?["schema"]?["detail"]
                    == "lacks 0002_vault: run `clubs migrate`")
            try await owner.execute(
                script: "UPDATE log.migration SET checksum = 'x' WHERE number = 1")
            let edited = try await service.nobody.get("/readyz")
            try edited.expect(503)
            #expect(
                try edited.json["checks"]?["schema"]?["detail"]?.string?.contains(
                    "0001_event_log was edited") == true)
            await owner.close()
        }
    }

    @Test func `what the database does not answer in time is named, and the rest is told`()
        async throws
    {
        try await withService { service in
            let owner = try await Connection.open(service.installation.database.configuration)
            try await owner.execute(
                script: "BEGIN; LOCK TABLE log.migration IN ACCESS EXCLUSIVE MODE")
            // More than there are connections for questions: none is left if each takes one.
            // A busy machine may not answer the others in that time either.
            var isTheRestTold = false
            while !isTheRestTold {
                let held = try await inParallel(Array(0..<12)) { _ in
                    try await service.nobody.get("/readyz")
                }
                isTheRestTold = true
                for answer in held {
                    try answer.expect(503)
                    let checks = try answer.json["checks"]
                    #expect(checks?["schema"]?["detail"] == "did not answer in 2 s")
                    for name in ["database", "projections"] where isTheRestTold {
                        isTheRestTold = checks?[name]?["passed"] == true
                    }
                }
            }
            try await owner.execute(script: "COMMIT")
            await owner.close()
            try await waitWhile { try await service.nobody.get("/readyz").status != 200 }
        }
    }

    @Test func `readiness tells no secret of the database`() async throws {
        try await withService { service in
            try await service.installation.database.refuseConnections()
            let text = try await service.nobody.get("/readyz").text
            #expect(!text.contains("/tmp/"))
            #expect(!text.lowercased().contains("password"))
            try await service.installation.database.acceptConnections()
        }
    }

    @Test func `every answer keeps browsers from guessing`() async throws {
        let service = try await SharedService.shared.service
        for path in ["/healthz", "/v1/me", "/nowhere", "/openapi.json"] {
            let answer = try await service.nobody.get(path)
            #expect(answer[header: "X-Content-Type-Options"] == "nosniff")
            #expect(answer[header: "Referrer-Policy"] == "no-referrer")
            #expect(answer[header: "Content-Security-Policy"]?.isEmpty == false)
        }
    }

    @Test func `on SIGTERM what has begun is ended`() async throws {
        try await withService { service in
            let stage = try await Stage.make(on: TestAddress(service))
            let club = try await stage.club()
            let people = try await stage.students(20)
            let joins = Task {
                try await inParallel(people) { try await stage.join($0, club).status }
            }
            let status = await service.stop()
            #expect(status == 0)
            // Each was answered, or met a service that was not there any more.
            if case .success(let statuses) = await joins.result {
                #expect(statuses.allSatisfy { $0 == 201 || $0 == 503 })
            }
        }
    }
}
