import Foundation
import LocalCluster
import TestSupport
import Testing

/// Carries out faults, one behind the other.
struct FaultInjector: Sendable {
    /// How many commands the others carry out while connections hang.
    private static let hangingTime = 20

    let services: Services
    let ledger: Ledger
    let proxies: [PostgresProxy]
    let cluster: LocalCluster

    /// How many of the faults fell between `COMMIT` sent and answered.
    func carryOut(_ faults: [Fault], over commands: Int) async throws -> Int {
        var amidCommits = 0
        for (number, fault) in faults.enumerated() {
            await ledger.reached(commands * (number + 1) / (faults.count + 1))
            if ledger.isClosed { break }
            let isAmid = try await carryOut(fault, number: number + 1)
            amidCommits += isAmid ? 1 : 0
        }
        return amidCommits
    }

    private func carryOut(_ fault: Fault, number: Int) async throws -> Bool {
        await services.untilRunning(fault.place)
        let held = try await holdCommit(fault)
        print("fault \(number): \(fault); \(ledger.inFlight) commands in flight")
        switch fault.kind {
        case .killService:
            await services.kill(fault.place)
            settle(held, fault)
        case .killServer:
            try await killServer()
            settle(held, fault)
            _ = try await cluster.start()
        case .cut:
            settle(held, fault)
            proxies[fault.place].cut()
        case .hang:
            proxies[fault.place].hang()
            settle(held, fault)
            await untilTheyFeelIt()
            if !fault.passesOn { proxies[fault.place].cut() }
            proxies[fault.place].resume()
        }
        return held != nil
    }

    private func holdCommit(_ fault: Fault) async throws -> HeldCommit? {
        guard let commit = fault.commit else { return nil }
        return try await proxies[fault.place].trap(at: commit).caught()
    }

    private func settle(_ held: HeldCommit?, _ fault: Fault) {
        if fault.passesOn { held?.releaseAndCut() } else { held?.cut() }
    }

    private func killServer() async throws {
        let server = try #require(await cluster.serverProcess)
        #expect(kill(server, SIGKILL) == 0)
    }

    /// Until others have gone on for a while, or a client has given up.
    private func untilTheyFeelIt() async {
        let (goal, failures) = (ledger.count + Self.hangingTime, ledger.failures)
        while ledger.count < goal, ledger.failures == failures, !ledger.isClosed {
            await services.changed()
        }
    }
}
