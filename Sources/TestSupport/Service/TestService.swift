import EventSourcing
import Foundation
import Subprocess
import Synchronization
import SystemPackage

/// A running `clubs serve`: a process of its own, at a free port.
package final class TestService: Sendable {
    private static let greeting = "clubs serves "

    /// `http://127.0.0.1:40123`
    package let address: String
    package let installation: TestInstallation
    private let process: RunningProcess

    private init(address: String, installation: TestInstallation, process: RunningProcess) {
        self.address = address
        self.installation = installation
        self.process = process
    }

    /// Starts one, and returns when it answers.
    ///
    /// - Throws: `TestServiceFailure` with what it has written, where it ends instead.
    package static func start(
        _ installation: TestInstallation, _ arguments: [String] = [],
        environment: [String: String] = [:]
    ) async throws -> TestService {
        let process = try await RunningProcess.start(
            ["serve", "--port", "0"] + arguments,
            environment: installation.environment.merging(environment) { $1 })
        guard let line = await process.firstLine(beginning: greeting) else {
            throw TestServiceFailure(
                "the service has not come up: \(process.errors.joined(separator: "\n"))")
        }
        return TestService(
            address: String(line.dropFirst(greeting.count)), installation: installation,
            process: process)
    }

    /// What it has written to its standard error so far, line by line.
    package var errors: [String] { process.errors }

    /// Asks it to stop (SIGTERM), and waits until it has.
    ///
    /// - Returns: Its exit code; nothing where a signal ended it.
    @discardableResult
    package func stop() async -> Int32? {
        process.send(SIGTERM)
        return await process.end()
    }

    /// Sends it a signal, such as SIGSTOP.
    package func send(_ signal: Int32) { process.send(signal) }

    /// Ends it without a warning (SIGKILL).
    package func kill() async {
        process.send(SIGKILL)
        _ = await process.end()
    }
}

/// Lends `body` a service with an installation of its own.
package func withService<Result>(
    _ arguments: [String] = [], environment: [String: String] = [:],
    _ body: (TestService) async throws -> Result
) async throws -> Result {
    let installation = try await TestInstallation.make()
    let service = try await TestService.start(
        installation, arguments, environment: environment)
    let result: Result
    do {
        result = try await body(service)
    } catch {
        await service.stop()
        try await installation.remove()
        throw error
    }
    await service.stop()
    try await installation.remove()
    return result
}

/// One service for all tests that do not disturb each other, each in a tenant of its own.
///
/// Started when the first test wants it; it ends with the test process.
package actor SharedService {
    package static let shared = SharedService()

    private var starting: Task<TestService, any Error>?

    package var service: TestService {
        get async throws {
            if let starting { return try await starting.value }
            let start = Task { try await TestService.start(TestInstallation.make()) }
            starting = start
            return try await start.value
        }
    }
}
