import Testing

@testable import LocalCluster

/// How often a server that does not start is tried again, and what is said of it.
struct RelaunchesTests {
    private let full = "PANIC:  could not write to file \"pg_wal/xlogtemp"

    @Test func `the pauses grow to half a minute at most`() {
        var relaunches = Relaunches()
        let pauses = (0..<12).map { _ in relaunches.begin() }
        #expect(pauses[0] <= LocalCluster.watchInterval)
        #expect(pauses[11] >= Relaunches.longestPause / 2)
        #expect(pauses.allSatisfy { $0 <= Relaunches.longestPause })
    }

    @Test func `a cause is told at full length once, whatever numbers are in it`() {
        var relaunches = Relaunches()
        let accounts = (1...3).map { number in
            _ = relaunches.begin()
            return relaunches.account(of: failure("\(full).\(number)\": No space left on device"))
        }
        #expect(accounts[0].contains("LOG:  database system is shut down"))
        #expect(accounts[2].hasSuffix("3 attempts: \(full).3\": No space left on device"))
        #expect(!accounts[1].contains("\n") && !accounts[2].contains("\n"))
        let other = relaunches.account(of: failure("FATAL:  data directory has wrong ownership"))
        #expect(other.contains("LOG:  database system is shut down"))
    }

    @Test func `only a server that has lived for a while is forgotten to have died`() {
        var relaunches = Relaunches()
        _ = relaunches.begin()
        for _ in 1..<Relaunches.steadySights { relaunches.sawAlive() }
        _ = relaunches.begin()
        #expect(relaunches.attempts == 2)
        for _ in 1...Relaunches.steadySights { relaunches.sawAlive() }
        #expect(relaunches.attempts == 0)
    }

    private func failure(_ line: String) -> LocalClusterFailure {
        LocalClusterFailure(
            "the private PostgreSQL server in /srv/clubs did not start: pg_ctl: no server",
            log: """
                2026-01-05 08:00:00.000 UTC [4711] LOG:  starting PostgreSQL
                2026-01-05 08:00:00.100 UTC [4711] \(line)
                2026-01-05 08:00:00.200 UTC [4711] LOG:  database system is shut down
                """)
    }
}
