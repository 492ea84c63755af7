import EventSourcing
import Foundation
import Gateway

/// A load of joins, no two of them the same.
actor JoinLoad {
    private let district: ClubDistrict
    private let script: String
    private let folder: String
    private let wrk: Wrk
    private let address: String
    private let signer: TokenSigner
    private var run = 0

    struct RanOut: Error, CustomStringConvertible {
        let requests: Int
        var description: String {
            "after \(requests) requests people would have joined twice; give fewer --seconds"
        }
    }

    init(
        district: ClubDistrict, script: String, folder: String, wrk: Wrk, address: String,
        signer: TokenSigner
    ) {
        self.district = district
        self.script = script
        self.folder = folder
        self.wrk = wrk
        self.address = address
        self.signer = signer
    }

    func run(connections: Int, seconds: Double) async throws -> Sample {
        run += 1
        let tokens = try await district.tokens(signedBy: signer)
        let people = try write(tokens, to: "people-\(run)")
        let clubs = try write(
            district.clubs(ofRun: run).map(\.description), to: "clubs-\(run)")
        let sample = try await wrk.run(
            address, connections: connections, seconds: seconds, script: script,
            [people, clubs, "run\(run)"])
        // One of the threads may have sent nearly all of them.
        guard sample.operations < district.limit else {
            throw RanOut(requests: sample.operations)
        }
        return sample
    }

    private func write(_ lines: [String], to name: String) throws -> String {
        let path = "\(folder)/\(name)"
        try lines.joined(separator: "\n").write(toFile: path, atomically: true, encoding: .utf8)
        return path
    }
}
