import EventSourcing
import EventStorage
import Foundation
import PostgreSQL
import TestSupport
import Testing

@testable import CommandLineTool

/// Operators' commands on databases, keys and folders that are not as they should be.
@Suite(.timeLimit(.minutes(30))) struct StoreTests {
    @Test(arguments: [
        "host=/nowhere dbname=clubs", "postgresql://clubs@127.0.0.1:9/clubs",
        "postgresql://nobody:secret@no.such.host.invalid/clubs",
    ])
    func `a server that is not there is not reachable`(url: String) async throws {
        try await Workplace.with { place in
            for command in [["log", "count"], ["migrate"], ["migrate", "--check"], ["serve"]] {
                let ended = try await place.clubs.with("DATABASE_URL", url).run(command)
                ended.expect(7, saying: "remedy", "DATABASE_URL")
                #expect(!ended.errors.contains("secret"), "no password is told")
            }
        }
    }

    @Test func `a database that is not there is named`() async throws {
        try await Workplace.with { place in
            let url = place.configuration.with(database: "elsewhere").connectionString
            try await place.clubs.with("DATABASE_URL", url).run("log", "count")
                .expect(7, saying: "elsewhere")
        }
    }

    @Test func `an empty database is told to be migrated, and then is`() async throws {
        try await Workplace.with(template: .empty) { place in
            let clubs = place.clubs
            for command in [["log", "count"], ["tenant", "list"], ["serve", "--port", "0"]] {
                try await clubs.run(command).expect(7, saying: "0001_event_log", "clubs migrate")
            }
            try await clubs.run("migrate", "--check")
                .expect(8, saying: "0001_event_log", "clubs migrate")
            try await clubs.run("doctor").expect(8, saying: "schema")

            let first = try await clubs.run("migrate")
            #expect(first.status == 0 && first.output.contains("applied 0001_event_log"))
            let second = try await clubs.run("migrate")
            #expect(second.status == 0 && !second.output.contains("applied"))
            #expect(try await clubs.run("migrate", "--check").status == 0)
        }
    }

    @Test func `an edited migration is refused by name`() async throws {
        try await Workplace.with { place in
            try await place.change("UPDATE log.migration SET checksum = 'x' WHERE number = 2")
            for command in [["migrate"], ["migrate", "--check"], ["log", "count"], ["serve"]] {
                try await place.clubs.run(command).expect(8, saying: "0002_vault", "edited")
            }
        }
    }

    @Test func `a database newer than the program is refused`() async throws {
        try await Workplace.with { place in
            try await place.change(
                "INSERT INTO log.migration (number, name, checksum) VALUES (999, '0999_far', 'x')")
            for command in [["migrate"], ["migrate", "--check"], ["log", "count"], ["serve"]] {
                try await place.clubs.run(command)
                    .expect(8, saying: "0999_far", "use the newer program")
            }
        }
    }

    @Test func `another vault key is refused, and nothing is written with it`() async throws {
        try await Workplace.with { place in
            try await place.createTenant()
            let other = place.clubs.with("CLUBS_VAULT_KEY", MasterKey.makeBase64())
            try await other.run("serve", "--port", "0").expect(2, saying: "key")
            try await other.run("doctor").expect(8, saying: "vault key")
            try await other.run(
                "tenant", "create", "other", "--school", "S", "--admin", "A"
            ).expect(2, saying: "key")
            #expect(try await place.clubs.run("tenant", "list", "--json").jsonLines().count == 1)
        }
    }

    @Test func `a signing key that others may read is refused, and its mode is named`()
        async throws
    {
        try await Workplace.with { place in
            let created = try await place.createTenant()
            let token = ["token", "--person", created.admin]
            #expect(try await place.clubs.run(token).status == 0)
            let names = try FileManager.default.contentsOfDirectory(atPath: place.folder)
            let key = try #require(
                names.first { !$0.contains("jwks") && $0.hasSuffix(".json") || $0.contains("key") })
            let file = place.folder + "/" + key
            let attributes = try FileManager.default.attributesOfItem(atPath: file)
            #expect(attributes[.posixPermissions] as? Int == 0o600)

            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file)
            let service = ["club", "list", "--as", created.admin, "--tenant", created.tenant]
            for command in [token, ["serve", "--port", "0"], service] {
                try await place.clubs.run(command).expect(2, saying: file, "0600")
            }
            try FileManager.default.removeItem(atPath: file)
            try Data("{}".utf8).write(to: URL(fileURLWithPath: file))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file)
            try await place.clubs.run(token).expect(2, saying: file)
        }
    }

    @Test func `without a service there is no key to speak with, and that is said`() async throws {
        try await Workplace.with { place in
            let created = try await place.createTenant()
            try await place.clubs.run(
                "club", "list", "--as", created.admin, "--tenant", created.tenant
            ).expect(2, saying: "clubs serve")
        }
    }

    @Test func `where no service listens is told with a remedy`() async throws {
        let clubs = Program(environment: ["CLUBS_TOKEN": "x.y.z"])
        for url in ["http://127.0.0.1:9", "http://no.such.host.invalid:8080"] {
            try await clubs.with("CLUBS_URL", url).run("club", "list")
                .expect(7, saying: url, "clubs serve", "CLUBS_URL")
        }
    }

    @Test func `doctor has a line for each check, and a remedy for what fails`() async throws {
        try await Workplace.with { place in
            let clubs = place.clubs
            // The tests' own server does not wait for the disk, and doctor sees that.
            let ended = try await clubs.run("doctor")
            ended.expect(8, saying: "durability")
            let rows = ended.lines.map { $0.components(separatedBy: "\t") }
            #expect(rows.first == ["result", "check", "found", "remedy"])
            #expect(
                rows.dropFirst().filter { $0[0] == "ok" }.map { $0[1] } == [
                    "server", "writes", "schema", "rights", "vault key", "clock",
                    "long transactions",
                    "idle transactions", "tenant locks", "disk", "read models", "quarantine",
                    "skipped events", "deadlines",
                ])
            let findings = try await clubs.run("doctor", "--json").json()
            guard case .array(let items) = findings else {
                Issue.record("\(findings)")
                return
            }
            #expect(items.count == 15 && items.allSatisfy { $0["check"] != nil })

            try await place.change("GRANT DELETE ON log.event TO clubs_service")
            try await clubs.run("doctor").expect(8, saying: "rights", "durability")
        }
    }

    @Test func `doctor names a database that takes no writes, and the way out`() async throws {
        try await Workplace.with { place in
            try await place.change(
                """
                DO $$ BEGIN
                    EXECUTE format(
                        'ALTER DATABASE %I SET default_transaction_read_only = on',
                        current_database());
                END $$
                """)
            let ended = try await place.clubs.run("doctor")
            ended.expect(8, saying: "writes", "vault key")
            for check in ["writes", "vault key"] {
                let line = ended.lines.first { $0.contains("fail\t\(check)\t") }
                #expect(line?.contains("25006") == true, "\(ended)")
                #expect(line?.contains("default_transaction_read_only") == true, "\(ended)")
            }
            try await place.clubs.run("serve", "--port", "0")
                .expect(7, saying: "25006", "default_transaction_read_only")
        }
    }

    @Test func `a disk that the next journal does not fit on is a failure`() {
        #expect(Examination.grade(freeDisk: 63 << 20) == .fail)
        #expect(Examination.grade(freeDisk: 64 << 20) == .warn)
        #expect(Examination.grade(freeDisk: 1 << 30) == .ok)
    }

    @Test func `doctor names whoever holds a tenant, stands idle, or is open for long`()
        async throws
    {
        try await Workplace.with { place in
            try await place.createTenant()
            let held = try await Connection.open(place.configuration)
            _ = try await held.pipeline([
                "BEGIN", "UPDATE log.head SET position = position WHERE tenant IS NOT NULL",
            ])
            let name = "process \(held.processID) ("
            for check in ["long transactions", "idle transactions", "tenant locks"] {
                let finding = try await findings(place)[check]
                #expect(finding?["result"] == "warn")
                #expect(
                    finding?["found"]?.string?.hasPrefix(name) == true,
                    "\(check): \(String(describing: finding))")
                #expect(finding?["remedy"]?.string?.contains("pg_terminate_backend") == true)
            }
            #expect(
                try await findings(place)["tenant locks"]?["found"]?.string?.contains("hillside")
                    == true
            )

            // Somebody waits for it, and that is no warning any more.
            let waiting = try await Connection.open(place.configuration)
            async let waited = waiting.query(
                "UPDATE log.head SET position = position WHERE tenant IS NOT NULL")
            var finding = try await findings(place)["tenant locks"]
            while finding?["result"] != "fail" {
                finding = try await findings(place)["tenant locks"]
            }
            #expect(finding?["found"]?.string?.contains("1 wait for it") == true)
            _ = try await held.query("ROLLBACK")
            _ = try await waited
            for connection in [held, waiting] { await connection.close() }
            #expect(try await findings(place)["tenant locks"]?["found"] == "none")
        }
    }

    @Test func `doctor names whoever keeps others waiting without holding a tenant`() async throws {
        try await Workplace.with { place in
            var patient = place.configuration
            patient.lockTimeout = nil
            let locking = try await Connection.open(patient)
            // Whoever reads goes on, so that doctor itself does not wait.
            _ = try await locking.pipeline(["BEGIN", "LOCK TABLE log.event IN SHARE MODE"])
            let waiting = try await Connection.open(patient)
            async let waited = waiting.pipeline([
                "BEGIN", "LOCK TABLE log.event IN ROW EXCLUSIVE MODE", "COMMIT",
            ])
            try await waitWhile { try await isFree(waiting.processID, place) }
            let finding = try await findings(place)["tenant locks"]
            #expect(finding?["result"] == "fail")
            let found = finding?["found"]?.string ?? ""
            #expect(found.hasPrefix("process \(locking.processID) ("))
            #expect(found.hasSuffix("locks log.event, 1 wait for it"))
            #expect(finding?["remedy"]?.string?.contains("pg_terminate_backend") == true)
            _ = try await locking.query("ROLLBACK")
            _ = try await waited
            for connection in [locking, waiting] { await connection.close() }
            #expect(try await findings(place)["tenant locks"]?["found"] == "none")
        }
    }

    /// What doctor finds, by check.
    private func findings(_ place: Workplace) async throws -> [String: JSONValue] {
        let found = try await place.clubs.run("doctor", "--older-than", "0", "--json")
        guard case .array(let items) = try found.json() else { return [:] }
        return Dictionary(items.map { ($0["check"]?.string ?? "", $0) }) { $1 }
    }

    /// Whether a session waits for no lock.
    private func isFree(_ processID: Int32, _ place: Workplace) async throws -> Bool {
        let connection = try await Connection.open(place.configuration)
        let waiting = try await connection.query(
            """
            SELECT FROM pg_stat_activity WHERE pid = \(processID) AND wait_event_type = 'Lock'
            """)
        await connection.close()
        return waiting.rows.isEmpty
    }
}
