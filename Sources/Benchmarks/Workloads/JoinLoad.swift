import EventSourcing
import Foundation
import Gateway

/// A load of joins, no two of them the same.
actor JoinLoad {
    private let district: ClubDistrict
    private let script: String
    private let folder: String
    private let wrk: Wrk
    private let service: BackgroundProgram
    private let signer: TokenSigner
    private var run = 0
    /// What each run's joins took of the service's processor time, in microseconds, by the number
    /// of connections and of joins in a request.
    private(set) var costs: [Kind: [Double]] = [:]

    struct Kind: Hashable, Sendable {
        let connections: Int
        var size = 1
    }

    struct RanOut: Error, CustomStringConvertible {
        let requests: Int
        var description: String {
            "after \(requests) requests people would have joined twice; give fewer --seconds"
        }
    }

    init(
        district: ClubDistrict, script: String, folder: String, wrk: Wrk,
        service: BackgroundProgram, signer: TokenSigner
    ) {
        self.district = district
        self.script = script
        self.folder = folder
        self.wrk = wrk
        self.service = service
        self.signer = signer
    }

    /// A run that is not counted.
    func warmUp() async throws {
        _ = try await run(Kind(connections: 64), seconds: 1)
        costs = [:]
    }

    /// More than one join in a request go to the batch route.
    ///
    /// - Returns: Joins, and not requests.
    func run(_ kind: Kind, seconds: Double) async throws -> Sample {
        let size = kind.size
        run += 1
        let tokens = try await district.tokens(signedBy: signer)
        let people = try write(tokens, to: "people-\(run)")
        let clubs = try write(
            district.clubs(ofRun: run).map(\.description), to: "clubs-\(run)")
        let before = try service.processorTime
        let sample = try await wrk.run(
            service.greeting, connections: kind.connections, seconds: seconds, script: script,
            [people, clubs, "run\(run)", "\(size)"])
        // One of the threads may have sent nearly all of them.
        guard sample.operations * size < district.limit else {
            throw RanOut(requests: sample.operations)
        }
        let joins = sample.counting(size)
        let taken = try service.processorTime - before
        costs[kind, default: []].append(taken.inSeconds * 1_000_000 / Double(joins.operations))
        return joins
    }

    private func write(_ lines: [String], to name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
